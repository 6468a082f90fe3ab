/** Seasons (积分年度) of a village: one is active, those before are closed. */
import { Refused } from '../../server/domain/answers/refused.ts'
import type { CarryTerms, SeasonSpan } from '../../server/domain/calendar/season.ts'
import { recordChange } from '../audit/audit.ts'
import type { SeasonRow } from '../store/schema.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { bumpRevision } from '../villages/revision.ts'

/** How a season was closed. */
export interface Closing {
  carry: CarryTerms
  /** Households of the village then, and what they could spend in all. */
  households: number
  balance: number
  /** How many households lost points, and how many points. */
  losing: number
  expired: number
  /** UTC. */
  closedAt: string
  /** Null for the command line. */
  closedBy: string | null
}

export interface Season extends SeasonSpan {
  id: number
  state: 'active' | 'closed'
  postings: number
  closing: Closing | null
}

type ListedRow = Omit<Season, 'closing'> & { [Key in keyof Omit<Closing, 'carry'>]: Closing[Key] | null } & {
  carry: string | null
}

const listed = `
  SELECT s.id, s.name, s.starts_on AS "startsOn", s.ends_on AS "endsOn", s.state,
    (SELECT count(*) FROM postings p WHERE p.village_id = s.village_id AND p.season_id = s.id) AS postings,
    c.carry, c.households, c.balance, c.losing, c.expired, c.closed_at AS "closedAt",
    u.display_name AS "closedBy"
  FROM seasons s
  LEFT JOIN season_closings c ON c.village_id = s.village_id AND c.season_id = s.id
  LEFT JOIN users u ON u.id = c.closed_by
  WHERE s.village_id = ? ORDER BY s.starts_on DESC, s.id DESC`

/** All seasons of a village, the newest first. */
export async function listSeasons(store: Store, village: number): Promise<Season[]> {
  return (await store.all<ListedRow>(listed, village)).map(
    ({ carry, households, balance, losing, expired, closedAt, closedBy, ...season }) => ({
      ...season,
      closing:
        carry === null
          ? null
          : {
              carry: JSON.parse(carry) as CarryTerms,
              households: households ?? 0,
              balance: balance ?? 0,
              losing: losing ?? 0,
              expired: expired ?? 0,
              closedAt: closedAt ?? '',
              closedBy,
            },
    }),
  )
}

/** The season that postings go to, if one is open. */
export async function activeSeason(store: Store, village: number): Promise<SeasonRow | undefined> {
  return store.first<SeasonRow>(`SELECT * FROM seasons WHERE village_id = ? AND state = 'active'`, village)
}

/** @throws Refused when no season is open */
export async function mustFindActiveSeason(store: Store, village: number): Promise<SeasonRow> {
  const season = await activeSeason(store, village)
  if (!season) throw new Refused('conflict', 'no-season')
  return season
}

/** @throws Refused when the village has no such season */
export async function mustFindSeason(store: Store, village: number, season: number): Promise<SeasonRow> {
  const found = await store.first<SeasonRow>(
    'SELECT * FROM seasons WHERE village_id = ? AND id = ?',
    village,
    season,
  )
  if (!found) throw new Refused('not-found', 'unknown-season')
  return found
}

/** The closed season that the date lies in, if there is one. */
export async function closedSeasonAt(
  store: Store,
  village: number,
  date: string,
): Promise<SeasonRow | undefined> {
  return store.first<SeasonRow>(
    `SELECT * FROM seasons WHERE village_id = ? AND state = 'closed' AND ? BETWEEN starts_on AND ends_on`,
    village,
    date,
  )
}

/**
 * Checks a season's name and dates against the village's other seasons.
 *
 * @param but id of the season that is changed; null for a new one
 * @throws Refused when it ends before it begins, overlaps another one, or bears its name
 */
export async function checkSpan(
  store: Store,
  village: number,
  span: SeasonSpan,
  but: number | null,
): Promise<void> {
  const { name, startsOn, endsOn } = span
  if (endsOn < startsOn)
    throw new Refused('unprocessable', 'season-ends-before', { from: startsOn, to: endsOn })
  for (const other of await listSeasons(store, village)) {
    if (other.id === but) continue
    if (other.name === name) throw new Refused('conflict', 'season-name-taken', { name })
    if (startsOn <= other.endsOn && endsOn >= other.startsOn)
      throw new Refused('conflict', 'season-overlaps', {
        season: other.name,
        from: other.startsOn,
        to: other.endsOn,
      })
  }
}

/**
 * Changes a season's name or dates. No posting of it may come to lie outside.
 *
 * @throws Refused when one would, or when the dates do not go with the other seasons
 */
export async function changeSeason(
  store: Store,
  scope: Scope,
  id: number,
  change: { [Key in keyof SeasonSpan]?: SeasonSpan[Key] | undefined },
): Promise<void> {
  requirePower(scope, 'administer')
  await store.write(scope.village, async (store) => {
    const season = await mustFindSeason(store, scope.village, id)
    const before: SeasonSpan = { name: season.name, startsOn: season.starts_on, endsOn: season.ends_on }
    const after: SeasonSpan = {
      name: change.name ?? before.name,
      startsOn: change.startsOn ?? before.startsOn,
      endsOn: change.endsOn ?? before.endsOn,
    }
    await checkSpan(store, scope.village, after, id)
    await refusePostingsOutside(store, scope.village, id, after)
    await store.update(
      'seasons',
      { village_id: scope.village, id },
      { name: after.name, starts_on: after.startsOn, ends_on: after.endsOn },
    )
    await recordChange(store, scope, 'season.changed', before.name, before, after)
    await bumpRevision(store, scope.village)
  })
}

/** Claims that wait are postings to be: they count as well. */
async function refusePostingsOutside(
  store: Store,
  village: number,
  season: number,
  span: SeasonSpan,
): Promise<void> {
  const { count, first, last } = await store.one<{
    count: number
    first: string | null
    last: string | null
  }>(
    `SELECT count(*) AS count, min(day) AS first, max(day) AS last FROM (
         SELECT occurred_on AS day FROM postings WHERE village_id = @village AND season_id = @season
         UNION ALL
         SELECT occurred_on FROM claims WHERE village_id = @village AND season_id = @season AND state = 'waiting')
       WHERE day < @from OR day > @to`,
    { village, season, from: span.startsOn, to: span.endsOn },
  )
  if (count > 0)
    throw new Refused('conflict', 'season-leaves-postings', { count, first: first ?? '', last: last ?? '' })
}
