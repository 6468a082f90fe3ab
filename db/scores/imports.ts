/**
 * Takes an office's records in: households, rules, and postings as they stand.
 * The office already decided them, so caps do not block, and what an
 * administrator brings waits for nobody.
 */
import { randomUUID } from 'node:crypto'
import { recordText } from '../../server/domain/text/recordText.ts'
import { recordChange } from '../audit/audit.ts'
import { addListedAttributes } from '../households/attributes/givenAttributes.ts'
import { readDoorHistory } from '../households/doorHistory.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store, Turn } from '../store/store.ts'
import { mustFindVillageById } from '../villages/findVillages.ts'
import { changePointUnit, unitOf } from '../villages/pointUnit.ts'
import { bumpRevision } from '../villages/revision.ts'
import { listRules } from '../villages/rulebook.ts'
import { keepImportChoices } from './importing/choices.ts'
import { changeVillage, countChanges } from './importing/households/villageChanges.ts'
import { insertNew, nameOf } from './importing/newRows.ts'
import { hasIds, type PreparedImport, prepareImport, stillHolds } from './importing/prepareImport.ts'
import { makeBatch } from './makeBatch.ts'
import type { OfficeRecords } from './officeRecords.ts'
import { reversePosting } from './reversal.ts'

export interface ImportResult {
  newHouseholds: number
  newRules: number
  postings: number
  /** Lines that an earlier import had written already. */
  alreadyWritten: number
  /** Earlier postings that were reversed, where any were. */
  reversed?: number
  /** Lines that stayed out with their doors, where any did. */
  leftOut?: number
  /** Households and rules that were changed, where any were. */
  changed?: number
}

/** Runs work in the turn to write, which may be lent for it. */
export type InTurn = <Result>(turn: Turn, work: (store: Store) => Promise<Result>) => Promise<Result>

/**
 * Writes records into a village, all or nothing. Households and rules that the
 * village has already stay as they are. A line is known by its day, door, rule
 * and points, and by how many equal ones came before it: the same workbook again,
 * or a corrected copy of it, adds only what is new. A door that a household had
 * before stands for that household, or for the one that it was merged into.
 *
 * What is written is prepared before the turn to write, and again in it where the
 * village has changed meanwhile.
 *
 * @param inTurn by default the store's own `write`
 * @throws Refused for lines of the importer's own household, for a door that its household left and that is
 *   listed with another head than that household's, and without the power `administer` for new rules and for
 *   lines that must be reviewed
 */
export async function importRecords(
  store: Store,
  scope: Scope,
  records: OfficeRecords,
  inTurn: InTurn = (turn, work) => store.write(turn, work),
): Promise<ImportResult> {
  requirePower(scope, 'enter')
  const prepared = await store.read((moment) => prepareImport(moment, scope, records))
  return inTurn(scope.village, (store) => writeImport(store, scope, records, prepared))
}

async function writeImport(
  store: Store,
  scope: Scope,
  records: OfficeRecords,
  prepared: PreparedImport,
): Promise<ImportResult> {
  await useUnit(store, scope, records)
  const holds = await stillHolds(store, scope, prepared)
  const { changes, ...ready } = holds ? prepared : await prepareImport(store, scope, records)
  const done = await changeVillage(store, scope, changes)
  const { households, rules, ...fresh } = done ? await prepareImport(store, scope, records, done) : ready
  const ids = await insertNew(store, scope, households.rows, rules.rows)
  const { postings, alreadyWritten, reversed, leftOut } = hasIds({ households, rules }, ids)
    ? fresh
    : await prepareImport(store, scope, records, { ...changes.doors, isDone: true })
  await addListedAttributes(
    store,
    scope,
    households.rows.map(({ listed }) => listed),
  )
  await takeBackEarlier(store, scope, reversed)
  const result = {
    newHouseholds: households.rows.length,
    newRules: rules.rows.length,
    postings: await postings.append(store),
    alreadyWritten,
    ...(reversed.length > 0 ? { reversed: reversed.length } : {}),
    ...(leftOut > 0 ? { leftOut } : {}),
    ...(done ? { changed: countChanges(changes) } : {}),
  }
  if (records.source && result.postings > 0)
    await recordImport(store, scope, records.source, postings.ids, result)
  await keepImportChoices(store, scope, records.choices ?? {})
  await recordChange(store, scope, 'records.imported', '', null, result)
  await bumpRevision(store, scope.village)
  return result
}

/** Lets the village count in the records' unit. @throws Refused `unit-fixed` where postings came meanwhile */
async function useUnit(store: Store, scope: Scope, { unit }: OfficeRecords): Promise<void> {
  const village = await mustFindVillageById(store, scope.village)
  if (unit === undefined || unit === unitOf(village)) return
  requirePower(scope, 'administer')
  await changePointUnit(store, scope, village, unit)
}

/** Makes the import's postings a batch, with what came in beside them. */
async function recordImport(
  store: Store,
  scope: Scope,
  { filename, problems }: NonNullable<OfficeRecords['source']>,
  postings: readonly string[],
  { newHouseholds: households, newRules: rules }: ImportResult,
): Promise<void> {
  const batch = await makeBatch(store, scope, 'import', postings)
  await store.run(
    `INSERT INTO imports (village_id, batch_id, filename, problems, households, rules) VALUES (?, ?, ?, ?, ?, ?)`,
    scope.village,
    batch,
    filename,
    problems,
    households,
    rules,
  )
}

/** Reverses what earlier imports wrote and the workbook has otherwise, or not any more. */
async function takeBackEarlier(store: Store, scope: Scope, postings: readonly string[]): Promise<void> {
  const reason = recordText('import-corrected')
  for (const posting of postings) await reversePosting(store, scope, posting, { id: randomUUID(), reason })
}

/** A door of the records that another one stands for now. */
export interface ChangedDoor {
  door: string
  now: string
  change: 'moved' | 'merged'
}

/**
 * How many households and rules of these records the village does not have yet, and
 * which of their doors have changed since.
 */
export async function foreseeImport(
  store: Store,
  village: number,
  {
    households,
    rules,
    lines,
    openings = [],
  }: Pick<OfficeRecords, 'households' | 'rules'> &
    Record<'lines', readonly { door: string }[]> & { openings?: readonly { door: string }[] },
): Promise<Pick<ImportResult, 'newHouseholds' | 'newRules'> & { changedDoors: ChangedDoor[] }> {
  const doors = (await readDoorHistory(store, village)).byDoor
  const named = new Set([...households, ...lines, ...openings].map(({ door }) => door))
  const changedDoors = [...named].flatMap((door): ChangedDoor[] => {
    const { now, change = 'none' } = doors.get(door) ?? {}
    return now === undefined || change === 'none' ? [] : [{ door, now, change }]
  })
  const known = new Set((await listRules(store, village)).map(nameOf))
  return {
    newHouseholds: households.filter(({ door }) => !doors.has(door)).length,
    newRules: rules.filter((rule) => !known.has(nameOf(rule))).length,
    changedDoors,
  }
}
