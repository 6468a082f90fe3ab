import { type WorkbookRefusal } from '../../domain/workbook/office.ts'

/** Thrown where reading cannot go on; becomes the refusal that the reader gives back. */
export class RefusedWorkbook extends Error {
  readonly refusal: WorkbookRefusal

  constructor(code: WorkbookRefusal['code'], params: WorkbookRefusal['params'] = {}) {
    super(code)
    this.name = 'RefusedWorkbook'
    this.refusal = { code, params }
  }
}
