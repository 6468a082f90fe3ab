import { setImmediate } from 'node:timers/promises'
import { z } from 'zod'
import { recordChange } from '../../../db/audit/audit.ts'
import { type Rebuild, rebuildSteps } from '../../../db/ledger/rebuild.ts'
import type { VillageRow } from '../../../db/store/schema.ts'
import type { Store } from '../../../db/store/store.ts'
import { listVillages, mustFindVillage } from '../../../db/villages/villages.ts'
import { slug } from '../../contract/fields/ids.ts'
import { type Proof, proveStore } from '../../upkeep/prove.ts'
import type { CommandServices } from './index.ts'

export const verifyInput = z.object({
  /** Slug; null for all. */
  village: slug.nullable(),
  /** First correct totals that differ from the postings. */
  rebuild: z.boolean().default(false),
  /** Take the rows outside the ledger as they are before. */
  acceptRows: z.boolean().default(false),
})

export interface VerifiedLedgers extends Proof {
  /** What was rebuilt before; empty unless asked for. */
  rebuilt: Rebuild[]
}

/** Checks the database and recomputes chain and totals of one village, or of all. */
export async function verifyLedgers(
  { store, backups, isAlone = false }: CommandServices,
  { village, rebuild, acceptRows }: z.infer<typeof verifyInput>,
): Promise<VerifiedLedgers> {
  const villages = village === null ? listVillages(store) : [mustFindVillage(store, village)]
  const rebuilt: Rebuild[] = []
  if (rebuild) for (const one of villages) rebuilt.push(await rebuildInSteps(store, one))
  if (acceptRows) accept(store)
  if (isAlone) return { ...(await proveStore(store, village)), rebuilt }
  const proof = await backups.check()
  return {
    ...proof,
    rebuilt,
    villages: proof.villages.filter(({ village: slug }) => village === null || slug === village),
  }
}

/** Other requests are served between the steps. */
async function rebuildInSteps(store: Store, village: VillageRow): Promise<Rebuild> {
  const steps = rebuildSteps(store, village)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    await setImmediate()
  }
}

function accept(store: Store): void {
  store.write(() => recordChange(store, { user: null, village: null }, 'rows.accepted', '', null, null))
  store.acceptRows()
}
