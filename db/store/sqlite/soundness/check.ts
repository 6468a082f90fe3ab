/** Checks a database beside its ledgers: SQLite's own checks, the schema, the row digests. */
import type Database from 'better-sqlite3'
import { type Fault, fault, reported } from '../../../../server/domain/answers/fault.ts'
import { isDamage } from '../connect.ts'
import { schemaFaults } from '../migrate.ts'
import { compareDigests, digestedMigration } from './rowDigests.ts'

export interface DatabaseCheck {
  /** What makes the file unsound as a database. */
  damage: Fault[]
  /** Rows outside the ledger that are not as they were written. */
  changedRows: Fault[]
  /** How many rows were compared with their digests. */
  comparedRows: number
  /** How many rows were read, where no digests of them are kept. */
  readRows?: number
}

/** More faults than this are not listed. */
const mostFaults = 20
/** A start checks the pages of files up to this size before it serves, bytes: about 0.2 s. */
const smallBytes = 64 * 1024 * 1024

/** Whether a file is small enough to be checked before serving. */
export function isSmall(bytes: number): boolean {
  return bytes <= smallBytes
}

/** Findings of `quick_check`: damaged pages and rows that violate constraints. */
export function quickCheck(sqlite: Database.Database): string[] {
  return lines(sqlite, `quick_check(${mostFaults})`)
}

/** What `integrity_check` and `foreign_key_check` find: also indexes that differ from their tables. */
export function integrityFaults(sqlite: Database.Database): Fault[] {
  const faults = lines(sqlite, `integrity_check(${mostFaults})`).map(reported)
  return (faults.length > 0 ? faults : foreignKeyFaults(sqlite)).slice(0, mostFaults)
}

/** All checks except the ledgers. Reads the whole file. */
export async function checkDatabase(sqlite: Database.Database): Promise<DatabaseCheck> {
  const damage = integrityFaults(sqlite)
  if (damage.length > 0) return { damage, changedRows: [], comparedRows: 0 }
  try {
    const schema = (await schemaFaults(sqlite)).slice(0, mostFaults)
    const { rows, changed } = compareDigests(sqlite)
    const removed = digestedMigration(sqlite) === null ? [fault('digests-removed')] : []
    const changedRows = [
      ...removed,
      ...changed.map(({ problem, table, key }) => fault(`row-${problem}`, { table, key })),
    ].slice(0, mostFaults)
    return { damage: schema, changedRows, comparedRows: rows }
  } catch (error) {
    if (!isDamage(error)) throw error
    return { damage: [reported(error.message)], changedRows: [], comparedRows: 0 }
  }
}

/** A pragma's findings; SQLite gives those of all pages as one text of several lines. */
function lines(sqlite: Database.Database, pragma: string): string[] {
  try {
    const rows = sqlite.pragma(pragma) as Record<string, string>[]
    return rows
      .flatMap((row) => Object.values(row)[0]?.split('\n') ?? [])
      .filter((line) => line !== 'ok' && line.trim() !== '' && !line.startsWith('***'))
  } catch (error) {
    if (!isDamage(error)) throw error
    return [error.message]
  }
}

function foreignKeyFaults(sqlite: Database.Database): Fault[] {
  try {
    const found = sqlite.pragma('foreign_key_check') as {
      table: string
      rowid: number | null
      parent: string
    }[]
    return found
      .slice(0, mostFaults)
      .map(({ table, rowid, parent }) => fault('reference-missing', { table, row: rowid ?? '', parent }))
  } catch (error) {
    if (!isDamage(error)) throw error
    return [reported(error.message)]
  }
}
