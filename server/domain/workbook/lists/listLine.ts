import type { Row } from '../cells/cells.ts'
import { type Carried, fieldCell } from '../cells/lines.ts'
import type { Header } from '../headers/header.ts'
import type { Place } from '../office.ts'
import { isHeadOfHousehold } from './people.ts'

/** A line of a list of households or people. */
export interface ListLine extends Place {
  cells: Row
  header: Header
  group: Carried
  /** In its normal form; empty for none. */
  door: string
  /** The name in the line. */
  head: string
  /** A person of the household above, whose line leaves the door out. */
  isOfAbove: boolean
}

/** Whether the line is a household's own: of the head, in a list with one line a person. */
export function isOfHead({ cells, header, door, isOfAbove }: ListLine): boolean {
  if (header.columns.relation === undefined) return true
  return door === '' ? !isOfAbove : isHeadOfHousehold(fieldCell(cells, header, 'relation'))
}

/** Lines of people with a door, without those below another head at the same door: they are of no household. */
export function ofFirstHouseholds(lines: readonly ListLine[]): ListLine[] {
  const heads = new Map<string, string>()
  let isOther = false
  return lines.filter((line, place) => {
    const { door, head, header } = line
    if (header.columns.relation === undefined || door === '') return false
    if (door !== lines[place - 1]?.door) isOther = false
    if (isOfHead(line)) {
      isOther = head !== (heads.get(door) ?? head)
      if (!isOther) heads.set(door, head)
    }
    return !isOther
  })
}
