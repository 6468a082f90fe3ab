/** How far a round is: by group, by inspector, and door by door. */
import { compareDoors } from '../../server/domain/households/door.ts'
import type { PointUnit } from '../../server/domain/points/unit.ts'
import { averagePoints, type Given, starsOf } from '../../server/domain/rules/checkSheet.ts'
import { type Finding, findingWords } from '../../server/domain/rules/findingWords.ts'
import { type RoundResult, roundResults } from '../scores/roundResults.ts'
import { inOrder } from '../store/inOrder.ts'
import type { Store } from '../store/store.ts'
import { listGroups } from '../villages/groups.ts'
import { readPointUnit } from '../villages/pointUnit.ts'
import { assignmentsOf } from './roundAssignments.ts'
import type { Round } from './rounds.ts'

/** A visit that counts: not superseded by a later one of the same inspector. */
export interface CountedVisit {
  household: number
  /** Id of the inspector. */
  user: number
  inspector: string
  found: string[]
  given: Given[]
  points: number
  note: string | null
  /** Local date. */
  visitedOn: string
}

/** The visits of a round that count, oldest first, by household. */
export async function visitsByHousehold(
  store: Store,
  village: number,
  round: number,
): Promise<Map<number, CountedVisit[]>> {
  const rows = await store.all<Omit<CountedVisit, 'found' | 'given'> & { found: string; given: string }>(
    `SELECT household_id AS household, user_id AS user, inspector, found, given, points, note,
              visited_on AS "visitedOn"
       FROM visits WHERE village_id = ? AND round_id = ? AND superseded = 0 ORDER BY id`,
    village,
    round,
  )
  const visits = new Map<number, CountedVisit[]>()
  for (const row of rows) {
    const visit = {
      ...row,
      found: JSON.parse(row.found) as string[],
      given: JSON.parse(row.given) as Given[],
    }
    const seen = visits.get(row.household)
    if (seen) seen.push(visit)
    else visits.set(row.household, [visit])
  }
  return visits
}

/** One door in a round. */
export interface RoundDoor {
  household: number
  door: string
  head: string
  /** Initials of the name's pinyin. */
  initials: string
  /** Id of the group. */
  group: number
  /** Names of those who were there; none for a door that is left. */
  inspectors: string[]
  /** Mean of the visits; null for a door that is left. */
  points: number | null
  stars: number
  /** What was found amiss: texts of deductions and vetoes, crossed ones of points that were not given. */
  amiss: string[]
  /** What the inspectors wrote. */
  notes: string[]
  /** Local date of the last visit. */
  visitedOn: string | null
}

/**
 * All doors of a round, by group and door: those of the village while it is
 * open, afterwards those that it had then.
 */
export async function roundDoors(store: Store, village: number, round: Round): Promise<RoundDoor[]> {
  return store.read(async (store) => {
    const visits = await visitsByHousehold(store, village, round.id)
    const unit = await readPointUnit(store, village)
    const results = await roundResults(store, village, round.id)
    const place = new Map((await listGroups(store, village)).map(({ id }, index) => [id, index]))
    const rows = await store.all<
      Pick<RoundDoor, 'household' | 'door' | 'head' | 'initials' | 'group'> & {
        closedOn: string | null
        createdAt: string
      }
    >(
      `SELECT id AS household, door, head, initials, group_id AS "group", closed_on AS "closedOn",
              created_at AS "createdAt"
       FROM households WHERE village_id = ?`,
      village,
    )
    return rows
      .filter(
        ({ household, closedOn, createdAt }) =>
          visits.has(household) ||
          results.has(household) ||
          (closedOn === null && (round.closedAt === null || createdAt <= round.closedAt)),
      )
      .map(({ household, door, head, initials, group }) => ({
        household,
        door,
        head,
        initials,
        group,
        ...summaryOf(round, visits.get(household) ?? [], unit),
        ...resultOf(results.get(household)),
      }))
      .sort((a, b) => (place.get(a.group) ?? 0) - (place.get(b.group) ?? 0) || compareDoors(a.door, b.door))
  })
}

/** What the visits to one door come to, oldest first. */
function summaryOf(
  { items, stars }: Round,
  visits: readonly CountedVisit[],
  unit: PointUnit,
): Pick<RoundDoor, 'inspectors' | 'points' | 'stars' | 'amiss' | 'notes' | 'visitedOn'> {
  if (visits.length === 0)
    return { inspectors: [], points: null, stars: 0, amiss: [], notes: [], visitedOn: null }
  const points = averagePoints(visits.map((visit) => visit.points))
  return {
    inspectors: visits.map(({ inspector }) => inspector),
    points,
    stars: starsOf(stars, points),
    amiss: findingWords(items, visits, unit).map(amissText),
    notes: visits.flatMap(({ note }) => note ?? []),
    visitedOn: visits.map(({ visitedOn }) => visitedOn).reduce((a, b) => (a > b ? a : b)),
  }
}

/** What was settled when the round was closed. */
function resultOf(result: RoundResult | undefined): Partial<Pick<RoundDoor, 'points' | 'stars'>> {
  return result ? { points: result.points, stars: result.stars } : {}
}

/** Items that award points name what is well: they are crossed out when it was missing. */
function amissText({ item: { kind, grades }, text }: Finding): string {
  return kind === 'points' && grades === undefined ? `✗ ${text}` : text
}

export interface Progress {
  visited: number
  total: number
}

/** Ids of the groups with how far each is, in the village's order; groups without households are left out. */
export async function progressByGroup(
  store: Store,
  village: number,
  doors: readonly RoundDoor[],
): Promise<(Progress & { id: number; name: string })[]> {
  const groups = new Map(
    (await listGroups(store, village)).map((group) => [group.id, { ...group, visited: 0, total: 0 }]),
  )
  for (const { group: id, points } of doors) {
    const group = groups.get(id)
    if (!group) continue
    group.total += 1
    if (points !== null) group.visited += 1
  }
  return [...groups.values()].filter(({ total }) => total > 0)
}

/** How far an inspector is: `own` doors seen by them, and of their groups' doors how many anybody saw. */
export interface InspectorProgress extends Progress {
  /** Id of the member of staff. */
  person: number
  name: string
  /** Ids of the groups assigned to them. */
  groups: number[]
  own: number
}

/** Those assigned, and whoever else was at a door. */
export async function progressByInspector(
  store: Store,
  village: number,
  round: Round,
  doors: readonly RoundDoor[],
): Promise<InspectorProgress[]> {
  const assigned = new Map(
    (await assignmentsOf(store, village, round.id)).map(({ person, groups }) => [person, groups]),
  )
  const own = await store.all<{ person: number; own: number }>(
    `SELECT user_id AS person, count(*) AS own FROM visits
       WHERE village_id = ? AND round_id = ? AND superseded = 0 GROUP BY user_id`,
    village,
    round.id,
  )
  const seen = new Map(own.map((row) => [row.person, row.own]))
  const nameOf = async (person: number) =>
    store.first<{ name: string }>('SELECT display_name AS name FROM users WHERE id = ?', person)
  return await inOrder([...new Set([...assigned.keys(), ...seen.keys()])], async (person) => {
    const groups = assigned.get(person) ?? []
    const theirs = doors.filter(({ group }) => groups.includes(group))
    return {
      person,
      name: (await nameOf(person))?.name ?? '',
      groups,
      own: seen.get(person) ?? 0,
      visited: theirs.filter(({ points }) => points !== null).length,
      total: theirs.length,
    }
  })
}

/** How far each round of the village is, by its id. */
export async function progressOfRounds(
  store: Store,
  village: number,
  rounds: readonly Round[],
): Promise<Map<number, Progress>> {
  const visited = `
    SELECT count(*) AS visited, count(h.closed_on) AS closed FROM households h
    WHERE h.village_id = @village AND h.id IN (
      SELECT household_id FROM visits WHERE village_id = @village AND round_id = @round AND superseded = 0
      UNION SELECT household_id FROM round_results WHERE village_id = @village AND round_id = @round)`
  const open = `
    SELECT count(*) AS open FROM households
    WHERE village_id = @village AND closed_on IS NULL AND (@until IS NULL OR created_at <= @until)`
  return new Map(
    await inOrder(rounds, async ({ id, closedAt }) => {
      const seen = await store.one<{ visited: number; closed: number }>(visited, { village, round: id })
      const households = await store.one<{ open: number }>(open, { village, until: closedAt })
      return [id, { visited: seen.visited, total: Math.max(seen.visited, households.open + seen.closed) }]
    }),
  )
}
