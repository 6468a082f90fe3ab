import type { WorkbookRefusal } from '../../domain/workbook/office.ts'

/** Stops reading; becomes the refusal that the reader returns. */
export class RefusedWorkbook extends Error {
  readonly refusal: WorkbookRefusal

  constructor(code: WorkbookRefusal['code'], params: WorkbookRefusal['params'] = {}) {
    super(code)
    this.name = 'RefusedWorkbook'
    this.refusal = { code, params }
  }
}
