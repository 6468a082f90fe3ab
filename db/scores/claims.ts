/** Claims (申报): scores that wait for a review before they are postings. */
import type { Insertable } from 'kysely'
import { Refused } from '../../server/domain/answers/refused.ts'
import type { ClaimState, Reviewers } from '../../server/domain/rules/review.ts'
import { ownHousehold } from '../households/ownHouseholds.ts'
import { matchingHouseholds } from '../households/searchHouseholds.ts'
import { type Evidence, withEvidence } from '../photos/photos.ts'
import { inOrder } from '../store/inOrder.ts'
import type { ClaimRow, Schema } from '../store/schema.ts'
import type { Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { hasInspected } from './roundResults.ts'
import { tokenMaker } from './tokenScores.ts'

/** A claim with the names beside it, as one member of staff sees it. */
export interface ClaimLine extends Evidence {
  /** The id that the client made. */
  id: string
  kind: 'award' | 'deduct'
  door: string
  head: string
  group: string
  dimension: string
  rule: number
  text: string
  /** Signed. */
  points: number
  units: number | null
  occurredOn: string
  note: string | null
  /** The rule asks for it. */
  evidence: boolean
  /** How many people must pass it. */
  reviewers: number
  state: ClaimState
  reason: string | null
  claimedAt: string
  claimedBy: string
  decidedAt: string | null
  /** Who passed or stopped it so far, in their order. */
  reviewedBy: string[]
  /** Seq of the posting that came of it. */
  seq: number | null
  /** Entered by the one who looks. */
  isOwn: boolean
  /** Who made it: the staff, the household itself, or a round. */
  source: ClaimRow['source']
  /** Why the one who looks may not review it; null when they may. */
  hindrance: Hindrance | null
}

/** Why somebody may not review a claim. */
export type Hindrance =
  'claim-decided' | 'no-power' | 'own-claim' | 'own-token' | 'own-visit' | 'own-household' | 'reviewed-before'

export type NewClaim = Omit<Insertable<Schema['claims']>, 'state' | 'reason' | 'decided_at' | 'reviewers'> & {
  reviewers: Exclude<Reviewers, 0>
}

/** Keeps a claim; call it in the transaction that checked it, and announce it there. */
export async function insertClaim(store: Store, claim: NewClaim): Promise<void> {
  await store.insert('claims', claim)
}

/** The claim by its client's id. */
export async function findClaim(store: Store, village: number, id: string): Promise<ClaimRow | undefined> {
  return store.first<ClaimRow>('SELECT * FROM claims WHERE village_id = ? AND request_id = ?', village, id)
}

/** @throws Refused when the village has no such claim */
export async function mustFindClaim(store: Store, village: number, id: string): Promise<ClaimRow> {
  const claim = await findClaim(store, village, id)
  if (!claim) throw new Refused('not-found', 'unknown-claim')
  return claim
}

/**
 * Why this person may not review the claim: four eyes, and nobody reviews the
 * own household. The one place that decides it, for the list and for the act.
 */
export async function hindranceFor(
  store: Store,
  scope: Pick<Scope, 'village' | 'user' | 'powers'>,
  claim: Pick<ClaimRow, 'id' | 'request_id' | 'state' | 'source' | 'claimed_by' | 'household_id'>,
): Promise<Hindrance | null> {
  if (claim.state !== 'waiting') return 'claim-decided'
  if (!scope.powers.has('review') || scope.user === null) return 'no-power'
  if (claim.claimed_by === scope.user) return 'own-claim'
  if (claim.claimed_by === null && (await tokenMaker(store, scope.village, claim.request_id)) === scope.user)
    return 'own-token'
  if (claim.source === 'round' && (await hasInspected(store, scope.village, scope.user, claim.request_id)))
    return 'own-visit'
  if ((await ownHousehold(store, scope.village, scope.user)) === claim.household_id) return 'own-household'
  const earlier = await store.first(
    'SELECT 1 FROM claim_reviews WHERE village_id = ? AND claim_id = ? AND user_id = ?',
    scope.village,
    claim.id,
    scope.user,
  )
  return earlier === undefined ? null : 'reviewed-before'
}

export interface ClaimFilter {
  state?: ClaimState | undefined
  /** Id of a rule, in any version. */
  rule?: number | undefined
  /** Name of a group. */
  group?: string | undefined
  /** Door, part of the name, or initials of its pinyin. */
  q?: string | undefined
  /** Only those that the one who looks entered. */
  own?: boolean | undefined
  /** What they stand together by. */
  by?: ClaimOrder | undefined
}

/** What a queue can be ordered by; `newest` puts what was decided last first. */
export const claimOrders = ['rule', 'date', 'group', 'newest'] as const
export type ClaimOrder = (typeof claimOrders)[number]

const orders: Record<ClaimOrder, string> = {
  rule: 'd.position, r.position, v.rule_id, c.occurred_on, length(h.door), h.door, c.id',
  date: 'c.occurred_on, v.rule_id, length(h.door), h.door, c.id',
  group: 'length(g.name), g.name, length(h.door), h.door, c.id',
  newest: 'c.id DESC',
}

type ListedRow = Omit<ClaimLine, 'evidence' | 'isOwn' | 'hindrance' | 'reviewedBy' | keyof Evidence> & {
  key: number
  household: number
  claimant: number | null
  terms: string
  names: string | null
}

const from = `
  FROM claims c
  JOIN households h ON h.id = c.household_id
  JOIN household_groups g ON g.id = h.group_id
  JOIN dimensions d ON d.id = c.dimension_id
  JOIN rule_versions v ON v.id = c.rule_version_id
  JOIN rules r ON r.id = v.rule_id
  WHERE c.village_id = @village AND (@state IS NULL OR c.state = @state)
    AND (@rule IS NULL OR v.rule_id = @rule) AND (@group IS NULL OR g.name = @group)
    AND (@own IS NULL OR c.claimed_by = @own)
    AND (@households IS NULL OR c.household_id = ANY(@households))
    AND (@id IS NULL OR c.request_id = @id)`

const columns = `
  SELECT c.id AS key, c.request_id AS id, c.kind, h.door, h.head, g.name AS "group", d.name AS dimension,
    v.rule_id AS rule, c.text, c.points, c.units, c.occurred_on AS "occurredOn", c.note, c.reviewers,
    c.state, c.source, c.reason, c.claimed_at AS "claimedAt", c.claimant AS "claimedBy", c.decided_at AS "decidedAt",
    c.household_id AS household, c.claimed_by AS claimant, v.terms,
    (SELECT string_agg(reviewer, '\n' ORDER BY reviewed_at) FROM claim_reviews WHERE claim_id = c.id) AS names,
    (SELECT seq FROM postings p WHERE p.village_id = c.village_id AND p.id = c.request_id) AS seq`

/**
 * Claims by filter, as this person sees them.
 *
 * @param start how many to leave out
 * @returns the lines, and how many there are in all
 */
export async function listClaims(
  store: Store,
  scope: Scope,
  filter: ClaimFilter,
  start: number,
  limit: number,
): Promise<{ lines: ClaimLine[]; total: number }> {
  const parameters = {
    village: scope.village,
    state: filter.state ?? null,
    rule: filter.rule ?? null,
    group: filter.group ?? null,
    households: await matchingHouseholds(store, scope.village, filter.q),
    own: filter.own ? scope.user : null,
    id: null,
  }
  const { total } = await store.one<{ total: number }>(`SELECT count(*) AS total ${from}`, parameters)
  const rows = await store.all<ListedRow>(
    `${columns} ${from} ORDER BY ${orders[filter.by ?? 'rule']} LIMIT @limit OFFSET @start`,
    { ...parameters, limit, start },
  )
  return { lines: await toLines(store, scope, rows), total }
}

/** One claim, as this person sees it. @throws Refused when the village has no such claim */
export async function readClaim(store: Store, scope: Scope, id: string): Promise<ClaimLine> {
  const any = { state: null, rule: null, group: null, households: null, own: null }
  const parameters = { village: scope.village, ...any, id }
  const rows = await store.all<ListedRow>(`${columns} ${from}`, parameters)
  const [line] = await toLines(store, scope, rows)
  if (!line) throw new Refused('not-found', 'unknown-claim')
  return line
}

async function toLines(store: Store, scope: Scope, rows: ListedRow[]): Promise<ClaimLine[]> {
  const lines = await inOrder(rows, async (row) => toLine(store, scope, row))
  return withEvidence(store, scope.village, lines)
}

async function toLine(store: Store, scope: Scope, row: ListedRow): Promise<Omit<ClaimLine, keyof Evidence>> {
  const { key, household, claimant, terms, names, ...line } = row
  const facts = {
    id: key,
    request_id: row.id,
    state: row.state,
    source: row.source,
    claimed_by: claimant,
    household_id: household,
  }
  return {
    ...line,
    evidence: (JSON.parse(terms) as { evidence: boolean }).evidence,
    reviewedBy: names === null ? [] : names.split('\n'),
    isOwn: claimant !== null && claimant === scope.user,
    hindrance: await hindranceFor(store, scope, facts),
  }
}

/** How many claims wait for a review: of the village, or of one household, season or source. */
export async function countWaiting(
  store: Store,
  village: number,
  of: { household?: number; season?: number; source?: ClaimRow['source'] } = {},
): Promise<number> {
  const { count } = await store.one<{ count: number }>(
    `SELECT count(*) AS count FROM claims
       WHERE village_id = @village AND state = 'waiting' AND (@household IS NULL OR household_id = @household)
         AND (@season IS NULL OR season_id = @season) AND (@source IS NULL OR source = @source)`,
    { village, household: null, season: null, source: null, ...of },
  )
  return count
}
