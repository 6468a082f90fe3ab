/**
 * Publicity (公示): a publication is a frozen list over a stretch of the ledger,
 * from where the one before ended to the head of the moment. It is made once
 * and never changed; what an objection alters is written after it.
 */
import { addDays } from '../../server/domain/calendar/calendar.ts'
import { compareDoors } from '../../server/domain/households/door.ts'
import { placeOrder, rank } from '../../server/domain/ranking/ranking.ts'
import { Refused } from '../../server/domain/answers/refused.ts'
import { recordChange } from '../audit/audit.ts'
import { readPublicVillage } from '../board/board.ts'
import { stretchDeductions } from '../board/deductions.ts'
import { type PublicationRow } from '../store/schema.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import { type Store } from '../store/store.ts'
import { bumpRevision } from '../villages/revision.ts'
import { mustFindVillageById } from '../villages/villages.ts'
import { once } from '../store/idempotency.ts'
import { joinReversed, movesScore, scoringList } from '../ledger/postingSql.ts'
import { postingAt } from '../ledger/findPosting.ts'
import { today } from '../villages/today.ts'

/** One household in the frozen list, as the public may see it. */
export interface SheetRow {
  door: string
  name: string | null
  group: string
  /** Points of the stretch, in the order of the sheet's dimensions. */
  byDimension: number[]
  /** Points of the stretch. */
  points: number
  /** Score of the season when the list was made. */
  score: number
  rank: number
}

export interface Sheet {
  dimensions: string[]
  /** Every household, by group and door. */
  rows: SheetRow[]
  /**
   * Deductions of the stretch where they are not named: sums by the name of the dimension, those of
   * too few households left out. Null where they are named, and on sheets of earlier builds.
   */
  deductions: { dimension: string; points: number }[] | null
}

export interface Publication {
  id: number
  number: string
  fromSeq: number
  toSeq: number
  /** Whole hash of the posting `toSeq`. */
  head: string
  /** How many lines of the ledger it is over. */
  lines: number
  /** First and last date of the deeds in it. */
  startsOn: string
  endsOn: string
  opensOn: string
  /** Last date on which one can object. */
  closesOn: string
  createdAt: string
}

/** What a publication is about: what moves the score, and all reversals. */
const published = `(kind IN ${scoringList} OR kind = 'reversal')`

/** What the next publication would be over; null when nothing is new. */
export function nextStretch(
  store: Store,
  village: number,
): Pick<Publication, 'fromSeq' | 'toSeq' | 'lines' | 'startsOn' | 'endsOn'> | null {
  const { last } = store
    .prepare('SELECT ifnull(max(to_seq), 0) AS last FROM publications WHERE village_id = ?')
    .get(village) as { last: number }
  const stretch = store
    .prepare(
      `SELECT count(*) AS lines, max(seq) AS toSeq, min(occurred_on) AS startsOn, max(occurred_on) AS endsOn
       FROM postings WHERE village_id = ? AND seq > ? AND ${published}`,
    )
    .get(village, last) as { lines: number; toSeq: number; startsOn: string; endsOn: string }
  return stretch.lines === 0 ? null : { ...stretch, fromSeq: last + 1 }
}

/** A publication can be objected to for so many days after the first: a slip of the year would hold points for ever. */
const longestOpen = 92

export interface NewPublication {
  /** Made by the client. */
  id: string
  /** As it is printed; the village's next one where none is given. */
  number?: string | undefined
  /** Last local date on which one can object. */
  closesOn: string
}

/**
 * Publishes all that is new, opening today. The same id again gives the same publication.
 *
 * @throws Refused when nothing is new, the number is taken, or it would close
 *   before it opens or more than 92 days after
 */
export function publish(
  store: Store,
  scope: Scope,
  request: NewPublication,
): { publication: Publication; fresh: boolean } {
  requirePower(scope, 'administer')
  return store.write(() => {
    const { made, fresh } = once(store, scope.village, 'publication', request, () =>
      freeze(store, scope, request),
    )
    if (fresh) bumpRevision(store, scope.village)
    return { publication: mustFindPublication(store, scope.village, made), fresh }
  })
}

/** Freezes what was not published yet. @returns the publication's id */
function freeze(store: Store, scope: Scope, { id, number, closesOn }: NewPublication): number {
  const opensOn = today(store, scope.village)
  if (closesOn < opensOn) throw new Refused('unprocessable', 'closes-before-today', { today: opensOn })
  const latest = addDays(opensOn, longestOpen)
  if (closesOn > latest)
    throw new Refused('unprocessable', 'closes-too-late', { days: longestOpen, last: latest })
  const stretch = nextStretch(store, scope.village)
  if (!stretch) throw new Refused('conflict', 'nothing-to-publish')
  const name = number ?? nextNumber(store, scope.village, opensOn)
  if (hasNumber(store, scope.village, name))
    throw new Refused('conflict', 'publication-number-taken', { number: name })
  const last = postingAt(store, scope.village, stretch.toSeq)
  if (!last) throw new Error('a stretch without a last posting')
  const sheet = makeSheet(store, scope.village, stretch.fromSeq, stretch.toSeq)
  const row = store.run(
    store.sql.insertInto('publications').values({
      village_id: scope.village,
      request_id: id,
      number: name,
      from_seq: stretch.fromSeq,
      to_seq: stretch.toSeq,
      head: last.hash,
      lines: stretch.lines,
      starts_on: stretch.startsOn,
      ends_on: stretch.endsOn,
      opens_on: opensOn,
      closes_on: closesOn,
      sheet: JSON.stringify(sheet),
      created_at: new Date().toISOString(),
      created_by: scope.user,
    }),
  )
  recordChange(store, scope, 'publication.created', name, null, { ...stretch, closesOn })
  return row.id
}

function nextNumber(store: Store, village: number, opensOn: string): string {
  const year = opensOn.slice(0, 4)
  const { count } = store
    .prepare('SELECT count(*) AS count FROM publications WHERE village_id = ? AND opens_on LIKE ?')
    .get(village, `${year}-%`) as { count: number }
  let next = count + 1
  while (hasNumber(store, village, `${year}-${next}`)) next += 1
  return `${year}-${next}`
}

function hasNumber(store: Store, village: number, number: string): boolean {
  return (
    store.prepare('SELECT 1 FROM publications WHERE village_id = ? AND number = ?').get(village, number) !==
    undefined
  )
}

function makeSheet(store: Store, village: number, from: number, to: number): Sheet {
  const row = mustFindVillageById(store, village)
  const { board } = readPublicVillage(store, row, Date.now())
  const dimensionIds = board.dimensions.map(({ id }) => id)
  const groups = new Map(board.groups.map(({ id, name }) => [id, name]))
  const hides = row.names_deductions === 0
  const points = pointsByDoor(store, village, from, to)
  const groupOrder = board.groups.map(({ name }) => name)
  const rows = rank(board.households, placeOrder(board.tieBreakers, dimensionIds)).map(
    ({ household, rank: place }): SheetRow => {
      const own = points.get(household.door)
      return {
        door: household.door,
        name: household.name,
        group: groups.get(household.group) ?? '',
        byDimension: dimensionIds.map((id) => own?.get(id) ?? 0),
        points: [...(own?.values() ?? [])].reduce((sum, one) => sum + one, 0),
        score: household.score,
        rank: place,
      }
    },
  )
  rows.sort(
    (a, b) => groupOrder.indexOf(a.group) - groupOrder.indexOf(b.group) || compareDoors(a.door, b.door),
  )
  const sums = hides ? stretchDeductions(store, village, from, to) : null
  return {
    dimensions: board.dimensions.map(({ name }) => name),
    rows,
    deductions:
      sums &&
      board.dimensions.flatMap(({ id, name }) => {
        const sum = sums.find(({ dimension }) => dimension === id)
        return sum ? { dimension: name, points: sum.points } : []
      }),
  }
}

/** Points of the stretch by door and dimension; those without one under null. */
function pointsByDoor(
  store: Store,
  village: number,
  from: number,
  to: number,
): Map<string, Map<number | null, number>> {
  const rows = store
    .prepare(
      `SELECT h.door, p.dimension_id AS dimension, sum(p.points) AS points
       FROM postings p
       JOIN households h ON h.id = p.household_id
       ${joinReversed}
       WHERE p.village_id = ? AND p.seq BETWEEN ? AND ?
         AND ${movesScore}
       GROUP BY h.door, p.dimension_id`,
    )
    .all(village, from, to) as { door: string; dimension: number | null; points: number }[]
  const byDoor = new Map<string, Map<number | null, number>>()
  for (const { door, dimension, points } of rows) {
    const own = byDoor.get(door) ?? new Map<number | null, number>()
    byDoor.set(door, own.set(dimension, points))
  }
  return byDoor
}

/** All publications, the newest first. */
export function listPublications(store: Store, village: number): Publication[] {
  const rows = store
    .prepare('SELECT * FROM publications WHERE village_id = ? ORDER BY from_seq DESC')
    .all(village) as PublicationRow[]
  return rows.map(toPublication)
}

/** @throws Refused when the village has no such publication */
export function mustFindPublication(store: Store, village: number, id: number): Publication {
  return toPublication(mustFindRow(store, village, id))
}

/** The frozen list. @throws Refused when the village has no such publication */
export function readSheet(store: Store, village: number, id: number): Sheet {
  const sheet = JSON.parse(mustFindRow(store, village, id).sheet) as Omit<Sheet, 'deductions'> &
    Partial<Sheet>
  return { ...sheet, deductions: sheet.deductions ?? null }
}

function mustFindRow(store: Store, village: number, id: number): PublicationRow {
  const row = store.prepare('SELECT * FROM publications WHERE village_id = ? AND id = ?').get(village, id) as
    PublicationRow | undefined
  if (!row) throw new Refused('not-found', 'unknown-publication')
  return row
}

function toPublication(row: PublicationRow): Publication {
  return {
    id: row.id,
    number: row.number,
    fromSeq: row.from_seq,
    toSeq: row.to_seq,
    head: row.head,
    lines: row.lines,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    opensOn: row.opens_on,
    closesOn: row.closes_on,
    createdAt: row.created_at,
  }
}
