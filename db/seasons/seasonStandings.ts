/** Standings (名次) of any season, by the one ranking and the village's tie-breakers. */
import { publicName } from '../../server/domain/board/privacy.ts'
import { placeOrder, rank, type Ranked, type TieBreaker } from '../../server/domain/ranking/ranking.ts'
import { scoresByDimension } from '../ledger/seasonScores.ts'
import type { Flag, SeasonRow, VillageRow } from '../store/schema.ts'
import type { Store } from '../store/store.ts'
import { listDimensions } from '../villages/dimensions.ts'

export interface SeasonStanding extends Ranked {
  rank: number
  head: string
  /** As the public may see it; null where only the door is shown. */
  name: string | null
  /** Initials of the name's pinyin. */
  initials: string
  group: string
  earned: number
  deducted: number
}

interface StandingRow {
  id: number
  door: string
  head: string
  initials: string
  group: string
  opted_out: Flag
  consented: Flag
  score: number
  earned: number
  deducted: number
}

const ofSeason = `
  SELECT h.id, h.door, h.head, h.initials, g.name AS "group", h.opted_out, h.consented,
    coalesce(s.score, 0) AS score, coalesce(s.earned, 0) AS earned, coalesce(s.deducted, 0) AS deducted
  FROM households h
  JOIN household_groups g ON g.id = h.group_id
  LEFT JOIN standings s ON s.village_id = h.village_id AND s.season_id = @season AND s.household_id = h.id
  LEFT JOIN season_closings c ON c.village_id = h.village_id AND c.season_id = @season
  WHERE h.village_id = @village
    AND (s.household_id IS NOT NULL OR c.closed_at IS NULL OR h.created_at <= c.closed_at)`

/** All households of the season with their places, best first; those who came after its end are not in it. */
export async function seasonStandings(
  store: Store,
  village: VillageRow,
  season: SeasonRow,
): Promise<SeasonStanding[]> {
  return store.read(async (store) => {
    const dimensions = await listDimensions(store, village.id)
    const ids = dimensions.map(({ id }) => id)
    const byHousehold = await scoresByDimension(store, village.id, season.id, ids)
    const rows = await store.all<StandingRow>(ofSeason, { village: village.id, season: season.id })
    const households = rows.map(({ id, opted_out, consented, ...row }) => ({
      ...row,
      name: publicName(
        { head: row.head, optedOut: opted_out === 1, consented: consented === 1 },
        village.privacy,
      ),
      byDimension: byHousehold.get(id) ?? dimensions.map(() => 0),
    }))
    const order = placeOrder<(typeof households)[number]>(
      JSON.parse(village.tie_breakers) as TieBreaker[],
      ids,
    )
    return rank(households, order).map(({ household, rank: place }) => ({ ...household, rank: place }))
  })
}
