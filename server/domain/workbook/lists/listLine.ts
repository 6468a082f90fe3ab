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
}

/** Whether the line is a household's own: of the head, in a list with one line a person. */
export function isOfHead({ cells, header, door }: ListLine): boolean {
  if (header.columns.relation === undefined || door === '') return true
  return isHeadOfHousehold(fieldCell(cells, header, 'relation'))
}
