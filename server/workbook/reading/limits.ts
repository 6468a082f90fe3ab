const megabyte = 1024 * 1024

/** What a workbook may cost. A village's year takes 2 MB packed, 15 MB unpacked and half a second. */
export interface ReadingLimits {
  /** Bytes of the file itself. */
  fileBytes: number
  /** Bytes of all its parts together, unpacked. */
  unpackedBytes: number
  /** Parts that unpack to more than this many times their size are no writing of people. */
  ratio: number
  /** Parts (files inside the file). */
  parts: number
  /** Columns of a sheet that hold something. */
  columns: number
  /** Rows of a sheet. */
  rows: number
  /** Heap of the reading process, MB. */
  heapMegabytes: number
  /** Time for the whole, ms. */
  milliseconds: number
}

export const readingLimits: Readonly<ReadingLimits> = {
  fileBytes: 50 * megabyte,
  unpackedBytes: 200 * megabyte,
  ratio: 200,
  parts: 2000,
  columns: 1000,
  rows: 1_048_576,
  heapMegabytes: 1024,
  milliseconds: 60_000,
}

/** Bytes; no cell of a spreadsheet program is as long. */
export const longestCell = 4 * megabyte

/** Small parts may be blank and pack very well. */
export const ratioMatters = 5 * megabyte
