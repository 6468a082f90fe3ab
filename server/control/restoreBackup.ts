/** Replaces the data by a verified backup. */
import { copyFileSync, existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Verification } from '../../db/ledger/proof/verify.ts'
import { prepareDataFolder } from '../../db/store/files/dataFolder.ts'
import { isTemporary, makeTemporaryFolder, sweepTemporaryFolders } from '../../db/store/files/temporary.ts'
import { renewInstallation } from '../../db/store/installation.ts'
import { holdPlace } from '../../db/store/opening/holdPlace.ts'
import { unwritable } from '../../db/store/sqlite/connect.ts'
import { databaseName } from '../../db/store/sqlite/open.ts'
import { openCopy, Unusable } from '../../db/store/sqlite/soundness/openCopy.ts'
import { proveOpened, unproven } from '../upkeep/prove.ts'
import { requireFile } from '../words/fileFault.ts'
import type { Language } from '../words/index.ts'
import { Stopped, terminalSentence } from '../words/terminal.ts'
import { serverRuns } from './control.ts'
import { errorSentence } from './errorSentence.ts'

export interface RestoreOptions {
  /** Also restore a backup without any village. */
  allowEmpty?: boolean
  /** Also restore one with changed rows outside the ledger. */
  acceptRows?: boolean
  /** Of the PostgreSQL database that is replaced; SQLite in the data folder by default. */
  databaseUrl?: string | null
}

/** Earlier versions tried a backup in a folder of this name beside the data folder. */
const earlierTrial = /^\.yiping-restore-/
/** An earlier version may be restoring now into another folder beside this one, ms. */
const earlierTrialFor = 24 * 3_600_000

/**
 * Restores a backup: verifies and migrates a copy inside the data folder, then
 * replaces the database in one step. The old database is kept under another name;
 * all sessions end and screens get a new epoch.
 *
 * @throws Error with a sentence when a server runs, or the backup does not hold;
 *   the live data is then as it was
 */
export async function restore(
  backup: string,
  folder: string,
  options: RestoreOptions = {},
): Promise<Verification[]> {
  requireFile(backup)
  if (await serverRuns(folder)) throw new Stopped('server-runs')
  prepareDataFolder(folder)
  refuseOwnFiles(backup, folder)
  const held = await holdPlace(folder, options.databaseUrl ?? null)
  try {
    sweepTemporaryFolders(folder)
    sweepEarlierTrials(folder)
    const copy = join(makeTrialFolder(folder), databaseName)
    copyWithLog(backup, copy)
    const villages = await tryOut(copy, options)
    await held.replaceBy(copy, join(folder, keptName()))
    return villages
  } catch (error) {
    throw leftAlone(error, folder)
  } finally {
    sweepTemporaryFolders(folder)
    await held.release()
  }
}

/** @throws Error with a sentence for a file that the restore itself replaces or removes */
function refuseOwnFiles(backup: string, folder: string): void {
  if (isSameFile(backup, join(folder, databaseName)))
    throw new Stopped('restore-own-database', { file: backup })
  if (isTemporary(backup, folder)) throw new Stopped('restore-temporary', { file: backup })
}

/** Whether both paths lead to one file, by whatever links. */
function isSameFile(one: string, other: string): boolean {
  const [first, second] = [one, other].map((path) => statSync(path, { bigint: true, throwIfNoEntry: false }))
  return second !== undefined && first?.dev === second.dev && first.ino === second.ino
}

function makeTrialFolder(folder: string): string {
  try {
    return makeTemporaryFolder(folder)
  } catch (error) {
    throw unwritable(error, folder)
  }
}

/** Copies the log too: a file copied by hand may have its last commits there. */
function copyWithLog(backup: string, copy: string): void {
  copyFileSync(backup, copy)
  if (existsSync(`${backup}-wal`)) copyFileSync(`${backup}-wal`, `${copy}-wal`)
}

async function tryOut(copy: string, { allowEmpty, acceptRows }: RestoreOptions): Promise<Verification[]> {
  const { store, check } = await openCopy(copy)
  try {
    const proof = await proveOpened(store, check)
    const why = unproven(acceptRows ? { ...proof, changedRows: [] } : proof)
    if (why)
      throw new Refusal(why.reason === 'ledger' ? 'restore-ledger' : 'restore-rows', { fault: why.fault })
    if (proof.villages.length === 0 && !allowEmpty) throw new Refusal('restore-empty')
    if (acceptRows) await store.acceptRows()
    await renewInstallation(store)
    return proof.villages
  } finally {
    store.close()
  }
}

/** Why a backup is refused. */
class Refusal extends Stopped {}

/** A refusal that says as well that the data was not changed. */
class LeftAlone extends Stopped {
  readonly #why: Refusal | Unusable

  constructor(why: Refusal | Unusable, folder: string) {
    super('restore-refused', { why: errorSentence('en', why), folder })
    this.#why = why
  }

  override sentence(language: Language): string {
    const why = errorSentence(language, this.#why)
    return terminalSentence(language, this.code, { ...this.params, why })
  }
}

function leftAlone(error: unknown, folder: string): unknown {
  return error instanceof Refusal || error instanceof Unusable ? new LeftAlone(error, folder) : error
}

function keptName(): string {
  return `before-restore-${new Date().toISOString().replace(/[:.]/g, '-')}.sqlite`
}

function sweepEarlierTrials(folder: string): void {
  const parent = join(folder, '..')
  for (const name of readdirSync(parent).filter((one) => earlierTrial.test(one))) {
    const trial = join(parent, name)
    const { mtimeMs } = statSync(trial, { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() }
    if (Date.now() - mtimeMs > earlierTrialFor) rmSync(trial, { recursive: true, force: true })
  }
}
