import type { Fault } from '../../../server/domain/answers/fault.ts'
import { recordChange } from '../../audit/audit.ts'
import type { VillageRow } from '../../store/schema.ts'
import type { Store } from '../../store/store.ts'
import { readLedger } from './verify.ts'

/** Result of rebuilding a village's totals. */
export interface Rebuild {
  village: string
  /** Faults of the chain; totals are not rebuilt from postings that are not sound. */
  faults: Fault[]
  /** One for each row of totals that was wrong. */
  corrected: Fault[]
}

/**
 * Compares a village's totals with its postings in the steps of `readLedger`, and
 * replaces them, in the transaction that read the end of the ledger, where they differ. Writes nothing when the
 * chain does not hold.
 */
export async function* rebuildSteps(store: Store, village: VillageRow): AsyncGenerator<number, Rebuild> {
  const moment = <Result>(work: (store: Store) => Promise<Result>) => store.write(village.id, work)
  const rebuilt = yield* readLedger(store, village, moment, async (store, { audit }) => {
    const { faults, totals } = audit
    if (faults.length > 0) return { village: village.slug, faults, corrected: [] }
    const corrected: Fault[] = []
    for await (const found of totals.differences(store, village.id)) corrected.push(found)
    if (corrected.length > 0) {
      await totals.replace(store, village.id)
      await recordChange(store, { user: null, village: village.id }, 'totals.rebuilt', '', null, null)
      store.announce({ type: 'village', village: village.id })
    }
    return { village: village.slug, faults, corrected }
  })
  return rebuilt ?? { village: village.slug, faults: [], corrected: [] }
}
