/** Objections (异议) to postings of a publication. */
import { Refused } from '../../server/domain/answers/refused.ts'
import type { PostingKind } from '../../server/domain/points/posting.ts'
import { recordChange } from '../audit/audit.ts'
import { isPublishedOpen } from '../board/openPublications.ts'
import { ownHousehold } from '../households/ownHouseholds.ts'
import { postingAt } from '../ledger/findPosting.ts'
import { refuseIrreversible } from '../scores/reversal.ts'
import { hasInspected } from '../scores/roundResults.ts'
import { inOrder } from '../store/inOrder.ts'
import { once } from '../store/requests/idempotency.ts'
import type { ObjectionRow } from '../store/schema.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { today } from '../villages/today.ts'
import { mustFindPublication } from './publications.ts'

/** An objection with the line that it is about. */
export interface Objection {
  id: string
  publication: number
  /** Number of the publication. */
  number: string
  seq: number
  door: string
  head: string
  kind: PostingKind
  text: string
  /** Signed, as they stood. */
  points: number
  occurredOn: string
  recordedBy: string
  objector: string
  objection: string
  source: 'staff' | 'resident'
  createdAt: string
  state: 'open' | 'upheld' | 'changed' | 'revoked'
  reason: string | null
  answeredAt: string | null
  answeredBy: string | null
  reversalSeq: number | null
  replacementSeq: number | null
  /** Signed points that stand in their place; null unless they were changed. */
  newPoints: number | null
  /** Why the one who looks may not answer it; null when they may. */
  hindrance: 'answered' | 'no-power' | 'own-entry' | 'own-visit' | 'own-household' | null
}

export interface NewObjection {
  /** Made by the client. */
  id: string
  publication: number
  /** Seq of the posting. */
  posting: number
  /** Name that the objector gave; may be empty. */
  objector: string
  text: string
}

/**
 * Creates an objection; the same id again returns it.
 *
 * @throws Refused as `insertObjection` does
 */
export async function createObjection(
  store: Store,
  scope: Scope,
  request: NewObjection,
): Promise<{ objection: Objection; fresh: boolean }> {
  requirePower(scope, 'enter')
  return store.write(scope.village, async (store) => {
    const { fresh } = await once(store, scope.village, 'objection', request, async () => {
      await insertObjection(store, { ...scope, source: 'staff' }, request)
      const { publication, posting, text } = request
      const { number } = await mustFindPublication(store, scope.village, publication)
      await recordChange(store, scope, 'objection.created', String(posting), null, {
        publication: number,
        text,
      })
      return posting
    })
    return { objection: await readObjection(store, scope, request.id), fresh }
  })
}

/**
 * Inserts an objection; call it in a transaction.
 *
 * @throws Refused when the publication is closed, the posting does not stand in
 *   it, was taken back, or is being objected to already
 */
export async function insertObjection(
  store: Store,
  by: Pick<Scope, 'village' | 'user'> & { source: Objection['source'] },
  { id, publication, posting, objector, text }: NewObjection,
): Promise<void> {
  const { fromSeq, toSeq, closesOn, number } = await mustFindPublication(store, by.village, publication)
  if ((await today(store, by.village)) > closesOn)
    throw new Refused('conflict', 'publication-closed', { number, closes: closesOn })
  const row = await postingAt(store, by.village, posting)
  if (!row || !isPublishedOpen({ fromSeq, toSeq }, row))
    throw new Refused('unprocessable', 'not-in-publication', { seq: posting, number })
  await refuseIrreversible(store, row)
  const open = await store.first(
    `SELECT 1 FROM objections WHERE village_id = ? AND posting_seq = ? AND state = 'open'`,
    by.village,
    posting,
  )
  if (open) throw new Refused('conflict', 'objected-already', { seq: posting })
  await store.insert('objections', {
    village_id: by.village,
    request_id: id,
    publication_id: publication,
    posting_seq: posting,
    objector,
    text,
    source: by.source,
    created_at: new Date().toISOString(),
    created_by: by.user,
  })
  store.announce({ type: 'waiting', village: by.village })
}

/** The objection by its client's id. */
export async function findObjection(
  store: Store,
  village: number,
  id: string,
): Promise<ObjectionRow | undefined> {
  return store.first<ObjectionRow>(
    'SELECT * FROM objections WHERE village_id = ? AND request_id = ?',
    village,
    id,
  )
}

const listed = `
  SELECT o.request_id AS id, o.publication_id AS publication, n.number, o.posting_seq AS seq, h.door, h.head,
    p.kind, p.text, p.points, p.occurred_on AS "occurredOn", p.recorder AS "recordedBy", o.objector,
    o.text AS objection, o.source, o.created_at AS "createdAt", o.state, o.reason,
    o.answered_at AS "answeredAt", o.answerer AS "answeredBy", o.reversal_seq AS "reversalSeq",
    o.replacement_seq AS "replacementSeq",
    (SELECT c.points FROM postings c WHERE c.village_id = o.village_id AND c.seq = o.replacement_seq) AS "newPoints",
    p.recorded_by AS author, p.household_id AS household, p.id AS score
  FROM objections o
  JOIN publications n ON n.id = o.publication_id
  JOIN postings p ON p.village_id = o.village_id AND p.seq = o.posting_seq
  JOIN households h ON h.id = p.household_id
  WHERE o.village_id = @village AND (@publication IS NULL OR o.publication_id = @publication)
    AND (@id IS NULL OR o.request_id = @id)
  ORDER BY o.state <> 'open', o.id DESC`

type ListedRow = Omit<Objection, 'hindrance'> & { author: number | null; household: number; score: string }

/** Objections, the open ones first, as this person may answer them. */
export async function listObjections(
  store: Store,
  scope: Scope,
  publication: number | null,
): Promise<Objection[]> {
  const rows = await store.all<ListedRow>(listed, { village: scope.village, publication, id: null })
  return await inOrder(rows, async (row) => toObjection(store, scope, row))
}

export async function readObjection(store: Store, scope: Scope, id: string): Promise<Objection> {
  const row = await store.one<ListedRow>(listed, { village: scope.village, publication: null, id })
  return toObjection(store, scope, row)
}

async function toObjection(
  store: Store,
  scope: Scope,
  { author, household, score, ...row }: ListedRow,
): Promise<Objection> {
  return { ...row, hindrance: await hindranceOf() }

  async function hindranceOf(): Promise<Objection['hindrance']> {
    if (row.state !== 'open') return 'answered'
    if (!scope.powers.has('review')) return 'no-power'
    if (author !== null && author === scope.user) return 'own-entry'
    if (scope.user !== null && (await hasInspected(store, scope.village, scope.user, score)))
      return 'own-visit'
    return (await ownHousehold(store, scope.village, scope.user)) === household ? 'own-household' : null
  }
}

/** How many objections wait for an answer, in the village or to scores of one household or season. */
export async function countObjections(
  store: Store,
  village: number,
  { household = null, season = null }: { household?: number | null; season?: number | null } = {},
): Promise<number> {
  const { count } = await store.one<{ count: number }>(
    `SELECT count(*) AS count FROM objections o
       JOIN postings p ON p.village_id = o.village_id AND p.seq = o.posting_seq
       WHERE o.village_id = @village AND o.state = 'open'
         AND (@household IS NULL OR p.household_id = @household) AND (@season IS NULL OR p.season_id = @season)`,
    { village, household, season },
  )
  return count
}
