/**
 * Objections (异议) to what stands in a publication. The answer comes from
 * somebody who did not enter the score; what it alters is written to the
 * ledger as a reversal, and said on the wall.
 */
import { type PostingKind } from '../server/domain/posting.ts'
import { mostPoints, type RuleTerms } from '../server/domain/points.ts'
import { Refused } from '../server/domain/refused.ts'
import { addDays, localDateAt } from '../server/domain/calendar.ts'
import { Appender } from './appender.ts'
import { recordChange } from './audit.ts'
import { sha256 } from './chain.ts'
import { isPublishedOpen } from './openPublications.ts'
import { ownHousehold } from './ownHouseholds.ts'
import { mustFindPublication } from './publicity.ts'
import { expiredWith, refuseIrreversible, reversalOf } from './reversal.ts'
import { hasInspected } from './roundResults.ts'
import { type ObjectionRow, type PostingRow } from './schema.ts'
import { requirePower, type Scope } from './scope.ts'
import { type Store } from './store.ts'
import { bumpRevision, villageById } from './villages.ts'
import { writtenBefore } from './entryDesk.ts'
import { once } from './requests.ts'

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
  /** Who objects, as they gave their name; empty for somebody who does not. */
  objector: string
  text: string
}

/**
 * Takes an objection down; the same id again gives the same one.
 *
 * @throws Refused as `takeDown` does
 */
export function object(
  store: Store,
  scope: Scope,
  request: NewObjection,
): { objection: Objection; fresh: boolean } {
  requirePower(scope, 'enter')
  return store.write(() => {
    const { fresh } = once(store, scope.village, 'objection', request, () => {
      takeDown(store, { ...scope, source: 'staff' }, request)
      const { publication, posting, text } = request
      const { number } = mustFindPublication(store, scope.village, publication)
      recordChange(store, scope, 'objection.created', String(posting), null, { publication: number, text })
      return posting
    })
    return { objection: readObjection(store, scope, request.id), fresh }
  })
}

/**
 * Writes a new objection down; call it in a transaction.
 *
 * @throws Refused when the publication is closed, the posting does not stand in
 *   it, was taken back, or is being objected to already
 */
export function takeDown(
  store: Store,
  by: Pick<Scope, 'village' | 'user'> & { source: Objection['source'] },
  { id, publication, posting, objector, text }: NewObjection,
): void {
  const { fromSeq, toSeq, closesOn, number } = mustFindPublication(store, by.village, publication)
  const today = localDateAt(Date.now(), villageById(store, by.village)?.timezone ?? 'Asia/Shanghai')
  if (today > closesOn) throw new Refused('conflict', 'publication-closed', { number, closes: closesOn })
  const row = postingOf(store, by.village, posting)
  if (!row || !isPublishedOpen({ fromSeq, toSeq }, row))
    throw new Refused('unprocessable', 'not-in-publication', { seq: posting, number })
  refuseIrreversible(store, row)
  const open = store
    .prepare(`SELECT 1 FROM objections WHERE village_id = ? AND posting_seq = ? AND state = 'open'`)
    .get(by.village, posting)
  if (open) throw new Refused('conflict', 'objected-already', { seq: posting })
  store.run(
    store.sql.insertInto('objections').values({
      village_id: by.village,
      request_id: id,
      publication_id: publication,
      posting_seq: posting,
      objector,
      text,
      source: by.source,
      created_at: new Date().toISOString(),
      created_by: by.user,
    }),
  )
  store.announce({ type: 'waiting', village: by.village })
}

export interface ObjectionAnswer {
  /** Made by the client. */
  id: string
  outcome: 'upheld' | 'changed' | 'revoked'
  reason: string
  /** Magnitude that stands instead, for `changed`. */
  points?: number | undefined
}

/** How long a correction is said on the wall, days. */
const correctionDays = 14

/**
 * Answers an objection: the score stands, gets other points, or is taken back.
 * The same answer again changes nothing.
 *
 * @param notice the words of the correction for the wall, which name no household
 * @throws Refused when it was answered already, with an id that came before for
 *   another answer, by who entered the score or was at the door for it, for the own
 *   household, with points that are no change or more than the rule could give, and
 *   with a change where points of the household expired since
 */
export function answerObjection(
  store: Store,
  scope: Scope,
  id: string,
  answer: ObjectionAnswer,
  notice: (objection: Objection, outcome: 'changed' | 'revoked') => { title: string; text: string },
): Objection {
  requirePower(scope, 'review')
  return store.write(() => {
    const row = findObjection(store, scope.village, id)
    if (!row) throw new Refused('not-found', 'unknown-objection')
    once(store, scope.village, 'objection-answer', { ...answer, objection: id }, () => {
      refuseHindered(readObjection(store, scope, id))
      settle(store, scope, row, answer)
      const { outcome } = answer
      if (outcome !== 'upheld') sayOnWall(store, scope, notice(readObjection(store, scope, id), outcome))
      return row.id
    })
    return readObjection(store, scope, id)
  })
}

/** Writes what the answer asks for, and the answer itself. */
function settle(store: Store, scope: Scope, row: ObjectionRow, answer: ObjectionAnswer): void {
  const posting = postingOf(store, scope.village, row.posting_seq)
  if (!posting) throw new Error('an objection to no posting')
  const written = answer.outcome === 'upheld' ? null : correct(store, scope, posting, answer)
  store.run(
    store.sql
      .updateTable('objections')
      .set({
        state: answer.outcome,
        reason: answer.reason,
        answered_at: new Date().toISOString(),
        answered_by: scope.user,
        answerer: scope.name,
        answer_id: answer.id,
        reversal_seq: written?.reversal ?? null,
        replacement_seq: written?.replacement ?? null,
      })
      .where('village_id', '=', scope.village)
      .where('id', '=', row.id),
  )
  store.announce({ type: 'waiting', village: scope.village })
  recordChange(store, scope, 'objection.answered', String(row.posting_seq), null, answer)
}

function refuseHindered({ hindrance }: Objection): void {
  if (hindrance === 'answered') throw new Refused('conflict', 'objection-answered')
  if (hindrance === 'own-entry') throw new Refused('forbidden', 'own-entry')
  if (hindrance === 'own-visit') throw new Refused('forbidden', 'own-visit')
  if (hindrance === 'own-household') throw new Refused('forbidden', 'own-household')
  if (hindrance !== null) throw new Refused('forbidden', 'no-power')
}

/** Takes the posting back and, for other points, writes them in its place. */
function correct(
  store: Store,
  scope: Scope,
  posting: PostingRow,
  { id, outcome, reason, points }: ObjectionAnswer,
): { reversal: number; replacement: number | null } {
  refuseIrreversible(store, posting)
  const expired = expiredWith(store, posting)
  if (expired !== null) throw new Refused('conflict', 'objection-to-expired', { season: expired })
  const digest = sha256(JSON.stringify(['objection', posting.id, id, outcome, reason, points ?? null]))
  // An id that stands in the ledger already is another request's.
  writtenBefore(store, scope.village, id, digest)
  const appender = new Appender(store, scope.village)
  const reversal = appender.append(reversalOf(posting, { id, reason }, scope, digest), posting.kind).row.seq
  if (outcome === 'revoked') {
    appender.finish()
    return { reversal, replacement: null }
  }
  if (posting.kind !== 'award' && posting.kind !== 'deduct')
    throw new Refused('unprocessable', 'only-scores-change', { seq: posting.seq })
  if (points === undefined || points === Math.abs(posting.points))
    throw new Refused('unprocessable', 'points-unchanged', { points: Math.abs(posting.points) })
  const most = mostInstead(store, posting)
  if (points > most) throw new Refused('unprocessable', 'points-beyond-rule', { most })
  const { seq: _seq, hash: _hash, village_id: _village, ...same } = posting
  const replacement = appender.append({
    ...same,
    id: `${id}/changed`,
    points: posting.points < 0 ? 0 - points : points,
    units: null,
    recorded_at: new Date().toISOString(),
    recorded_by: scope.user,
    recorder: scope.name,
    note: reason,
    request: digest,
  }).row.seq
  appender.finish()
  return { reversal, replacement }
}

/** The magnitude that may stand in the posting's place: what its rule could give then, or what it has. */
function mostInstead(store: Store, { village_id, rule_version_id, points }: PostingRow): number {
  const had = Math.abs(points)
  const version = store
    .prepare('SELECT terms FROM rule_versions WHERE village_id = ? AND id = ?')
    .get(village_id, rule_version_id) as { terms: string } | undefined
  return version ? Math.max(had, mostPoints(JSON.parse(version.terms) as RuleTerms)) : had
}

function sayOnWall(store: Store, scope: Scope, { title, text }: { title: string; text: string }): void {
  const today = localDateAt(Date.now(), villageById(store, scope.village)?.timezone ?? 'Asia/Shanghai')
  store.run(
    store.sql.insertInto('notices').values({
      village_id: scope.village,
      title,
      text,
      picture: null,
      starts_on: today,
      ends_on: addDays(today, correctionDays),
      created_at: new Date().toISOString(),
      created_by: scope.user,
    }),
  )
  bumpRevision(store, scope.village)
}

/** The posting of this number. */
export function postingOf(store: Store, village: number, seq: number): PostingRow | undefined {
  return store.prepare('SELECT * FROM postings WHERE village_id = ? AND seq = ?').get(village, seq) as
    PostingRow | undefined
}

/** The objection by its client's id. */
export function findObjection(store: Store, village: number, id: string): ObjectionRow | undefined {
  return store
    .prepare('SELECT * FROM objections WHERE village_id = ? AND request_id = ?')
    .get(village, id) as ObjectionRow | undefined
}

const listed = `
  SELECT o.request_id AS id, o.publication_id AS publication, n.number, o.posting_seq AS seq, h.door, h.head,
    p.kind, p.text, p.points, p.occurred_on AS occurredOn, p.recorder AS recordedBy, o.objector,
    o.text AS objection, o.source, o.created_at AS createdAt, o.state, o.reason,
    o.answered_at AS answeredAt, o.answerer AS answeredBy, o.reversal_seq AS reversalSeq,
    o.replacement_seq AS replacementSeq,
    (SELECT c.points FROM postings c WHERE c.village_id = o.village_id AND c.seq = o.replacement_seq) AS newPoints,
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
export function listObjections(store: Store, scope: Scope, publication: number | null): Objection[] {
  const rows = store.prepare(listed).all({ village: scope.village, publication, id: null }) as ListedRow[]
  return rows.map((row) => toObjection(store, scope, row))
}

function readObjection(store: Store, scope: Scope, id: string): Objection {
  const row = store.prepare(listed).get({ village: scope.village, publication: null, id }) as ListedRow
  return toObjection(store, scope, row)
}

function toObjection(store: Store, scope: Scope, { author, household, score, ...row }: ListedRow): Objection {
  return { ...row, hindrance: hindranceOf() }

  function hindranceOf(): Objection['hindrance'] {
    if (row.state !== 'open') return 'answered'
    if (!scope.powers.has('review')) return 'no-power'
    if (author !== null && author === scope.user) return 'own-entry'
    if (scope.user !== null && hasInspected(store, scope.village, scope.user, score)) return 'own-visit'
    return ownHousehold(store, scope.village, scope.user) === household ? 'own-household' : null
  }
}

/** How many objections wait for an answer. */
export function countObjections(store: Store, village: number): number {
  const { count } = store
    .prepare(`SELECT count(*) AS count FROM objections WHERE village_id = ? AND state = 'open'`)
    .get(village) as { count: number }
  return count
}
