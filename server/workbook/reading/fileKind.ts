import { type FileHandle, open } from 'node:fs/promises'
import type { ReadingLimits } from './limits.ts'
import { RefusedWorkbook } from './refusedWorkbook.ts'

const zipMark = Buffer.from('PK\u0003\u0004', 'latin1')
/** Files of Excel 97, and the wrapping of workbooks with a password. */
const compoundMark = Buffer.from('d0cf11e0a1b11ae1', 'hex')
const sectorBytes = 512

/** A page of the web, or XML, that a program saved under the name of a workbook. */
const markup = /^(?:\ufeff|\xef\xbb\xbf)?\s*<(?:!doctype|\?xml|html|head|meta|table|style|workbook)/iu

/** An .xlsx file is a zip archive; a .csv file is text. */
export type FileKind = 'zip' | 'text'

/**
 * Looks at the first bytes of the file, not at its name.
 *
 * @throws RefusedWorkbook when it is no file that a workbook can be in
 */
export async function fileKind(path: string, limits: ReadingLimits): Promise<FileKind> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    if (size === 0) throw new RefusedWorkbook('empty-file')
    if (size > limits.fileBytes)
      throw new RefusedWorkbook('file-too-large', { limit: Math.floor(limits.fileBytes / 1024 / 1024) })
    const start = await readAt(file, 0, sectorBytes)
    if (start.subarray(0, zipMark.length).equals(zipMark)) return 'zip'
    if (start.subarray(0, compoundMark.length).equals(compoundMark))
      throw new RefusedWorkbook((await isEncrypted(file, start)) ? 'password' : 'old-xls')
    if (!isText(start)) throw new RefusedWorkbook('not-a-workbook')
    if (markup.test(start.toString('latin1'))) throw new RefusedWorkbook('web-page')
    return 'text'
  } finally {
    await file.close()
  }
}

/** A workbook with a password lies in a stream of this name; the header says where the names are. */
async function isEncrypted(file: FileHandle, header: Buffer): Promise<boolean> {
  if (header.length < 52) return false
  const names = await readAt(file, (header.readUInt32LE(48) + 1) * sectorBytes, 4 * sectorBytes)
  return names.includes(Buffer.from('EncryptedPackage', 'utf16le'))
}

function isText(start: Buffer): boolean {
  const isUtf16 = (start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff)
  if (isUtf16) return true
  return !start.some((byte) => byte < 9 || (byte > 13 && byte < 32))
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position)
  return buffer.subarray(0, bytesRead)
}
