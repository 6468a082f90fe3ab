import type { OfficeContext, WorkbookRefusal } from '../../domain/workbook/office.ts'
import type { OfficeBytes } from '../office/packedOffice.ts'
import type { ReadingLimits } from './limits.ts'

/** The order to the reading process, sent once. */
export interface ReadingOrder {
  path: string
  /** As its owner calls the file. */
  name: string
  context: OfficeContext
  limits: ReadingLimits
}

/** Messages of the reading process: progress, then its result. */
export type ReadingNews =
  | { type: 'progress'; share: number }
  | { type: 'read'; office: OfficeBytes }
  | { type: 'refused'; refusal: WorkbookRefusal }
