import { recordChange } from '../../db/audit.ts'
import { rebuildTotals } from '../../db/rebuild.ts'
import { type Store } from '../../db/store.ts'
import { listVillages, mustFindVillage } from '../../db/villages.ts'
import { type Proof, proveStore } from '../upkeep/prove.ts'
import { type CommandParts } from './index.ts'

export interface VerifyInput {
  /** Slug; null for all. */
  village: string | null
  /** Write the totals anew from the postings before. */
  rebuild?: boolean
  /** Take the rows outside the ledger as they are before. */
  acceptRows?: boolean
}

/** Checks the database and recomputes chain and totals of one village, or of all. */
export async function verifyLedgers(
  { store, backups, isAlone = false }: CommandParts,
  { village, rebuild = false, acceptRows = false }: VerifyInput,
): Promise<Proof> {
  const villages = village === null ? listVillages(store) : [mustFindVillage(store, village)]
  if (rebuild) for (const one of villages) rebuildTotals(store, one)
  if (acceptRows) accept(store)
  if (isAlone) return proveStore(store, village)
  const proof = await backups.check()
  return {
    ...proof,
    villages: proof.villages.filter(({ village: slug }) => village === null || slug === village),
  }
}

function accept(store: Store): void {
  store.write(() => recordChange(store, { user: null, village: null }, 'rows.accepted', '', null, null))
  store.acceptRows()
}
