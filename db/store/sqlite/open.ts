import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type BetterSqlite from 'better-sqlite3'
import { CannotOpen } from '../cannotOpen.ts'
import { isDiskFull } from '../diskFaults.ts'
import { prepareDataFolder } from '../files/dataFolder.ts'
import { keepReserve, releaseReserve } from '../files/reserve.ts'
import { sweepTemporaryFolders } from '../files/temporary.ts'
import { ensureInstallation } from '../installation.ts'
import type { Database } from '../store.ts'
import { claimFolderOf } from './claim.ts'
import { connect, connectReader, explained, markerName } from './connect.ts'
import { executedMigrations, isOutdated, migrate, refuseNewer } from './migrate.ts'
import { isSmall, quickCheck } from './soundness/check.ts'
import { SqliteStore } from './sqliteStore.ts'

/** Name of the database in the data folder. */
export const databaseName = 'yiping.sqlite'

/**
 * Opens the database of a data folder, creates it on first use, and applies pending
 * migrations; before that, an existing file is checked and copied beside it. Small
 * files are checked at every open. The file is then locked by this process.
 *
 * @param folder the data folder; created where it is missing
 * @throws CannotOpen with a plain sentence
 */
export async function openStore(folder: string): Promise<Database> {
  const file = join(folder, databaseName)
  const marker = join(folder, markerName)
  prepareDataFolder(folder)
  if (wasUsed(folder) && !hasContent(file))
    throw new CannotOpen(
      'missing',
      `The data folder ${folder} has been used before, but its database ${databaseName} is missing or empty. ` +
        `Put the file back or restore a backup; to start afresh, choose another folder with DATA_DIR.`,
      folder,
    )
  const release = claimFolderOf(file)
  let store: Database | undefined
  try {
    releaseReserve(folder)
    store = await openConnections(file, release)
    keepReserve(folder)
    sweepTemporaryFolders(folder)
    await ensureInstallation(store)
    writeMarker(marker)
    return store
  } catch (error) {
    if (store) store.close()
    else release()
    throw explained(error, file)
  }
}

async function openConnections(file: string, release: () => void): Promise<Database> {
  const writer = connect(file)
  try {
    await prepareSchema(writer, file)
    const connections = { writer, reader: connectReader(file), snapshots: connectReader(file) }
    return new SqliteStore(connections, file, { closed: release })
  } catch (error) {
    writer.close()
    throw error
  }
}

/** Writes the marker file; on a full disk the one of an earlier start is enough. */
function writeMarker(marker: string): void {
  try {
    writeFileSync(marker, `process ${process.pid}, since ${new Date().toISOString()}`)
  } catch (error) {
    if (!isDiskFull(error) || !existsSync(marker)) throw error
  }
}

/** Whether the folder held a database before: it has the marker, backups or copies. */
function wasUsed(folder: string): boolean {
  if (existsSync(join(folder, markerName))) return true
  const backups = join(folder, 'backups')
  const names = existsSync(backups) ? readdirSync(backups, { recursive: true, encoding: 'utf8' }) : []
  const copies = readdirSync(folder).filter((name) => name.startsWith('before-'))
  return [...names, ...copies].some((name) => name.endsWith('.sqlite'))
}

/** SQLite would take an empty file, such as a failed copy leaves, for a new database. */
function hasContent(file: string): boolean {
  return (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0
}

async function prepareSchema(sqlite: BetterSqlite.Database, file: string): Promise<void> {
  const done = executedMigrations(sqlite) ?? []
  refuseNewer(done, file)
  const waits = done.length > 0 && isOutdated(done)
  if (waits || isSmall(statSync(file).size)) refuseDamage(quickCheck(sqlite), file)
  if (waits) sqlite.prepare('VACUUM INTO ?').run(copyName(file))
  await migrate(sqlite)
}

function refuseDamage([fault]: string[], file: string): void {
  if (fault === undefined) return
  throw new CannotOpen(
    'damaged',
    `The database ${file} is damaged (${fault}). Nothing was written.`,
    file,
    fault,
  )
}

/** A name that is free: a migration may begin twice in a millisecond, and clocks are set back. */
function copyName(file: string): string {
  const stamp = new Date().toISOString().replace(/[:.]/g, '-')
  for (let turn = 1; ; turn += 1) {
    const name = turn === 1 ? stamp : `${stamp}-${turn}`
    const copy = join(dirname(file), `before-migration-${name}.sqlite`)
    if (!existsSync(copy)) return copy
  }
}
