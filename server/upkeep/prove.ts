/** The whole proof of a database: pages, references, schema, rows, and every ledger. */
import { type Verification, verifyVillage } from '../../db/ledger/proof/verify.ts'
import { inOrder } from '../../db/store/inOrder.ts'
import { backupNumber } from '../../db/store/sqlite/backupNumber.ts'
import { isDamage } from '../../db/store/sqlite/connect.ts'
import type { DatabaseCheck } from '../../db/store/sqlite/soundness/check.ts'
import { openCopy, Unusable } from '../../db/store/sqlite/soundness/openCopy.ts'
import type { Database, Store } from '../../db/store/store.ts'
import { listVillages } from '../../db/villages/findVillages.ts'
import { type Fault, fault, reported } from '../domain/answers/fault.ts'

/** Serialisable: it is sent between processes. */
export interface Proof extends DatabaseCheck {
  /** Number of the backup that the file is; 0 for one of an earlier version. */
  number: number
  villages: Verification[]
}

/** The first reason why something does not hold. */
export interface Unproven {
  reason: 'damaged' | 'rows' | 'ledger'
  fault: Fault
}

/** Proves the database that is open. */
export async function proveStore(store: Database, village: string | null = null): Promise<Proof> {
  const check = await store.check()
  try {
    return { ...check, ...(await provenLedgers(store, village)) }
  } catch (error) {
    if (!isDamage(error)) throw error
    return { ...check, ...damagedProof(check.damage[0] ?? reported(error.message)) }
  }
}

/**
 * Proves a private copy, which is brought to the present schema.
 *
 * @throws Unusable when it is empty, foreign or of a newer version
 */
export async function proveCopy(file: string): Promise<Proof> {
  try {
    const { store, check } = await openCopy(file)
    try {
      return await proveOpened(store, check)
    } finally {
      store.close()
    }
  } catch (error) {
    if (!(error instanceof Unusable) || error.reason !== 'damaged') throw error
    return damagedProof(fault('file-damaged', { detail: error.detail }))
  }
}

/** Proves the ledgers of a copy that was checked when it was opened. */
export async function proveOpened(store: Store, check: DatabaseCheck): Promise<Proof> {
  return { ...check, ...(await provenLedgers(store, null)) }
}

/** The proof of a file that cannot be read. */
export function damagedProof(damage: Fault): Proof {
  return { damage: [damage], changedRows: [], comparedRows: 0, number: 0, villages: [] }
}

/** The first fault of a proof; null when all holds. */
export function unproven({ damage, changedRows, villages }: Proof): Unproven | null {
  if (damage[0] !== undefined) return { reason: 'damaged', fault: damage[0] }
  for (const { village, faults } of villages)
    if (faults[0]) return { reason: 'ledger', fault: fault('in-village', { village, fault: faults[0] }) }
  if (changedRows[0] !== undefined) return { reason: 'rows', fault: changedRows[0] }
  return null
}

async function provenLedgers(
  store: Store,
  village: string | null,
): Promise<Pick<Proof, 'number' | 'villages'>> {
  const asked = (await listVillages(store)).filter(({ slug }) => village === null || slug === village)
  return {
    number: await backupNumber(store),
    villages: await inOrder(asked, async (one) => verifyVillage(store, one)),
  }
}
