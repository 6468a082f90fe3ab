import { pipeline } from 'node:stream'
import { createInflateRaw } from 'node:zlib'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { type ReadingLimits, ratioMatters } from './limits.ts'
import { RefusedWorkbook } from './refusedWorkbook.ts'

/** An .xlsx file: a zip whose directory has been found harmless. Nothing of it is unpacked yet. */
export interface Archive {
  entries: readonly Entry[]
  /** The unpacked bytes of one part, piece by piece, never more than the directory says. */
  unpack(entry: Entry): AsyncIterable<Buffer>
  close(): void
}

/**
 * Opens the file and judges it by its directory alone: kind, size unpacked,
 * number of parts, encryption, links to other files.
 *
 * @throws RefusedWorkbook
 */
export async function openArchive(path: string, limits: ReadingLimits): Promise<Archive> {
  const zip = await openPromise(path, { autoClose: false }).catch(() => {
    throw new RefusedWorkbook('damaged')
  })
  try {
    const entries = await listEntries(zip, limits)
    judge(entries, limits)
    return { entries, unpack: (entry) => unpack(zip, entry), close: () => zip.close() }
  } catch (error) {
    zip.close()
    throw error
  }
}

async function listEntries(zip: ZipFile, limits: ReadingLimits): Promise<Entry[]> {
  if (zip.entryCount > limits.parts) throw new RefusedWorkbook('too-many-parts', { limit: limits.parts })
  const entries: Entry[] = []
  try {
    for await (const entry of zip.eachEntry()) entries.push(entry)
  } catch {
    throw new RefusedWorkbook('damaged')
  }
  return entries
}

function judge(entries: readonly Entry[], limits: ReadingLimits): void {
  const names = entries.map(({ fileName }) => fileName.toLowerCase())
  if (names.includes('xl/workbook.bin')) throw new RefusedWorkbook('binary-xlsb')
  if (!names.includes('xl/workbook.xml')) throw new RefusedWorkbook('not-a-workbook')
  if (entries.some((entry) => entry.isEncrypted())) throw new RefusedWorkbook('password')
  const total = entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0)
  const blownUp = entries.some(
    ({ compressedSize, uncompressedSize }) =>
      uncompressedSize > ratioMatters && uncompressedSize > compressedSize * limits.ratio,
  )
  if (total > limits.unpackedBytes || blownUp)
    throw new RefusedWorkbook('unpacks-too-large', { limit: Math.floor(limits.unpackedBytes / 1024 / 1024) })
  if (names.some((name) => name.startsWith('xl/externallinks/') || name === 'xl/connections.xml'))
    throw new RefusedWorkbook('external-links')
}

/** Large pieces: every piece costs a turn of the event loop. */
const pieceBytes = 256 * 1024

async function* unpack(zip: ZipFile, entry: Entry): AsyncGenerator<Buffer> {
  let bytes = 0
  try {
    const packed = await zip.openReadStreamPromise(entry, { decodeFileData: false })
    const stream =
      entry.compressionMethod === 0
        ? packed
        : pipeline(packed, createInflateRaw({ chunkSize: pieceBytes }), () => {})
    for await (const piece of stream) {
      bytes += (piece as Buffer).length
      // The directory may lie about the size; it was judged by what it says.
      if (bytes > entry.uncompressedSize) break
      yield piece as Buffer
    }
  } catch {
    throw new RefusedWorkbook('damaged')
  }
  if (bytes !== entry.uncompressedSize) throw new RefusedWorkbook('damaged')
}
