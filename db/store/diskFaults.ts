import Database from 'better-sqlite3'

const fatalCodes = /^SQLITE_(IOERR|CORRUPT|NOTADB)/
/** Also that of the file that connections share, which grows with the log. */
const fullCodes = ['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', 'ENOSPC', 'EDQUOT']

/** Whether the error means a full disk: nothing was written, and writes work again once there is room. */
export function isDiskFull(error: unknown): boolean {
  const { code } = error instanceof Error ? (error as NodeJS.ErrnoException) : { code: '' }
  return fullCodes.includes(code ?? '')
}

/** Whether the disk or the file has failed, after which nothing more may be written. */
export function isFatal(error: unknown): error is Error {
  return error instanceof Database.SqliteError && fatalCodes.test(error.code) && !isDiskFull(error)
}
