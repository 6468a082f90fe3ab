/** Reasons why a season cannot be closed: no points may be added to it once its balances are written off. */
import { Refused } from '../../server/domain/answers/refused.ts'
import { heldPoints } from '../households/heldPoints.ts'
import { scoringList } from '../ledger/postingSql.ts'
import { countObjections } from '../publicity/objections.ts'
import { countWaiting } from '../scores/claims.ts'
import type { SeasonRow } from '../store/schema.ts'
import type { Store } from '../store/store.ts'
import { readSpecialRules } from '../villages/specialRules.ts'
import { today } from '../villages/today.ts'

/** All reasons why the season cannot be closed today. */
export async function hindrancesOf(store: Store, season: SeasonRow): Promise<Refused[]> {
  const { village_id: village, ends_on: to } = season
  const now = await today(store, village)
  const hindrances: Refused[] = []
  // To close early, change the season's last day first.
  if (now < to) hindrances.push(new Refused('conflict', 'season-not-over', { to, today: now }))
  const waiting = await countWaiting(store, village, { season: season.id })
  if (waiting > 0) hindrances.push(new Refused('conflict', 'season-claims-waiting', { count: waiting }))
  // Points on hold are part of the balance: written off now, they would be missing once they are free.
  const held = (await heldPoints(store, village, await readSpecialRules(store, village))).size
  if (held > 0) hindrances.push(new Refused('conflict', 'season-points-held', { count: held }))
  const objections = await countObjections(store, village, { season: season.id })
  if (objections > 0)
    hindrances.push(new Refused('conflict', 'season-objections-open', { count: objections }))
  const publication = await lastOpenPublication(store, season, now)
  if (publication) hindrances.push(new Refused('conflict', 'season-publicity-open', { ...publication }))
  for (const round of await unsettledRounds(store, season))
    hindrances.push(new Refused('conflict', 'season-round-open', { round }))
  return hindrances
}

/** The publication with postings of the season that closes last, if one can still object in it. */
async function lastOpenPublication(
  store: Store,
  { village_id: village, id: season }: SeasonRow,
  today: string,
): Promise<{ number: string; closes: string } | undefined> {
  return store.first<{ number: string; closes: string }>(
    `SELECT n.number, n.closes_on AS closes FROM publications n
       WHERE n.village_id = @village AND n.closes_on >= @today
         AND EXISTS (SELECT 1 FROM postings p
           WHERE p.village_id = n.village_id AND p.seq BETWEEN n.from_seq AND n.to_seq
             AND p.season_id = @season AND p.kind IN ${scoringList})
       ORDER BY n.closes_on DESC LIMIT 1`,
    { village, season, today },
  )
}

/** Names of open rounds with visits in the season: closed later, all their results would be refused. */
async function unsettledRounds(
  store: Store,
  { village_id, starts_on, ends_on }: SeasonRow,
): Promise<string[]> {
  const rows = await store.all<{ name: string }>(
    `SELECT r.name FROM rounds r
       WHERE r.village_id = ? AND r.state = 'open'
         AND EXISTS (SELECT 1 FROM visits v
           WHERE v.village_id = r.village_id AND v.round_id = r.id AND v.superseded = 0
             AND v.visited_on BETWEEN ? AND ?)
       ORDER BY r.month, r.id`,
    village_id,
    starts_on,
    ends_on,
  )
  return rows.map(({ name }) => name)
}
