import { z } from 'zod'
import { recordChange } from '../../../db/audit/audit.ts'
import { rebuildTotals } from '../../../db/ledger/rebuild.ts'
import { type Store } from '../../../db/store/store.ts'
import { listVillages, mustFindVillage } from '../../../db/villages/villages.ts'
import { slug } from '../../contract/fields/common.ts'
import { type Proof, proveStore } from '../../upkeep/prove.ts'
import { type CommandServices } from './index.ts'

export const verifyInput = z.object({
  /** Slug; null for all. */
  village: slug.nullable(),
  /** Write the totals anew from the postings before. */
  rebuild: z.boolean().default(false),
  /** Take the rows outside the ledger as they are before. */
  acceptRows: z.boolean().default(false),
})

/** Checks the database and recomputes chain and totals of one village, or of all. */
export async function verifyLedgers(
  { store, backups, isAlone = false }: CommandServices,
  { village, rebuild, acceptRows }: z.infer<typeof verifyInput>,
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
