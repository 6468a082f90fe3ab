import Database from 'better-sqlite3'

const fatalCodes = /^SQLITE_(IOERR|CORRUPT|NOTADB)/

/** Whether the error means a full disk: nothing was written, and writes work again once there is room. */
export function isDiskFull(error: unknown): boolean {
  const { code } = error instanceof Error ? (error as NodeJS.ErrnoException) : { code: '' }
  return code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT'
}

/** Whether the disk or the file has failed, after which nothing more may be written. */
export function isFatal(error: unknown): error is Error {
  return error instanceof Database.SqliteError && fatalCodes.test(error.code)
}
