/** Puts a backup in place of the data, after it has proved to hold. */
import { randomBytes } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { CannotOpen, databaseName, openStore } from '../db/open.ts'
import { verifyVillage } from '../db/verify.ts'
import { listVillages } from '../db/villages.ts'
import { type VerifyReport } from './contract/villages.ts'
import { askServer } from './control.ts'

/**
 * Restores a backup. The data that was there is kept beside it under another
 * name; all sessions end and screens take a new epoch.
 *
 * @throws Error with a sentence when a server runs, or the backup does not hold;
 *   the live data is then as it was
 */
export async function restore(backup: string, folder: string): Promise<VerifyReport[]> {
  if (!existsSync(backup)) throw new Error(`There is no file ${backup}.`)
  if (await askServer(folder, { command: 'verify-ledgers', input: { village: null } }, () => {}))
    throw new Error('A server is running on this data folder. Stop it first, then restore.')
  await refuseIfHeld(folder)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const trial = mkdtempSync(join(folder, '..', '.yiping-restore-'))
  try {
    const reports = await tryOut(backup, trial)
    putInPlace(trial, folder)
    return reports
  } finally {
    rmSync(trial, { recursive: true, force: true })
  }
}

/** A damaged or missing database may be replaced, one that another process holds may not. */
async function refuseIfHeld(folder: string): Promise<void> {
  try {
    if (existsSync(join(folder, databaseName))) (await openStore(folder)).close()
  } catch (error) {
    if (error instanceof CannotOpen && error.reason === 'busy') throw error
  }
}

async function tryOut(backup: string, trial: string): Promise<VerifyReport[]> {
  copyFileSync(backup, join(trial, databaseName))
  const store = await openStore(trial)
  try {
    if (store.pragma('integrity_check') !== 'ok')
      throw new Error('The backup is damaged; nothing was changed.')
    const reports = listVillages(store).map((village) => verifyVillage(store, village))
    const broken = reports.find(({ holds }) => !holds)
    if (broken)
      throw new Error(
        `The backup does not hold (${broken.village}: ${broken.faults[0]}); nothing was changed.`,
      )
    store.write(() => {
      store.run(store.sql.deleteFrom('sessions'))
      store.run(store.sql.deleteFrom('resident_sessions'))
      store.run(store.sql.updateTable('installation').set({ epoch: randomBytes(8).toString('hex') }))
    })
    return reports
  } finally {
    store.close()
  }
}

function putInPlace(trial: string, folder: string): void {
  const live = join(folder, databaseName)
  const stamp = new Date().toISOString().replace(/[:.]/g, '-')
  for (const suffix of ['', '-wal', '-shm'])
    if (existsSync(live + suffix))
      renameSync(live + suffix, join(folder, `before-restore-${stamp}.sqlite${suffix}`))
  copyFileSync(join(trial, databaseName), `${live}.restored`)
  renameSync(`${live}.restored`, live)
}
