import type { PackedOffice } from '../../domain/workbook/ledgers/packing.ts'
import type { OfficeContext, WorkbookRefusal } from '../../domain/workbook/office.ts'
import type { ReadingLimits } from './limits.ts'

/** The order to the reading process, sent once. */
export interface ReadingOrder {
  path: string
  context: OfficeContext
  limits: ReadingLimits
}

/** Messages of the reading process: progress, then its result. */
export type ReadingNews =
  | { type: 'progress'; share: number }
  | { type: 'read'; office: PackedOffice }
  | { type: 'refused'; refusal: WorkbookRefusal }
