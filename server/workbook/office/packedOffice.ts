/**
 * A workbook that was read, as bytes that the main thread passes on unopened: its lines
 * are made into objects in the thread that works with them.
 */
import { packOffice, type PackedOffice, unpackOffice } from '../../domain/workbook/ledgers/packing.ts'
import type { OfficeWorkbook } from '../../domain/workbook/office.ts'

/** JSON of the packed workbook, UTF-8. */
export type OfficeBytes = Uint8Array

export function bytesOfOffice(office: OfficeWorkbook): OfficeBytes {
  return new TextEncoder().encode(JSON.stringify(packOffice(office)))
}

export function officeOfBytes(bytes: OfficeBytes): OfficeWorkbook {
  return unpackOffice(JSON.parse(new TextDecoder().decode(bytes)) as PackedOffice)
}
