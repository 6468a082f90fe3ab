/**
 * The claim on a data folder: a lock that the operating system takes back when the
 * process dies. It is held on a small database of its own, so that several
 * connections can read the other one.
 */
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { explained } from './connect.ts'

/** The file that is locked; it stays empty. */
export const claimName = 'claim.sqlite'

/**
 * Takes the claim on the folder of a database.
 *
 * @returns a function that gives it back
 * @throws CannotOpen `busy` when another process has it
 */
export function claimFolderOf(file: string): () => void {
  const claimFile = join(dirname(file), claimName)
  let claim: Database.Database | undefined
  try {
    claim = new Database(claimFile, { timeout: 500 })
    // Nothing is ever written: a lock needs no room.
    claim.pragma('journal_mode = MEMORY')
    claim.exec('BEGIN EXCLUSIVE')
    return () => claim?.close()
  } catch (error) {
    claim?.close()
    throw explained(error, isBusy(error) ? file : claimFile)
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')
}
