/** The households and rules of a workbook that the village does not have, and the ids that they will have. */
import { Refused } from '../../../server/domain/answers/refused.ts'
import type { RuleTerms } from '../../../server/domain/points/points.ts'
import type { DoorHistory, NamedDoor } from '../../households/doorHistory.ts'
import { insertHouseholds, type ReadyHousehold, readyHousehold } from '../../households/insertHouseholds.ts'
import type { Scope } from '../../store/scope.ts'
import type { Store } from '../../store/store.ts'
import { ensureDimension } from '../../villages/dimensions.ts'
import { findNamed } from '../../villages/names/findNamed.ts'
import { insertRule } from '../../villages/rulebook.ts'
import type { OfficeHousehold, OfficeRule } from '../officeRecords.ts'
import type { ImportGround } from './ground.ts'
import type { DoorDecisions } from './households/doorQuestions.ts'
import type { NamedLine } from './writtenLines.ts'

/** What tells one rule of an office from another. */
export const nameOf = ({ dimension, text }: { dimension: string; text: string }) => `${dimension}\n${text}`

/** Ids of rows: those that exist last, or those of new rows in their order. */
interface LastIds {
  household: number
  version: number
  dimension: number
}
export interface NewIds {
  households: number[]
  versions: number[]
  /** Of the rules' dimensions, new or not. */
  dimensions: number[]
}

export async function readLastIds(store: Store): Promise<LastIds> {
  return store.one<LastIds>(
    `SELECT (SELECT coalesce(max(id), 0) FROM households) AS household,
            (SELECT coalesce(max(id), 0) FROM rule_versions) AS version,
            (SELECT coalesce(max(id), 0) FROM dimensions) AS dimension`,
  )
}

export interface NewHouseholds {
  rows: ReadyHousehold[]
  /** The ids that they will have, unless others are inserted before. */
  ids: number[]
  /**
   * The household of a line's door.
   *
   * @param head whom the line names: one who moves away from the door in this import is meant
   */
  find: (door: string, head?: string | null) => Omit<NamedLine, 'line'> | undefined
  /** The household that had a door before, or that moves away from it in this import. */
  formerAt: (door: string) => NamedDoor | undefined
}

/**
 * Finds the households that are new.
 *
 * @param decided what becomes of doors that the list and the village have otherwise
 * @param last id of the last household of all villages
 * @throws Refused for a door that its household left and that is listed with another head than that household's
 */
export function findNewHouseholds(
  village: number,
  households: readonly OfficeHousehold[],
  doors: DoorHistory,
  decided: DoorDecisions,
  last: number,
): NewHouseholds {
  const { byDoor } = doors
  const fresh = new Map<string, number>()
  const rows: ReadyHousehold[] = []
  const listed = new Map(households.map(({ door, head }) => [door, head]))
  const former = new Map(decided.isDone ? [] : decided.moved.map(({ door, former }) => [door, former]))
  const left = new Set(decided.moved.map(({ former }) => former))
  for (const household of households) {
    const { door } = household
    if (decided.leftOut.has(door) || former.has(door) || fresh.has(door)) continue
    if (!decided.asked.has(door)) refuseOtherHead(household, listed, doors)
    const known = byDoor.get(door)
    // Whoever has the door of a new household moves away, or has moved.
    const isFree = decided.fresh.has(door) && (!decided.isDone || known?.change === 'moved')
    if (known && !isFree) continue
    rows.push(readyHousehold(village, household, known !== undefined))
    fresh.set(door, last + rows.length)
  }
  const at = (door: string) => {
    const account = fresh.get(door)
    return account === undefined ? byDoor.get(former.get(door) ?? door) : { household: account, account }
  }
  const formerAt = (door: string) =>
    left.has(door) && !decided.isDone ? byDoor.get(door) : doors.leftBy.get(door)
  return {
    rows,
    ids: [...fresh.values()],
    formerAt,
    find: (door, head = null) => {
      const former = left.has(door) && head !== null && head !== listed.get(door) ? formerAt(door) : undefined
      const household = former && isHead(doors, former.household, head ?? '') ? former : at(door)
      return household && { household, isListed: listed.has(door) }
    },
  }
}

const isHead = ({ headsOf }: DoorHistory, household: number, head: string) =>
  headsOf(household).some((one) => isSameText(one, head))

/** @throws Refused for a door that its household left, listed with another head than that household's */
function refuseOtherHead(
  { door, head: listedHead }: OfficeHousehold,
  listed: ReadonlyMap<string, string>,
  doors: DoorHistory,
): void {
  const known = doors.byDoor.get(door)
  if (!known) return
  const headOf = (household: number) => doors.headsOf(household)[0] ?? ''
  const isKnown = isHead(doors, known.household, listedHead)
  if (known.change === 'moved' && !isKnown)
    throw new Refused('conflict', 'import-door-reassigned', {
      door,
      now: known.now,
      head: headOf(known.household),
      listed: listedHead,
    })
  const left = doors.leftBy.get(door)
  // Where both had a head of that name, the other must be listed at its own door.
  const mayBeLeft = left && (!isKnown || (isHead(doors, left.household, listedHead) && !listed.has(left.now)))
  if (left && left.household !== known.household && mayBeLeft)
    throw new Refused('conflict', 'import-door-taken', {
      door,
      head: headOf(known.household),
      former: headOf(left.household),
      now: left.now,
      listed: listedHead,
    })
}

function isSameText(a: string, b: string): boolean {
  return a.normalize('NFC') === b.normalize('NFC')
}

export interface RuleVersion {
  versionId: number
  dimensionId: number
  terms: RuleTerms
}

export interface NewRules {
  rows: OfficeRule[]
  /** The ids that they will have, unless others are inserted before. */
  versions: RuleVersion[]
  /** By name, and by text alone: the rules that lines name. */
  byName: ReadonlyMap<string, RuleVersion>
}

/** Finds the rules that are new. @param last ids of all villages */
export function findNewRules(
  rules: readonly OfficeRule[],
  ground: Pick<ImportGround, 'rules' | 'dimensions'>,
  last: Pick<LastIds, 'version' | 'dimension'>,
): NewRules {
  const byName = new Map<string, RuleVersion>()
  const remember = (rule: { dimension: string; text: string }, version: RuleVersion) => {
    byName.set(nameOf(rule), version)
    if (!byName.has(rule.text)) byName.set(rule.text, version)
  }
  for (const rule of ground.rules) remember(rule, rule)
  const rows: OfficeRule[] = []
  const versions: RuleVersion[] = []
  const dimensions = [...ground.dimensions]
  const dimensionId = (name: string) => {
    const found = findNamed(dimensions, name)
    if (found) return found.id
    const id = last.dimension + 1 + dimensions.length - ground.dimensions.length
    dimensions.push({ id, name: name.normalize('NFC') })
    return id
  }
  for (const rule of rules) {
    if (byName.has(nameOf(rule))) continue
    rows.push(rule)
    const version = {
      versionId: last.version + rows.length,
      dimensionId: dimensionId(rule.dimension),
      terms: rule.terms,
    }
    versions.push(version)
    remember(rule, version)
  }
  return { rows, versions, byName }
}

/** Inserts them; only inside `store.write`. @returns the ids that they have */
export async function insertNew(
  store: Store,
  scope: Scope,
  households: readonly ReadyHousehold[],
  rules: readonly OfficeRule[],
): Promise<NewIds> {
  const ids: NewIds = {
    households: await insertHouseholds(store, scope, households),
    versions: [],
    dimensions: [],
  }
  for (const { dimension: name, text, terms } of rules) {
    const dimension = await ensureDimension(store, scope.village, name)
    const { versionId } = await insertRule(store, scope, { dimension, text, terms })
    ids.dimensions.push(dimension)
    ids.versions.push(versionId)
  }
  return ids
}
