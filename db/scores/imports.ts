/**
 * Takes an office's records in: households, rules, and postings as they stand.
 * The office already decided them, so caps do not block, and what an
 * administrator brings waits for nobody.
 */
import { Refused } from '../../server/domain/answers/refused.ts'
import { recordChange } from '../audit/audit.ts'
import { insertHousehold } from '../households/changeHouseholds.ts'
import { type DoorHistory, importRequest, readDoorHistory } from '../households/doorHistory.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { ensureDimension } from '../villages/dimensions.ts'
import { bumpRevision } from '../villages/revision.ts'
import { insertRule, listRules } from '../villages/rulebook.ts'
import { keepImportChoices } from './importChoices.ts'
import { type Households, nameOf, type RuleVersion, takeLines } from './importLines.ts'
import { takeOpenings } from './importOpenings.ts'
import type { OfficeHousehold, OfficeRecords, OfficeRule } from './officeRecords.ts'

export interface ImportResult {
  newHouseholds: number
  newRules: number
  postings: number
  /** Lines that an earlier import had written already. */
  alreadyWritten: number
}

/**
 * Writes records into a village, all or nothing. Households and rules that the
 * village has already stay as they are. A line is known by its day, door, rule
 * and points, and by how many equal ones came before it: the same workbook again,
 * or a corrected copy of it, adds only what is new. A door that a household had
 * before stands for that household, or for the one that it was merged into.
 *
 * @throws Refused for lines of the importer's own household, for a door that its household left and that is
 *   listed with another head than that household's, and without the power `administer` for new rules and for
 *   lines that must be reviewed
 */
export async function importRecords(
  store: Store,
  scope: Scope,
  records: OfficeRecords,
): Promise<ImportResult> {
  requirePower(scope, 'enter')
  return store.write(scope.village, async (store) => {
    const doors = await readDoorHistory(store, scope.village)
    const households = await takeHouseholds(store, scope, records.households, doors)
    const rules = await takeRules(store, scope, records.rules)
    if (rules.added > 0 && !scope.powers.has('administer'))
      throw new Refused('forbidden', 'import-new-rules', { count: rules.added })
    const opened = await takeOpenings(store, scope, records.openings ?? [], households)
    const written = await takeLines(store, scope, records.lines, households, doors, rules.versions)
    const result = {
      newHouseholds: households.added,
      newRules: rules.added,
      postings: opened.postings + written.postings,
      alreadyWritten: opened.alreadyWritten + written.alreadyWritten,
    }
    await keepImportChoices(store, scope, records.choices ?? {})
    await recordChange(store, scope, 'records.imported', '', null, result)
    await bumpRevision(store, scope.village)
    return result
  })
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
  { households, rules, lines, openings = [] }: OfficeRecords,
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

async function takeHouseholds(
  store: Store,
  scope: Scope,
  households: OfficeHousehold[],
  { byDoor, leftBy, headsOf }: DoorHistory,
): Promise<Households> {
  const fresh = new Map<string, number>()
  const listed = new Set(households.map(({ door }) => door))
  const headOf = (household: number) => headsOf(household)[0] ?? ''
  for (const { door, ...details } of households) {
    const known = byDoor.get(door)
    const isHeadOf = (household: number) => headsOf(household).some((head) => isSameText(head, details.head))
    const isHead = known && isHeadOf(known.household)
    if (known?.change === 'moved' && !isHead)
      throw new Refused('conflict', 'import-door-reassigned', {
        door,
        now: known.now,
        head: headOf(known.household),
        listed: details.head,
      })
    const left = leftBy.get(door)
    // Where both had a head of that name, the other must be listed at its own door.
    const mayBeLeft = left && (!isHead || (isHeadOf(left.household) && !listed.has(left.now)))
    if (known && left && left.household !== known.household && mayBeLeft)
      throw new Refused('conflict', 'import-door-taken', {
        door,
        head: headOf(known.household),
        former: headOf(left.household),
        now: left.now,
        listed: details.head,
      })
    if (known || fresh.has(door)) continue
    fresh.set(door, await insertHousehold(store, scope, `${importRequest}${door}`, door, details))
  }
  return {
    added: fresh.size,
    find: (door) => {
      const account = fresh.get(door)
      const household = account === undefined ? byDoor.get(door) : { household: account, account }
      return household && { household, isListed: listed.has(door) }
    },
  }
}

function isSameText(a: string, b: string): boolean {
  return a.normalize('NFC') === b.normalize('NFC')
}

async function takeRules(store: Store, scope: Scope, rules: OfficeRule[]) {
  const versions = new Map<string, RuleVersion>()
  const remember = (rule: { dimension: string; text: string }, version: RuleVersion) => {
    versions.set(nameOf(rule), version)
    if (!versions.has(rule.text)) versions.set(rule.text, version)
  }
  for (const rule of await listRules(store, scope.village)) remember(rule, rule)
  let added = 0
  for (const rule of rules) {
    if (versions.has(nameOf(rule))) continue
    const { dimension, text, terms } = rule
    const dimensionId = await ensureDimension(store, scope.village, dimension)
    const { versionId } = await insertRule(store, scope, { dimension: dimensionId, text, terms })
    remember(rule, { versionId, dimensionId, terms })
    added += 1
  }
  return { versions, added }
}
