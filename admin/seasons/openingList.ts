import { normalizeDoor } from '../../server/domain/households/door.ts'
import { type PointUnit, readPoints } from '../../server/domain/points/unit.ts'

/** One household's opening balance as it was typed or pasted. */
export interface TypedOpening {
  door: string
  /** Signed smallest units; null where none other than 0 stand beside the door. */
  points: number | null
  /** The row as it stands, to point at. */
  row: string
}

/** What stands before the last gap of a row, and the figure after it. */
const doorAndPoints = /^(.*?)[\s,、;:]+([+\-−]?[\d,]+(?:\.\d+)?)\s*分?$/u

/**
 * The rows of a pasted list: the door first, its points last, whatever separates
 * them; a sign counts, and thousands may be separated.
 *
 * @param village the village's name, dropped where it stands before a door
 */
export function openingList(text: string, unit: PointUnit, village = ''): TypedOpening[] {
  return text
    .split(/\r?\n/)
    .map((row) => row.trim())
    .filter((row) => row !== '')
    .map((row) => {
      const [, door = row, figure = ''] = doorAndPoints.exec(row.normalize('NFKC')) ?? []
      const typed = readPoints(figure.replaceAll(',', ''), unit)
      const points = 'units' in typed && typed.units !== 0 ? typed.units : null
      const [first = ''] = door.split('\t')
      return { door: normalizeDoor(first, village), points, row }
    })
}
