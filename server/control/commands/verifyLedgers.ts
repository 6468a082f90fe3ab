import { setImmediate } from 'node:timers/promises'
import { z } from 'zod'
import { recordChange } from '../../../db/audit/audit.ts'
import { type Rebuild, rebuildSteps } from '../../../db/ledger/proof/rebuild.ts'
import { resultOf } from '../../../db/ledger/proof/verify.ts'
import type { VillageRow } from '../../../db/store/schema.ts'
import type { Database, Store } from '../../../db/store/store.ts'
import { listVillages, mustFindVillage } from '../../../db/villages/findVillages.ts'
import { slug } from '../../contract/fields/ids.ts'
import type { Fault } from '../../domain/answers/fault.ts'
import type { Language } from '../../words/index.ts'
import { faultSentence } from '../../words/verification/verification.ts'
import type { CommandServices, OnProgress } from './index.ts'

export const verifyInput = z.object({
  /** Slug; null for all. */
  village: slug.nullable(),
  /** First correct totals that differ from the postings. */
  rebuild: z.boolean().default(false),
  /** Take the rows outside the ledger as they are before. */
  acceptRows: z.boolean().default(false),
})

/** What was found, with faults as sentences, and what was rebuilt before; `rebuilt` is empty unless asked for. */
export type VerifiedLedgers = Awaited<ReturnType<typeof verifyLedgers>>

/** Checks the database and recomputes chain and totals of one village, or of all. */
export async function verifyLedgers(
  { store, prove }: CommandServices,
  { village, rebuild, acceptRows }: z.infer<typeof verifyInput>,
  _onProgress: OnProgress,
  language: Language,
) {
  const said = (faults: readonly Fault[]) => faults.map((fault) => faultSentence(language, fault))
  const villages = village === null ? await listVillages(store) : [await mustFindVillage(store, village)]
  const rebuilt: Rebuild[] = []
  if (rebuild) for (const one of villages) rebuilt.push(await rebuildInSteps(store, one))
  if (acceptRows) await accept(store)
  const proof = await prove(village)
  return {
    ...proof,
    damage: said(proof.damage),
    changedRows: said(proof.changedRows),
    villages: proof.villages.map(({ proven: _proven, ...one }) => ({ ...one, faults: said(one.faults) })),
    rebuilt: rebuilt.map((one) => ({ ...one, faults: said(one.faults), corrected: said(one.corrected) })),
  }
}

/** Other requests are served between the steps. */
async function rebuildInSteps(store: Store, village: VillageRow): Promise<Rebuild> {
  return resultOf(rebuildSteps(store, village), () => setImmediate())
}

async function accept(store: Database): Promise<void> {
  await store.write('installation', async (store) =>
    recordChange(store, { user: null, village: null }, 'rows.accepted', '', null, null),
  )
  await store.acceptRows()
}
