/** Makes an import ready before its turn to write: all that needs no lock. */
import { Refused } from '../../../server/domain/answers/refused.ts'
import { isOpen } from '../../../server/domain/workbook/questions/questions.ts'
import type { Draft } from '../../ledger/appender.ts'
import { type Chain, mustFindChain } from '../../ledger/chain.ts'
import { PreparedPostings } from '../../ledger/preparedPostings.ts'
import type { PostingRow } from '../../store/schema.ts'
import type { Scope } from '../../store/scope.ts'
import type { Store } from '../../store/store.ts'
import type { OfficeRecords } from '../officeRecords.ts'
import { compareImport } from './compareImport.ts'
import { readGround } from './ground.ts'
import type { DoorDecisions } from './households/doorQuestions.ts'
import { changesOf, type VillageChanges } from './households/villageChanges.ts'
import { draftsOf } from './importLines.ts'
import { deedOf } from './lines/enteredLines.ts'
import type { NewHouseholds, NewIds, NewRules } from './newRows.ts'
import { openingDrafts } from './openingDrafts.ts'
import type { WrittenLines } from './writtenLines.ts'

export interface PreparedImport {
  households: NewHouseholds
  rules: NewRules
  postings: PreparedPostings
  alreadyWritten: number
  /** Lines that stay out with their doors. */
  leftOut: number
  /** Earlier postings to be reversed before. */
  reversed: string[]
  /** What changes in the village before. */
  changes: VillageChanges
  /** What it was prepared against. */
  against: {
    /** The ground as JSON. */
    ground: string
    chain: Chain
    /** Which postings decided which lines are new, beside those that imports wrote. */
    written: WrittenLines
    /** The ids of postings that decided which openings are new. */
    openings: ReadonlySet<string>
    /** Its own postings: their deeds may be entered meanwhile. */
    drafts: readonly Draft[]
  }
}

/**
 * Finds out what an import will write; nothing is written.
 *
 * @param done what was decided about doors, once the village has its new doors and heads
 * @throws Refused as `importRecords` does
 */
export async function prepareImport(
  store: Store,
  scope: Scope,
  given: OfficeRecords,
  done: DoorDecisions | null = null,
): Promise<PreparedImport> {
  const compared = await compareImport(store, scope, given, done)
  const { ground, records, doors, households, rules, written, questions, decisions } = compared
  const { comparison, correctedOpenings, overlaps } = compared
  const chain = await mustFindChain(store, scope.village)
  if (rules.rows.length > 0 && !scope.powers.has('administer'))
    throw new Refused('forbidden', 'import-new-rules', { count: rules.rows.length })
  if (!decisions)
    throw new Refused('conflict', 'import-has-questions', { count: questions.filter(isOpen).length })
  const { fresh, corrected, ofOther, entered, gone } = comparison
  const leftLines = new Set(decisions.deeds === 'keep' ? overlaps.deeds.entries : [])
  const lines = [
    ...fresh,
    ...(decisions.ofOther === 'keep' ? [] : ofOther.map(({ line }) => line)),
    ...(decisions.entered === 'keep' ? [] : entered.map(({ line }) => line)),
    ...(decisions.corrected === 'keep' ? [] : corrected.map(({ line }) => line)),
  ].filter((line) => !leftLines.has(line))
  const left = new Set([
    ...(decisions.openings === 'keep' ? correctedOpenings.map(({ opening }) => opening) : []),
    ...(decisions.wholes === 'keep' ? overlaps.wholes.entries : []),
  ])
  const wanted = (records.openings ?? []).filter((opening) => !left.has(opening))
  const openings = await openingDrafts(store, scope, wanted, ground, households)
  const drafts = [...openings.drafts, ...draftsOf(scope, lines, { ground, doors, rules })]
  return {
    households,
    rules,
    postings: new PreparedPostings(scope.village, drafts, chain),
    alreadyWritten: records.lines.length + openings.written + openings.drafts.length - drafts.length,
    leftOut: compared.leftOut,
    reversed: [
      ...(decisions.corrected === 'replace' ? corrected.map(({ earlier }) => earlier) : []),
      ...(decisions.ofOther === 'replace' ? ofOther.map(({ earlier }) => earlier) : []),
      ...(decisions.openings === 'replace' ? correctedOpenings.map(({ earlier }) => earlier) : []),
      ...(decisions.gone === 'reverse' ? gone : []),
    ].map(({ id }) => id),
    changes: changesOf(compared),
    against: {
      ...{ ground: JSON.stringify(ground), chain },
      ...{ written, openings: new Set(openings.ids), drafts },
    },
  }
}

/** Whether nothing was written since that would make it another import; call it in the turn to write. */
export async function stillHolds(
  store: Store,
  scope: Scope,
  { against: { ground, chain, written, openings, drafts } }: PreparedImport,
): Promise<boolean> {
  if (JSON.stringify(await readGround(store, scope)) !== ground) return false
  const since = await store.all<
    Pick<PostingRow, 'id' | 'request' | 'reverses' | 'household_id' | 'text' | 'points' | 'occurred_on'>
  >(
    `SELECT id, request, reverses, household_id, text, points, occurred_on
       FROM postings WHERE village_id = ? AND seq > ?`,
    scope.village,
    chain.seq,
  )
  if (since.length === 0) return true
  const deeds = new Set(drafts.map(deedOfPosting))
  // What was taken back is not compared with the workbook any more.
  const isOther = (one: (typeof since)[number]) =>
    one.request !== one.id && one.reverses === null && !openings.has(one.id) && !deeds.has(deedOfPosting(one))
  return since.every(isOther) && !written.seeks(since)
}

const deedOfPosting = ({
  household_id: household,
  occurred_on: occurredOn,
  text,
  points,
}: Pick<PostingRow, 'household_id' | 'text' | 'points' | 'occurred_on'>) =>
  deedOf({ household, occurredOn, text, points })

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
