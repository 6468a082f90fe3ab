/** All data that a grid worker's phone needs offline at the doors. */
import { localDateAt } from '../../server/domain/calendar/calendar.ts'
import { compareDoors } from '../../server/domain/households/door.ts'
import { isInForce, type RuleTerms } from '../../server/domain/points/points.ts'
import type { PointUnit } from '../../server/domain/points/unit.ts'
import type { Given } from '../../server/domain/rules/checkSheet.ts'
import { findingWords } from '../../server/domain/rules/findingWords.ts'
import { ownHousehold } from '../households/ownHouseholds.ts'
import { type DoorMending, mendingsByHousehold } from '../mendings/doorMendings.ts'
import { gridOf } from '../people/grids.ts'
import { inOrder } from '../store/inOrder.ts'
import { installationEpoch } from '../store/installation.ts'
import type { VillageRow } from '../store/schema.ts'
import type { Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { listGroups } from '../villages/groups.ts'
import { unitOf } from '../villages/pointUnit.ts'
import { listRules } from '../villages/rulebook.ts'
import { type DailyDoors, dailyDoors, doorstepSettings } from './dailyDoors.ts'
import { listRounds, type Round } from './rounds.ts'

/** An open round that the worker has doors in. */
export type DoorstepRound = Pick<Round, 'id' | 'month' | 'name' | 'items' | 'stars' | 'second'>

export interface DoorstepGroup {
  name: string
  /** Whether the worker may score here on the spot. */
  inGrid: boolean
  /** Ids of the rounds in which the worker inspects it. */
  rounds: number[]
}

/** A visit to a door in a round. */
export interface DoorVisit {
  round: number
  /** The worker's own visit, or that of somebody else. */
  whose: 'own' | 'other'
  /** Who it was. */
  by: string
  points: number
  /** Of an own visit: keys of what was found amiss. */
  found: string[]
  /** Of an own visit: points of graded items that got fewer than all. */
  given: Given[]
}

export interface DoorstepDoor {
  door: string
  group: string
  head: string
  token: string
  /** The worker's own household: somebody else scores it. */
  isOwn: boolean
  visits: DoorVisit[]
  mendings: DoorMending[]
  /** What the village's last closed round said of it; null where it said nothing. */
  last: {
    points: number
    stars: number
    /** Words of what was found amiss; null where no inspector's visit tells of it. */
    found: string[] | null
  } | null
}

export interface Doorstep {
  /** Another one after a restore: what was acknowledged under the old one may be gone. */
  epoch: string
  village: { slug: string; name: string; timezone: string }
  unit: PointUnit
  worker: string
  /** By the server's clock, ms since 1970, UTC. */
  now: number
  /** Local date. */
  today: string
  rounds: DoorstepRound[]
  /** What may be scored on the spot. */
  rules: { id: number; text: string; dimension: string; terms: RuleTerms }[]
  daily: DailyDoors | null
  groups: DoorstepGroup[]
  /** By group and door. */
  doors: DoorstepDoor[]
  /** The last closed round, by which the doors have their last results. */
  lastRound: { month: string; name: string } | null
}

/** The doors of the worker's grid and of the rounds assigned to them, with all that is known at each. */
export async function readDoorstep(
  store: Store,
  scope: Scope,
  village: VillageRow,
  now: number,
): Promise<Doorstep> {
  return store.read(async (store) => {
    const today = localDateAt(now, village.timezone)
    const groups = await groupsOf(store, scope)
    const reached = new Map(groups.map((group) => [group.id, group]))
    const assigned = new Set(groups.flatMap(({ rounds }) => rounds))
    const known = await listRounds(store, village.id)
    const lastRound = known.find(({ state }) => state === 'closed') ?? null
    const visits = await visitsByHousehold(store, scope, assigned)
    const results = lastRound ? await resultsByHousehold(store, village, lastRound) : new Map<number, never>()
    const mendings = await mendingsByHousehold(store, village.id, today)
    const own = await ownHousehold(store, village.id, scope.user)
    const doors = (await openHouseholds(store, village.id)).flatMap(({ id, groupId, ...household }) => {
      const group = reached.get(groupId)
      if (!group) return []
      return {
        ...household,
        group: group.name,
        isOwn: id === own,
        visits: visits.get(id) ?? [],
        mendings: mendings.get(id) ?? [],
        last: results.get(id) ?? null,
      }
    })
    const place = new Map(groups.map(({ name }, index) => [name, index]))
    doors.sort(
      (a, b) => (place.get(a.group) ?? 0) - (place.get(b.group) ?? 0) || compareDoors(a.door, b.door),
    )
    return {
      epoch: await installationEpoch(store),
      village: { slug: village.slug, name: village.name, timezone: village.timezone },
      unit: unitOf(village),
      worker: scope.name,
      now,
      today,
      rounds: known
        .filter(({ id }) => assigned.has(id))
        .map(({ id, month, name, items, stars, second }) => ({ id, month, name, items, stars, second })),
      rules: await rulesAtDoors(store, village.id, today),
      daily: await dailyDoors(store, village.id, scope.user, today),
      groups: groups.map(({ name, inGrid, rounds: of }) => ({ name, inGrid, rounds: of })),
      doors,
      lastRound: lastRound && { month: lastRound.month, name: lastRound.name },
    }
  })
}

/** Groups that the worker reaches, by grid or by assignment, in the order people count them. */
async function groupsOf(store: Store, scope: Scope): Promise<(DoorstepGroup & { id: number })[]> {
  const grid = scope.user === null ? [] : await gridOf(store, scope.village, scope.user)
  const assignments = await store.all<{ round: number; group: number }>(
    `SELECT a.round_id AS round, a.group_id AS "group" FROM round_assignments a
       JOIN rounds r ON r.village_id = a.village_id AND r.id = a.round_id AND r.state = 'open'
       WHERE a.village_id = ? AND a.user_id = ?`,
    scope.village,
    scope.user,
  )
  return (await listGroups(store, scope.village)).flatMap(({ id, name }) => {
    const inGrid = grid.length === 0 || grid.includes(id)
    const rounds = assignments.filter(({ group }) => group === id).map(({ round }) => round)
    return inGrid || rounds.length > 0 ? [{ id, name, inGrid, rounds }] : []
  })
}

async function visitsByHousehold(
  store: Store,
  scope: Scope,
  rounds: ReadonlySet<number>,
): Promise<Map<number, DoorVisit[]>> {
  const found = new Map<number, DoorVisit[]>()
  for (const visit of await currentVisits(store, scope.village, [...rounds])) {
    const whose = visit.user === scope.user ? 'own' : 'other'
    const seen: DoorVisit = {
      round: visit.round,
      whose,
      by: visit.by,
      points: visit.points,
      found: whose === 'own' ? visit.found : [],
      given: whose === 'own' ? visit.given : [],
    }
    found.set(visit.household, [...(found.get(visit.household) ?? []), seen])
  }
  return found
}

interface CurrentVisit {
  household: number
  round: number
  user: number
  by: string
  points: number
  found: string[]
  given: Given[]
}

async function currentVisits(store: Store, village: number, rounds: number[]): Promise<CurrentVisit[]> {
  const visits = `
    SELECT household_id AS household, round_id AS round, user_id AS user, inspector AS by, points, found, given
    FROM visits WHERE village_id = ? AND round_id = ? AND superseded = 0`
  type Row = Omit<CurrentVisit, 'found' | 'given'> & { found: string; given: string }
  const rows = await inOrder(rounds, async (round) => store.all<Row>(visits, village, round))
  return rows.flat().map((row) => ({
    ...row,
    found: JSON.parse(row.found) as string[],
    given: JSON.parse(row.given) as Given[],
  }))
}

/** Points and stars of each door, and the words of what any inspector found there. */
async function resultsByHousehold(
  store: Store,
  village: VillageRow,
  round: Round,
): Promise<Map<number, NonNullable<DoorstepDoor['last']>>> {
  const visits = new Map<number, CurrentVisit[]>()
  for (const visit of await currentVisits(store, village.id, [round.id]))
    visits.set(visit.household, [...(visits.get(visit.household) ?? []), visit])
  const rows = await store.all<{ household: number; points: number; stars: number }>(
    `SELECT household_id AS household, points, stars FROM round_results WHERE village_id = ? AND round_id = ?`,
    village.id,
    round.id,
  )
  return new Map(
    rows.map(({ household, points, stars }) => {
      const seen = visits.get(household)
      const found = seen && findingWords(round.items, seen, unitOf(village)).map(({ text }) => text)
      return [household, { points, stars, found: found ?? null }]
    }),
  )
}

async function openHouseholds(
  store: Store,
  village: number,
): Promise<{ id: number; groupId: number; door: string; head: string; token: string }[]> {
  return store.all(
    store.sql
      .selectFrom('households')
      .select(['id', 'group_id as groupId', 'door', 'head', 'door_token as token'])
      .where('village_id', '=', village)
      .where('closed_on', 'is', null),
  )
}

/** The rules of the doorstep that are in force, in the order of the rulebook. */
async function rulesAtDoors(store: Store, village: number, today: string): Promise<Doorstep['rules']> {
  const { rules } = await doorstepSettings(store, village)
  return (await listRules(store, village)).flatMap(({ id, text, dimension, terms, retired }) => {
    const isOffered = !retired && isInForce(terms, today) && rules.includes(id)
    return isOffered ? [{ id, text, dimension, terms }] : []
  })
}
