import { relative, sep } from 'node:path'
import type { Graph, WeightedGraph } from './layers.ts'

/** Folds files into rooms: a sub-folder of `folder` is one, a file that lies loose is one by itself. */
export function foldIntoRooms(folder: string, imports: Graph): WeightedGraph {
  const rooms = new Map<string, Map<string, number>>()
  const open = (room: string): Map<string, number> => {
    const arrows = rooms.get(room) ?? new Map<string, number>()
    rooms.set(room, arrows)
    return arrows
  }
  for (const [file, targets] of imports) {
    const from = roomOf(folder, file)
    const arrows = open(from)
    for (const to of targets.map((target) => roomOf(folder, target))) {
      if (to !== from) arrows.set(to, (arrows.get(to) ?? 0) + 1)
    }
  }
  return rooms
}

function roomOf(folder: string, file: string): string {
  const [first = '', ...rest] = relative(folder, file).split(sep)
  return rest.length > 0 ? `${first}/` : first
}
