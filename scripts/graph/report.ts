import { relative } from 'node:path'
import { arrowsBackUp, findCircles, layersOf, withoutWeights, type Graph } from './layers.ts'
import { foldIntoRooms } from './rooms.ts'

export type Report = { readonly lines: readonly string[]; readonly isSound: boolean }

/** Lays the rooms of a folder out from the top layer down, and names what breaks the one direction. */
export function reportFolder(folder: string, imports: Graph): Report {
  const weighted = foldIntoRooms(folder, imports)
  const rooms = withoutWeights(weighted)
  const back = arrowsBackUp(weighted)
  const layers = layersOf(rooms, back)
  const roomCircles = findCircles(rooms)
  const fileCircles = findCircles(imports)
  const arrows = [...rooms.values()].flat().length
  return {
    lines: [
      [
        count(rooms.size, 'room'),
        count(new Set(layers.values()).size, 'layer'),
        count(arrows, 'arrow'),
        count(roomCircles.length, 'circle'),
        `${back.length} back up`,
        `${count(fileCircles.length, 'circle')} of files`,
      ].join(', '),
      ...layerLines(rooms, layers),
      ...roomCircles.map((circle) => `circle of rooms: ${circle.join(' ')}`),
      ...back.map(({ from, to, weight }) => `back up: ${from} → ${to} (${weight})`),
      ...fileCircles.map(
        (circle) => `circle of files: ${circle.map((file) => relative(folder, file)).join(' ')}`,
      ),
    ],
    isSound: roomCircles.length + back.length + fileCircles.length === 0,
  }
}

function layerLines(rooms: Graph, layers: ReadonlyMap<string, number>): readonly string[] {
  const layerOf = (room: string): number => layers.get(room) ?? 0
  return [...rooms]
    .toSorted(([a], [b]) => layerOf(b) - layerOf(a) || a.localeCompare(b))
    .map(([room, to]) => {
      const targets = to.toSorted((a, b) => layerOf(b) - layerOf(a) || a.localeCompare(b))
      return `  ${String(layerOf(room)).padStart(2)}  ${room}${targets.length > 0 ? ` → ${targets.join(' ')}` : ''}`
    })
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`
}
