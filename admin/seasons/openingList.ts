import { normalizeDoor } from '../../server/domain/households/door.ts'

/** One household's opening balance as it was typed or pasted. */
export interface TypedOpening {
  door: string
  /** Signed; null where no whole figure other than 0 stands beside the door. */
  points: number | null
  /** The row as it stands, to point at. */
  row: string
}

/** What stands before the last gap of a row, and the figure after it. */
const doorAndPoints = /^(.*?)[\s,、;:]+([+\-−]?[\d,]+)\s*分?$/u

/**
 * The rows of a pasted list: the door first, its points last, whatever separates
 * them; a sign counts, and thousands may be separated.
 *
 * @param village the village's name, dropped where it stands before a door
 */
export function openingList(text: string, village = ''): TypedOpening[] {
  return text
    .split(/\r?\n/)
    .map((row) => row.trim())
    .filter((row) => row !== '')
    .map((row) => {
      const [, door = row, figure = ''] = doorAndPoints.exec(row.normalize('NFKC')) ?? []
      const points = Number(figure.replaceAll(',', '').replace('−', '-'))
      const isFigure = figure !== '' && Number.isSafeInteger(points) && points !== 0
      const [first = ''] = door.split('\t')
      return { door: normalizeDoor(first, village), points: isFigure ? points : null, row }
    })
}
