/** Nodes and the nodes that each points at. */
export type Graph = ReadonlyMap<string, readonly string[]>

/** The same, each arrow with the number of imports behind it. */
export type WeightedGraph = ReadonlyMap<string, ReadonlyMap<string, number>>

export type Arrow = { readonly from: string; readonly to: string; readonly weight: number }

export function withoutWeights(graph: WeightedGraph): Graph {
  return new Map([...graph].map(([node, arrows]) => [node, [...arrows.keys()]]))
}

/**
 * Strongly connected components of more than one node (Tarjan 1972): every circle lies in one of
 * them, so none of these means no circle.
 */
export function findCircles(graph: Graph): readonly (readonly string[])[] {
  const index = new Map<string, number>()
  const stack: string[] = []
  const circles: string[][] = []

  /** Returns the earliest node of the stack that can be reached from this one. */
  const visit = (node: string): number => {
    const own = index.size
    let earliest = own
    index.set(node, own)
    stack.push(node)
    for (const next of graph.get(node) ?? []) {
      const seen = index.get(next)
      if (seen === undefined) earliest = Math.min(earliest, visit(next))
      else if (stack.includes(next)) earliest = Math.min(earliest, seen)
    }
    if (earliest === own) {
      const component = stack.splice(stack.indexOf(node))
      if (component.length > 1) circles.push(component.toSorted())
    }
    return earliest
  }

  for (const node of graph.keys()) if (!index.has(node)) visit(node)
  return circles
}

/**
 * Finds the order by itself: a node's layer is the longest path from it down to one that imports
 * nothing. Arrows that are in `back` are left out, as a circle has no longest path.
 */
export function layersOf(graph: Graph, back: readonly Arrow[] = []): ReadonlyMap<string, number> {
  const layers = new Map<string, number>()
  const isBack = (from: string, to: string): boolean =>
    back.some((arrow) => arrow.from === from && arrow.to === to)
  const layerOf = (node: string): number => {
    const known = layers.get(node)
    if (known !== undefined) return known
    const below = (graph.get(node) ?? []).filter((next) => !isBack(node, next))
    const layer = Math.max(0, ...below.map((next) => layerOf(next) + 1))
    layers.set(node, layer)
    return layer
  }
  for (const node of graph.keys()) layerOf(node)
  return layers
}

/**
 * Feedback arcs: the arrows that run back up in the order that lets the fewest imports do so
 * (greedy, Eades, Lin and Smyth 1993). Without them the graph has no circle.
 */
export function arrowsBackUp(graph: WeightedGraph): readonly Arrow[] {
  return findCircles(withoutWeights(graph)).flatMap((circle) => {
    const inside = circle.flatMap((from) =>
      [...(graph.get(from) ?? [])]
        .filter(([to]) => circle.includes(to))
        .map(([to, weight]) => ({ from, to, weight })),
    )
    const order = orderTopDown(circle, inside)
    return inside.filter(({ from, to }) => order.indexOf(from) > order.indexOf(to))
  })
}

/** Puts on top, one after another, the node that imports most and is imported least by what is left. */
function orderTopDown(nodes: readonly string[], arrows: readonly Arrow[]): readonly string[] {
  const left = new Set(nodes)
  const order: string[] = []
  const surplus = (node: string): number =>
    arrows.reduce((sum, { from, to, weight }) => {
      if (!left.has(from) || !left.has(to)) return sum
      return sum + (from === node ? weight : 0) - (to === node ? weight : 0)
    }, 0)
  while (left.size > 0) {
    const [top = ''] = [...left].toSorted((a, b) => surplus(b) - surplus(a) || a.localeCompare(b))
    left.delete(top)
    order.push(top)
  }
  return order
}
