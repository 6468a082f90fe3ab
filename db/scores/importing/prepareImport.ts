/** Makes an import ready before its turn to write: all that needs no lock. */
import { Refused } from '../../../server/domain/answers/refused.ts'
import { doorHistoryOf } from '../../households/doorHistory.ts'
import { type Chain, mustFindChain } from '../../ledger/chain.ts'
import { PreparedPostings } from '../../ledger/preparedPostings.ts'
import type { Scope } from '../../store/scope.ts'
import type { Store } from '../../store/store.ts'
import { draftsOf } from '../importLines.ts'
import type { OfficeRecords } from '../officeRecords.ts'
import { WrittenLines } from '../writtenLines.ts'
import { readGround } from './ground.ts'
import { openingDrafts } from './openingDrafts.ts'
import {
  findNewHouseholds,
  findNewRules,
  type NewHouseholds,
  type NewIds,
  type NewRules,
  readLastIds,
} from './newRows.ts'

export interface PreparedImport {
  households: NewHouseholds
  rules: NewRules
  postings: PreparedPostings
  alreadyWritten: number
  /** What it was prepared against. */
  against: {
    /** The ground as JSON. */
    ground: string
    chain: Chain
    /** The postings that decided which lines are new: those of these ids, and those that imports wrote. */
    ids: ReadonlySet<string>
  }
}

/**
 * Finds out what an import will write; nothing is written.
 *
 * @throws Refused as `importRecords` does
 */
export async function prepareImport(
  store: Store,
  scope: Scope,
  records: OfficeRecords,
): Promise<PreparedImport> {
  const ground = await readGround(store, scope)
  const chain = await mustFindChain(store, scope.village)
  const last = await readLastIds(store)
  const doors = doorHistoryOf(ground.doors)
  const households = findNewHouseholds(records.households, doors, last.household)
  const rules = findNewRules(records.rules, ground, last)
  if (rules.rows.length > 0 && !scope.powers.has('administer'))
    throw new Refused('forbidden', 'import-new-rules', { count: rules.rows.length })
  const written = new WrittenLines(store, scope.village, doors)
  const openings = await openingDrafts(store, scope, records.openings ?? [], ground, households)
  const drafts = [
    ...openings.drafts,
    ...(await draftsOf(scope, records.lines, { ground, doors, households, rules, written })),
  ]
  return {
    households,
    rules,
    postings: new PreparedPostings(scope.village, drafts, chain),
    alreadyWritten: records.lines.length + openings.ids.length - drafts.length,
    against: { ground: JSON.stringify(ground), chain, ids: new Set([...written.asked, ...openings.ids]) },
  }
}

/** Whether nothing was written since that would make it another import; call it in the turn to write. */
export async function stillHolds(
  store: Store,
  scope: Scope,
  { against: { ground, chain, ids } }: PreparedImport,
): Promise<boolean> {
  if (JSON.stringify(await readGround(store, scope)) !== ground) return false
  const since = await store.all<{ id: string; request: string }>(
    'SELECT id, request FROM postings WHERE village_id = ? AND seq > ?',
    scope.village,
    chain.seq,
  )
  return since.every(({ id, request }) => request !== id && !ids.has(id))
}

/** Whether the new rows have the ids that its postings name. */
export function hasIds(
  { households, rules }: Pick<PreparedImport, 'households' | 'rules'>,
  ids: NewIds,
): boolean {
  const foreseen: NewIds = {
    households: households.ids,
    versions: rules.versions.map(({ versionId }) => versionId),
    dimensions: rules.versions.map(({ dimensionId }) => dimensionId),
  }
  return JSON.stringify(foreseen) === JSON.stringify(ids)
}
