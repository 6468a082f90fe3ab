import type { Fault } from '../../server/domain/answers/fault.ts'
import { recordChange } from '../audit/audit.ts'
import type { VillageRow } from '../store/schema.ts'
import type { Store } from '../store/store.ts'
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
 * replaces them in one transaction where they differ. Writes nothing when the
 * chain does not hold.
 */
export function* rebuildSteps(store: Store, village: VillageRow): Generator<number, Rebuild> {
  const ledger = yield* readLedger(store, village)
  const faults = ledger?.audit.faults ?? []
  if (!ledger || faults.length > 0) return { village: village.slug, faults, corrected: [] }
  const { totals } = ledger.audit
  const corrected = [...totals.differences(store, village.id)]
  if (corrected.length > 0)
    store.write(() => {
      totals.replace(store, village.id)
      recordChange(store, { user: null, village: village.id }, 'totals.rebuilt', '', null, null)
      store.announce({ type: 'village', village: village.id })
    })
  return { village: village.slug, faults, corrected }
}
