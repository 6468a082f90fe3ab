import { type OfficeContext, type WorkbookRefusal } from '../../domain/workbook/office.ts'
import { type PackedOffice } from '../../domain/workbook/ledgers/packing.ts'
import { type ReadingLimits } from './limits.ts'

/** What the reading process is told, once. */
export interface ReadingOrder {
  path: string
  context: OfficeContext
  limits: ReadingLimits
}

/** What the reading process says: how far it is, and in the end what it found. */
export type ReadingNews =
  | { type: 'progress'; share: number }
  | { type: 'read'; office: PackedOffice }
  | { type: 'refused'; refusal: WorkbookRefusal }
