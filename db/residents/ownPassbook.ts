/**
 * A household's own passbook (一册积分) on its phone: lines, objections, redemptions,
 * claims. Never includes notes of staff or who recorded a line.
 */
import type { PostingKind } from '../../server/domain/points/posting.ts'
import { isPublishedOpen, type OpenPublication, openStretches } from '../board/openPublications.ts'
import type { Door } from '../households/doors.ts'
import { irreversibility } from '../scores/reversal.ts'
import { inOrder } from '../store/inOrder.ts'
import type { PostingRow } from '../store/schema.ts'
import type { Store } from '../store/store.ts'
import { readSpecialRules } from '../villages/specialRules.ts'

/** The household's objection to a line, and its answer. */
export interface OwnObjection {
  text: string
  state: 'open' | 'upheld' | 'changed' | 'revoked'
  /** Why it was answered so; null while it is open. */
  reason: string | null
  /** UTC. */
  answeredAt: string | null
  /** Signed points that stand instead; null unless they were changed. */
  newPoints: number | null
}

export interface OwnLine {
  seq: number
  /** Id of the posting, by which its photos are found. */
  id: string
  kind: PostingKind
  occurredOn: string
  text: string
  dimension: string | null
  points: number
  /** Sum of all points up to this line but honour points. */
  balance: number
  /** Why, for a reversal. */
  reason: string | null
  reverses: number | null
  reversedBy: number | null
  restores: number | null
  objection: OwnObjection | null
  /** The publication in which it may be objected to now; null where it may not. */
  objectable: Pick<OpenPublication, 'number' | 'closesOn'> | null
}

const lines = `
  SELECT * FROM (
    SELECT p.*, d.name AS dimension, sum(CASE WHEN p.rule_version_id = ANY(@honours) THEN 0 ELSE p.points END)
        OVER (ORDER BY p.seq) AS balance,
      (SELECT r.seq FROM postings r WHERE r.village_id = p.village_id AND r.reverses = p.seq) AS "reversedBy"
    FROM postings p LEFT JOIN dimensions d ON d.id = p.dimension_id
    WHERE p.village_id = @village AND p.household_id = @household)
  WHERE season_id = (SELECT id FROM seasons WHERE village_id = @village AND state = 'active')
  ORDER BY seq DESC`

type LineRow = PostingRow & { dimension: string | null; balance: number; reversedBy: number | null }

/**
 * The household's lines of the active season, the newest first.
 *
 * @param today local date, by which publications are open
 */
export async function ownLines(
  store: Store,
  { village, household }: Door,
  today: string,
): Promise<OwnLine[]> {
  return store.read(async (store) => {
    const { honours } = await readSpecialRules(store, village)
    const rows = await store.all<LineRow>(lines, { village, household, honours })
    const objections = await ownObjections(store, village, household)
    const disputed = await disputedSeqs(store, village, household)
    const publications = await openStretches(store, village, today)
    return await inOrder(rows, async (row) => {
      const publication = publications.find((one) => isPublishedOpen(one, row))
      const mayObject = publication && !disputed.has(row.seq) && (await irreversibility(store, row)) === null
      return {
        seq: row.seq,
        id: row.id,
        kind: row.kind,
        occurredOn: row.occurred_on,
        text: row.text,
        dimension: row.dimension,
        points: row.points,
        balance: row.balance,
        reason: row.kind === 'reversal' ? row.note : null,
        reverses: row.reverses,
        reversedBy: row.reversedBy,
        restores: row.restores,
        objection: objections.get(row.seq) ?? null,
        objectable: mayObject ? { number: publication.number, closesOn: publication.closesOn } : null,
      }
    })
  })
}

/** What the household itself objected to, by seq. */
async function ownObjections(
  store: Store,
  village: number,
  household: number,
): Promise<Map<number, OwnObjection>> {
  const rows = await store.all<OwnObjection & { seq: number }>(
    `SELECT o.posting_seq AS seq, o.text, o.state, o.reason, o.answered_at AS "answeredAt",
         (SELECT c.points FROM postings c WHERE c.village_id = o.village_id AND c.seq = o.replacement_seq) AS "newPoints"
       FROM objections o JOIN postings p ON p.village_id = o.village_id AND p.seq = o.posting_seq
       WHERE o.village_id = ? AND o.source = 'resident' AND p.household_id = ? ORDER BY o.id`,
    village,
    household,
  )
  return new Map(rows.map(({ seq, ...objection }) => [seq, objection]))
}

/** Lines that somebody objects to now, or the household did before: once each. */
async function disputedSeqs(store: Store, village: number, household: number): Promise<Set<number>> {
  const rows = await store.all<{ seq: number }>(
    `SELECT o.posting_seq AS seq
       FROM objections o JOIN postings p ON p.village_id = o.village_id AND p.seq = o.posting_seq
       WHERE o.village_id = ? AND p.household_id = ? AND (o.state = 'open' OR o.source = 'resident')`,
    village,
    household,
  )
  return new Set(rows.map(({ seq }) => seq))
}

/** A score that waits for a review, or an own proposal that was stopped. */
export interface OwnClaim {
  id: string
  text: string
  points: number
  occurredOn: string
  state: 'waiting' | 'stopped'
  /** Why an own proposal was stopped. */
  reason: string | null
  /** Proposed by the household, which may take it back while it waits. */
  isOwn: boolean
  /** What the household wrote to it; null for what others claimed. */
  note: string | null
}

/** How many stopped proposals a passbook shows. */
const claimsShown = 20

/** What waits for a review, and own proposals that were stopped; what was passed is a line. */
export async function ownClaims(store: Store, { village, household }: Door): Promise<OwnClaim[]> {
  const rows = await store.all<Omit<OwnClaim, 'isOwn'> & { isOwn: 0 | 1 }>(
    `SELECT request_id AS id, text, points, occurred_on AS "occurredOn", state, reason,
         source = 'resident' AS "isOwn", CASE WHEN source = 'resident' THEN note END AS note
       FROM claims WHERE village_id = ? AND household_id = ?
         AND (state = 'waiting' OR (state = 'stopped' AND source = 'resident'))
       ORDER BY state = 'stopped', id DESC LIMIT ?`,
    village,
    household,
    claimsShown,
  )
  return rows.map((row) => ({ ...row, isOwn: row.isOwn === 1 }))
}

/** What the household took for points, one entry for each good. */
export interface OwnRedemption {
  on: string
  name: string
  amount: number
  points: number
  isReturned: boolean
}

/** The newest first, of all seasons. */
export async function ownRedemptions(store: Store, { village, household }: Door): Promise<OwnRedemption[]> {
  const rows = await store.all<Omit<OwnRedemption, 'isReturned'> & { isReturned: 0 | 1 }>(
    `SELECT r.on_day AS "on", l.name, l.amount, l.points, l.return_seq IS NOT NULL AS "isReturned"
       FROM redemptions r JOIN redemption_lines l ON l.village_id = r.village_id AND l.redemption_id = r.id
       WHERE r.village_id = ? AND r.household_id = ? ORDER BY l.id DESC LIMIT 100`,
    village,
    household,
  )
  return rows.map((row) => ({ ...row, isReturned: row.isReturned === 1 }))
}

/** Seasons that are over, with the score the household had in them, the newest first. */
export async function earlierSeasons(
  store: Store,
  { village, household }: Door,
): Promise<{ name: string; startsOn: string; endsOn: string; score: number }[]> {
  return store.all<{ name: string; startsOn: string; endsOn: string; score: number }>(
    `SELECT s.name, s.starts_on AS "startsOn", s.ends_on AS "endsOn", t.score
       FROM seasons s JOIN standings t ON t.village_id = s.village_id AND t.season_id = s.id
       WHERE s.village_id = ? AND t.household_id = ? AND s.state = 'closed' ORDER BY s.starts_on DESC`,
    village,
    household,
  )
}
