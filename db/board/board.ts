/** Reads a village's public state whole; afterwards postings are folded into it. */
import {
  type Board,
  type BoardLine,
  figuresAfter,
  type PostingEvent,
  recentLines,
} from '../../server/domain/board/board.ts'
import { localDateAt, localMidnight, monthOf } from '../../server/domain/calendar/calendar.ts'
import { compareDoors } from '../../server/domain/households/door.ts'
import { countsForScore, opposite, type PostingKind } from '../../server/domain/points/posting.ts'
import { isUnnamed, publicName } from '../../server/domain/board/privacy.ts'
import { placeOrder, rank, type TieBreaker } from '../../server/domain/ranking/ranking.ts'
import { findDoorAddress } from '../../server/domain/people/residents.ts'
import { boardRedemption } from './boardRedemption.ts'
import { boardRounds } from './boardRounds.ts'
import { monthDeductions, unnamedSince } from './deductions.ts'
import { listNotices } from './notices.ts'
import { openPublications } from './openPublications.ts'
import { pictureAddress } from '../villages/pictures.ts'
import { listRules } from '../villages/rulebook.ts'
import { type PostingRow, type VillageRow } from '../store/schema.ts'
import { installationEpoch } from '../store/installation.ts'
import { type CommittedPosting, type Store } from '../store/store.ts'
import { isTransfer, joinReversed } from '../ledger/postingSql.ts'
import { activeSeason } from '../seasons/seasons.ts'
import { listDimensions } from '../villages/dimensions.ts'
import { listGroups } from '../villages/groups.ts'

/** What the hub keeps beside the board to turn postings into public events. */
export interface PublicVillage {
  board: Board
  /** Local date on which it was read. */
  day: string
  /** The event of the posting that follows a board. */
  project: (committed: CommittedPosting, board: Board) => PostingEvent
}

/** The household's public particulars by its id; closed ones too, for their old lines name them. */
type PublicHouseholds = Map<number, PublicHousehold>
interface PublicHousehold {
  door: string
  name: string | null
  group: number
}

/**
 * The board of a village as it stands now, and the projection for the postings
 * that follow. Both are good until households, dimensions, privacy or the day
 * change; then read them anew.
 *
 * @param now ms since 1970, UTC; decides the board's day and month in the village's time zone
 * @param origin where this server's addresses begin; empty where pages take their own
 */
export function readPublicVillage(
  store: Store,
  village: VillageRow,
  now: number,
  origin = '',
): PublicVillage {
  const { everyone: households, open } = publicHouseholds(store, village)
  const season = activeSeason(store, village.id)?.id
  const today = localDateAt(now, village.timezone)
  const board = readBoard(store, village, { everyone: households, open }, today, origin)
  return {
    board,
    day: today,
    project: ({ row, reversedKind }, before) => {
      const change = {
        door: mustGet(households, row.household_id).door,
        // A reversal of an earlier season's posting leaves this season's scores alone.
        points: row.season_id === season && countsForScore(row.kind, reversedKind) ? row.points : 0,
        dimension: row.dimension_id,
        month: monthOf(row.occurred_on),
      }
      const base = { seq: row.seq, epoch: board.epoch, head: row.hash.slice(0, 8) }
      if (isPublicLine({ row, reversedKind }, village))
        return { ...base, change, figures: null, line: publicLine(row, households) }
      // A closed household is on no board.
      const figures = open.has(row.household_id) ? figuresAfter(before, change) : null
      return { ...base, change: null, figures, line: null }
    },
  }
}

function readBoard(
  store: Store,
  village: VillageRow,
  { everyone, open: households }: { everyone: PublicHouseholds; open: PublicHouseholds },
  today: string,
  origin: string,
): Board {
  const month = monthOf(today)
  const season = activeSeason(store, village.id)
  const seasonId = season?.id ?? 0
  const dimensions = listDimensions(store, village.id)
  const slots = new Map(dimensions.map(({ id }, slot) => [id, slot]))
  const chain = store.prepare('SELECT seq, head FROM chains WHERE village_id = ?').get(village.id) as {
    seq: number
    head: string
  }
  const scores = new Map<number, number[]>()
  for (const { household_id, dimension_id, score } of dimensionScores(store, village.id, seasonId))
    put(scores, household_id, dimensions.length, slots.get(dimension_id), score)
  const totals = new Map(
    standings(store, village.id, seasonId).map(({ household_id, score }) => [household_id, score]),
  )
  const tieBreakers = JSON.parse(village.tie_breakers) as TieBreaker[]
  const hides = village.names_deductions === 0
  const midnight = localMidnight(today, village.timezone)
  const inMonth = monthScores(store, village.id, seasonId, month, dimensions.length, slots)
  const ranked = new Map(
    [...households].map(([id, household]) => [
      id,
      { ...household, score: totals.get(id) ?? 0, byDimension: scores.get(id) ?? dimensions.map(() => 0) },
    ]),
  )
  const { yards, round, mark } = boardRounds(
    store,
    village.id,
    ranked,
    placeOrder(
      tieBreakers,
      dimensions.map(({ id }) => id),
    ),
  )
  const before = placesBefore(households, totals, scores, inMonth, tieBreakers, dimensions)
  return {
    village: {
      slug: village.slug,
      name: village.name,
      slogan: village.slogan,
      timezone: village.timezone,
      crest: village.crest === null ? null : pictureAddress(village.slug, village.crest),
    },
    season: {
      name: season?.name ?? '',
      startsOn: season?.starts_on ?? `${month}-01`,
      endsOn: season?.ends_on ?? `${month}-28`,
    },
    month,
    epoch: `${installationEpoch(store)}-${village.id}-${village.revision}-${today.replaceAll('-', '')}${mark && `-${mark}`}`,
    seq: chain.seq,
    head: chain.seq === 0 ? '' : chain.head.slice(0, 8),
    privacy: village.privacy,
    tieBreakers,
    dimensions,
    groups: listGroups(store, village.id),
    households: [...ranked]
      .map(([id, household]) => ({
        ...household,
        month: inMonth.get(id)?.total ?? 0,
        rankBefore: before.get(household.door) ?? null,
      }))
      .sort((a, b) => compareDoors(a.door, b.door)),
    months: monthTotals(
      store,
      village.id,
      seasonId,
      dimensions.length,
      slots,
      hides ? unnamedSince(store, { village: village.id, season: seasonId, since: midnight }) : [],
    ),
    recent: recentPublicLines(store, village, everyone),
    deductions: hides
      ? monthDeductions(store, { village: village.id, season: seasonId, month, before: midnight })
      : null,
    rules: listRules(store, village.id)
      .filter(({ retired }) => !retired)
      .map(({ dimensionId, text, terms: { effect, scale, caps } }) => ({
        dimension: dimensionId,
        text,
        terms: { effect, scale, caps },
      })),
    notices: listNotices(store, village.id, today),
    yards,
    round,
    redemption: boardRedemption(store, village.id, today),
    publicity: openPublications(store, village.id, today, findDoorAddress(origin, village.slug)),
  }
}

/** Everybody, and those who are on the board: the households that are not closed. */
function publicHouseholds(
  store: Store,
  village: VillageRow,
): { everyone: PublicHouseholds; open: PublicHouseholds } {
  const rows = store.all(
    store.sql
      .selectFrom('households')
      .select(['id', 'door', 'head', 'group_id', 'opted_out', 'consented', 'closed_on'])
      .where('village_id', '=', village.id),
  )
  const particulars = rows.map((row): [number, PublicHousehold] => [
    row.id,
    {
      door: row.door,
      name: publicName(
        { head: row.head, optedOut: row.opted_out === 1, consented: row.consented === 1 },
        village.privacy,
      ),
      group: row.group_id,
    },
  ])
  const closed = new Set(rows.filter((row) => row.closed_on !== null).map(({ id }) => id))
  return {
    everyone: new Map(particulars),
    open: new Map(particulars.filter(([id]) => !closed.has(id))),
  }
}

/** Whether the public sees the posting as a line; deductions only where the village names them. */
function isPublicLine({ row, reversedKind }: CommittedPosting, village: VillageRow): boolean {
  return village.names_deductions === 1 || !isUnnamed(row, reversedKind)
}

function publicLine(row: PostingRow, households: PublicHouseholds): BoardLine {
  const { door, name, group } = mustGet(households, row.household_id)
  return {
    kind: row.kind,
    text: row.text,
    points: row.points,
    dimension: row.dimension_id,
    occurredOn: row.occurred_on,
    household: { door, name, group },
  }
}

function mustGet(households: PublicHouseholds, id: number): PublicHousehold {
  const household = households.get(id)
  if (!household) throw new Error('a posting of no household')
  return household
}

function recentPublicLines(store: Store, village: VillageRow, households: PublicHouseholds): BoardLine[] {
  const rows = store
    .prepare(
      `SELECT p.*, o.kind AS reversedKind
       FROM postings p
       ${joinReversed}
       WHERE p.village_id = ? AND NOT ${isTransfer} ORDER BY p.seq DESC`,
    )
    .iterate(village.id) as IterableIterator<PostingRow & Pick<CommittedPosting, 'reversedKind'>>
  const lines: BoardLine[] = []
  for (const row of rows) {
    if (isPublicLine({ row, reversedKind: row.reversedKind }, village))
      lines.push(publicLine(row, households))
    if (lines.length === recentLines) break
  }
  return lines
}

function standings(store: Store, village: number, season: number) {
  return store.all(
    store.sql
      .selectFrom('standings')
      .select(['household_id', 'score'])
      .where('village_id', '=', village)
      .where('season_id', '=', season),
  )
}

function dimensionScores(store: Store, village: number, season: number) {
  return store.all(
    store.sql
      .selectFrom('dimension_standings')
      .select(['household_id', 'dimension_id', 'score'])
      .where('village_id', '=', village)
      .where('season_id', '=', season),
  )
}

type MonthScores = Map<number, { total: number; byDimension: number[] }>

/** What each household earned by deeds of the month; reversals take off what they reverse. */
function monthScores(
  store: Store,
  village: number,
  season: number,
  month: string,
  width: number,
  slots: Map<number, number>,
): MonthScores {
  const rows = store
    .prepare(
      `SELECT p.household_id AS household, p.dimension_id AS dimension, p.kind, o.kind AS reversed,
              sum(p.points) AS points
       FROM postings p
       ${joinReversed}
       WHERE p.village_id = ? AND p.occurred_on BETWEEN ? AND ? AND p.season_id = ? AND NOT ${isTransfer}
       GROUP BY 1, 2, 3, 4`,
    )
    .all(village, `${month}-01`, `${month}-31`, season) as {
    household: number
    dimension: number | null
    kind: PostingKind
    reversed: PostingKind | null
    points: number
  }[]
  const scores: MonthScores = new Map()
  for (const { household, dimension, kind, reversed, points } of rows) {
    if (!countsForScore(kind, reversed)) continue
    const score = scores.get(household) ?? { total: 0, byDimension: new Array<number>(width).fill(0) }
    scores.set(household, score)
    score.total += points
    const slot = dimension === null ? undefined : slots.get(dimension)
    if (slot !== undefined) score.byDimension[slot] = (score.byDimension[slot] ?? 0) + points
  }
  return scores
}

/** Places as they stood before the month's deeds, by door. */
function placesBefore(
  households: PublicHouseholds,
  totals: Map<number, number>,
  scores: Map<number, number[]>,
  inMonth: MonthScores,
  tieBreakers: TieBreaker[],
  dimensions: { id: number }[],
): Map<string, number> {
  const earlier = [...households].map(([id, { door }]) => ({
    door,
    score: (totals.get(id) ?? 0) - (inMonth.get(id)?.total ?? 0),
    byDimension: dimensions.map(
      (_, slot) => (scores.get(id)?.[slot] ?? 0) - (inMonth.get(id)?.byDimension[slot] ?? 0),
    ),
  }))
  if (earlier.every(({ score }) => score === 0)) return new Map()
  const order = placeOrder(
    tieBreakers,
    dimensions.map(({ id }) => id),
  )
  return new Map(rank(earlier, order).map(({ household, rank: place }) => [household.door, place]))
}

function monthTotals(
  store: Store,
  village: number,
  season: number,
  width: number,
  slots: Map<number, number>,
  /** Left out of the sums. */
  unnamed: { month: string; dimension: number; points: number }[],
): Board['months'] {
  const rows = store.all(
    store.sql
      .selectFrom('month_totals')
      .select(['month', 'dimension_id', 'score'])
      .where('village_id', '=', village)
      .where('season_id', '=', season)
      .orderBy('month'),
  )
  const months = new Map<string, number[]>()
  for (const { month, dimension_id, score } of rows) put(months, month, width, slots.get(dimension_id), score)
  for (const { month, dimension, points } of unnamed)
    put(months, month, width, slots.get(dimension), opposite(points))
  return [...months]
    .filter(([, byDimension]) => byDimension.some((points) => points !== 0))
    .map(([month, byDimension]) => ({ month, byDimension }))
}

function put<Key>(
  rows: Map<Key, number[]>,
  key: Key,
  width: number,
  slot: number | undefined,
  value: number,
): void {
  const row = rows.get(key) ?? new Array<number>(width).fill(0)
  rows.set(key, row)
  if (slot !== undefined) row[slot] = (row[slot] ?? 0) + value
}
