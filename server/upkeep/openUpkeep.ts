import type { Logger } from 'pino'
import { noteWholeProven, wholeProvenAt } from '../../db/store/installation.ts'
import { backupNumber } from '../../db/store/sqlite/backupNumber.ts'
import type { DatabaseCheck } from '../../db/store/sqlite/soundness/check.ts'
import type { Database } from '../../db/store/store.ts'
import { listVillages } from '../../db/villages/findVillages.ts'
import type { Fault } from '../domain/answers/fault.ts'
import { faultSentence } from '../words/verification/verification.ts'
import type { Workers } from '../workers/workers.ts'
import { Backups } from './backups.ts'
import type { Proof } from './prove.ts'
import type { Readiness } from './readiness.ts'
import type { SharedFindings } from './sharedFindings.ts'
import { Soundness } from './soundness.ts'

export interface Upkeep {
  backups: Backups
  /** What the proofs of backups and the checks of the live database found. */
  soundness: Soundness
  /** Checks the live database in a worker, apart from its ledgers. */
  checkLive: () => Promise<DatabaseCheck>
  /** Checks it with the ledger of one village, by its slug, or with all. */
  prove: (village: string | null) => Promise<Proof>
}

/** Backups, and the soundness of the live data. */
export async function openUpkeep(
  store: Database,
  dataDir: string,
  readiness: Readiness,
  shared: SharedFindings,
  workers: Workers,
  log: Logger,
): Promise<Upkeep> {
  const backups = new Backups(store, dataDir)
  backups.copy = (file, signal) => workers.perform('copyDatabase', { file }, { signal })
  const soundness = new Soundness(shared)
  soundness.provenAt = await wholeProvenAt(store)
  const complain = ({ damage, changedRows }: DatabaseCheck) => {
    if (damage.length > 0) log.error({ faults: damage.map(inEnglish) }, 'the database is damaged')
    if (changedRows.length > 0)
      log.error(
        { faults: changedRows.map(inEnglish) },
        'rows outside the ledger are not as they were written',
      )
  }
  const take = async (proof: Proof) => {
    if ((await soundness.take(proof)) && soundness.provenAt) await noteWholeProven(store, soundness.provenAt)
  }
  backups.onProof = async (ofCopy) => {
    const proof = store.copiesSchema ? ofCopy : withCheck(ofCopy, await workers.perform('check', null))
    await take(proof)
    complain(proof)
    if (proof.damage.length === 0) await readiness.take(proof.villages)
    const failed = proof.villages.filter(({ holds }) => !holds).map(({ village }) => village)
    log.info({ verified: proof.villages.length, failed }, 'verified the ledgers')
  }
  const checkLive = async () => {
    const check = await workers.perform('check', null)
    await soundness.takeCheck(check)
    complain(check)
    return check
  }
  const prove = async (slug: string | null) => {
    const check = await checkLive()
    const asked = (await listVillages(store)).filter((one) => slug === null || one.slug === slug)
    const verified = await Promise.all(asked.map((village) => readiness.verify(village)))
    const villages = verified.filter((one) => one !== null).map((one) => ({ ...one, proven: null }))
    const proof = { ...check, number: await backupNumber(store), villages }
    if (slug === null) await take(proof)
    return proof
  }
  return { backups, soundness, checkLive, prove }
}

/** A proof of a copy, with what only the live database shows. */
function withCheck(proof: Proof, check: DatabaseCheck): Proof {
  return { ...proof, ...check, damage: [...proof.damage, ...check.damage], changedRows: proof.changedRows }
}

const inEnglish = (found: Fault) => faultSentence('en', found)
