/** Reads a village's whole public state; later postings are folded into it. */
import type { Board, BoardChange, PostingEvent } from '../../server/domain/board/board.ts'
import type { PlacedBoard } from '../../server/domain/board/placedBoard.ts'
import { localDateAt, localMidnight, monthOf } from '../../server/domain/calendar/calendar.ts'
import { findDoorAddress } from '../../server/domain/people/residents.ts'
import { worthOf } from '../../server/domain/points/points.ts'
import { countsForScore } from '../../server/domain/points/posting.ts'
import { placeOrder, type TieBreaker } from '../../server/domain/ranking/ranking.ts'
import { publicAttributes } from '../households/attributes/attributes.ts'
import { mustFindChain } from '../ledger/chain.ts'
import { scoresByDimension } from '../ledger/seasonScores.ts'
import { mendedIn } from '../mendings/mendings.ts'
import { activeSeason } from '../seasons/seasons.ts'
import type { CommittedPosting } from '../store/changes.ts'
import { installationEpoch } from '../store/installation.ts'
import type { SeasonRow, VillageRow } from '../store/schema.ts'
import { sha256 } from '../store/sha256.ts'
import type { Store } from '../store/store.ts'
import { listDimensions } from '../villages/dimensions.ts'
import { listGroups } from '../villages/groups.ts'
import { pictureAddress } from '../villages/pictures.ts'
import { unitOf } from '../villages/pointUnit.ts'
import { listRules } from '../villages/rulebook.ts'
import { readSpecialRules } from '../villages/specialRules.ts'
import { boardActivity } from './boardActivity.ts'
import { boardLevels } from './boardLevels.ts'
import { boardRedemption } from './boardRedemption.ts'
import { boardRounds } from './boardRounds.ts'
import { monthPostings, monthScores, monthTotals, placesBefore } from './boardScores.ts'
import { deductionSums, unnamedSince } from './deductions.ts'
import { listNotices } from './notices.ts'
import { openPublications } from './openPublications.ts'
import { periodScores } from './periodScores.ts'
import { mustGet, publicHouseholds } from './publicHouseholds.ts'
import { isPublicLine, publicLine, recentPublicLines } from './publicLines.ts'

/** A board, and the projection of later postings to public events. */
export interface PublicVillage {
  board: Board
  /** Local date on which it was read. */
  day: string
  /** The event of the posting that follows a board. */
  project: (committed: CommittedPosting, board: PlacedBoard) => PostingEvent
}

/**
 * The current board of a village and the projection of later postings. Both are
 * valid until households, dimensions, privacy or the day change.
 *
 * @param now ms since 1970, UTC; decides the board's day and month in the village's time zone
 * @param origin origin of this server for addresses; empty for relative ones
 */
export async function readPublicVillage(
  store: Store,
  village: VillageRow,
  now: number,
  origin = '',
): Promise<PublicVillage> {
  return store.read(async (store) => {
    const active = await activeSeason(store, village.id)
    const season = active?.id
    const found = await publicHouseholds(store, village, season ?? 0)
    const { everyone: households, open } = found
    const today = localDateAt(now, village.timezone)
    const special = await readSpecialRules(store, village.id)
    const bases = new Set(special.bases.flatMap(({ versions }) => versions))
    const board = await readBoard(store, village, active, found, { today, bases }, origin)
    return {
      board,
      day: today,
      project: ({ row, reversedKind }, before) => {
        const counting = countsForScore(row.kind, reversedKind) ? row.points : 0
        const change: BoardChange = {
          door: mustGet(households, row.household_id).door,
          // A reversal of an earlier season's posting leaves this season's scores alone.
          ...(row.season_id === season ? { points: counting } : { points: 0, periodPoints: counting }),
          dimension: row.dimension_id,
          month: monthOf(row.occurred_on),
        }
        const base = { seq: row.seq, epoch: board.epoch, head: row.hash.slice(0, 8) }
        if (isPublicLine({ row, reversedKind }, village, bases))
          return { ...base, change, figures: null, line: publicLine(row, households) }
        // A closed household is on no board.
        const figures = open.has(row.household_id) ? before.figuresAfter(change) : null
        return { ...base, change: null, figures, line: null }
      },
    }
  })
}

async function readBoard(
  store: Store,
  village: VillageRow,
  season: SeasonRow | undefined,
  { everyone, open: households, scores: totals }: Awaited<ReturnType<typeof publicHouseholds>>,
  { today, bases }: { today: string; bases: ReadonlySet<number> },
  origin: string,
): Promise<Board> {
  const month = monthOf(today)
  const seasonId = season?.id ?? 0
  const dimensions = await listDimensions(store, village.id)
  const slots = new Map(dimensions.map(({ id }, slot) => [id, slot]))
  const chain = await mustFindChain(store, village.id)
  const scores = await scoresByDimension(
    store,
    village.id,
    seasonId,
    dimensions.map(({ id }) => id),
  )
  const tieBreakers = JSON.parse(village.tie_breakers) as TieBreaker[]
  const hides = village.names_deductions === 0
  const midnight = localMidnight(today, village.timezone)
  const ofMonth = await monthPostings(store, { village: village.id, season: seasonId, month })
  const inMonth = await monthScores(store, village.id, ofMonth, dimensions.length, slots)
  const ranked = new Map(
    [...households].map(([id, { door, name, group }]) => [
      id,
      {
        door,
        name,
        group,
        score: totals.get(id) ?? 0,
        byDimension: scores.get(id) ?? dimensions.map(() => 0),
      },
    ]),
  )
  const { yards, round, mark } = await boardRounds(
    store,
    village.id,
    ranked,
    placeOrder(
      tieBreakers,
      dimensions.map(({ id }) => id),
    ),
  )
  const activity = await boardActivity(store, village.id, ranked, today)
  // Both of any length; screens report an epoch of 64 characters at most.
  const marked = activity ? sha256(JSON.stringify([mark, activity])).slice(0, 12) : mark
  const ofPeriods = await periodScores(store, village.id, month, { season: seasonId, scores: totals })
  const attributes = await publicAttributes(store, village.id)
  const findAt = findDoorAddress(origin, village.slug)
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
    epoch: `${await installationEpoch(store)}-${village.id}-${village.revision}-${today.replaceAll('-', '')}${marked && `-${marked}`}`,
    seq: chain.seq,
    head: chain.seq === 0 ? '' : chain.head.slice(0, 8),
    unit: unitOf(village),
    privacy: village.privacy,
    tieBreakers,
    dimensions,
    groups: await listGroups(store, village.id),
    // Named one by one: spreading takes several times as long, for each of thousands.
    households: [...ranked].map(([id, { door, name, group, score, byDimension }]) => ({
      door,
      name,
      group,
      score,
      byDimension,
      month: inMonth.get(id)?.total ?? 0,
      quarter: ofPeriods.quarter.get(id) ?? 0,
      year: ofPeriods.year.get(id) ?? 0,
      rankBefore: before.get(door) ?? null,
      attributes: attributes.get(id),
    })),
    months: await monthTotals(
      store,
      village.id,
      seasonId,
      dimensions.length,
      slots,
      hides ? await unnamedSince(store, { village: village.id, season: seasonId, since: midnight }) : [],
    ),
    recent: await recentPublicLines(store, village, everyone, bases),
    deductions: hides ? deductionSums(ofMonth.filter(({ recordedAt }) => recordedAt < midnight)) : null,
    rules: (await listRules(store, village.id))
      .filter(({ retired }) => !retired)
      .map(({ dimensionId, text, terms }) => ({ dimension: dimensionId, text, terms: worthOf(terms) })),
    notices: await listNotices(store, village.id, today),
    yards,
    round,
    mended: await mendedIn(store, village.id, month),
    activity,
    levels: await boardLevels(store, village.id, everyone),
    redemption: await boardRedemption(store, village, today),
    publicity: await openPublications(store, village.id, today, findAt),
    findAt,
  }
}
