/**
 * Answers to objections, by somebody who did not enter the score. Corrections are
 * reversals in the ledger and notices on the wall.
 */
import { Refused } from '../../server/domain/answers/refused.ts'
import { revealsDeduction } from '../../server/domain/board/privacy.ts'
import { addDays } from '../../server/domain/calendar/calendar.ts'
import { mostPoints, type RuleTerms } from '../../server/domain/points/points.ts'
import { opposite } from '../../server/domain/points/posting.ts'
import { recordChange } from '../audit/audit.ts'
import { Appender } from '../ledger/appender.ts'
import { postingAt } from '../ledger/findPosting.ts'
import { expiredWith, refuseIrreversible, reversalOf } from '../scores/reversal.ts'
import { madeBefore, once } from '../store/requests/idempotency.ts'
import { requestDigest } from '../store/requests/requestDigest.ts'
import type { ObjectionRow, PostingRow } from '../store/schema.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { mustFindVillageById } from '../villages/findVillages.ts'
import { bumpRevision } from '../villages/revision.ts'
import { today } from '../villages/today.ts'
import { findObjection, type Objection, readObjection } from './objections.ts'

export interface ObjectionAnswer {
  /** Made by the client. */
  id: string
  outcome: 'upheld' | 'changed' | 'revoked'
  reason: string
  /** Magnitude that stands instead, for `changed`. */
  points?: number | undefined
}

/** How long the notice of a correction is shown, days. */
const correctionDays = 14

/**
 * Answers an objection: the score stands, gets other points, or is reversed. The
 * same answer again changes nothing.
 *
 * @param notice words of the correction for the wall, without the household; not used for unnamed deductions
 *
 * @throws Refused when it was answered already, with an id that came before for
 *   another answer, by who entered the score or was at the door for it, for the own
 *   household, with points that are no change or more than the rule could give, and
 *   with a change where points of the household expired since
 */
export async function answerObjection(
  store: Store,
  scope: Scope,
  id: string,
  answer: ObjectionAnswer,
  notice: (objection: Objection, outcome: 'changed' | 'revoked') => { title: string; text: string },
): Promise<Objection> {
  requirePower(scope, 'review')
  return store.write(scope.village, async (store) => {
    const row = await findObjection(store, scope.village, id)
    if (!row) throw new Refused('not-found', 'unknown-objection')
    await once(store, scope.village, 'objection-answer', { ...answer, objection: id }, async () => {
      refuseHindered(await readObjection(store, scope, id))
      await settle(store, scope, row, answer)
      const { outcome } = answer
      if (outcome !== 'upheld' && (await isPublic(store, scope, row.posting_seq)))
        await insertCorrection(store, scope, notice(await readObjection(store, scope, id), outcome))
      return row.id
    })
    return readObjection(store, scope, id)
  })
}

/** Whether the posting may be named on the wall: deductions only where the village names them. */
async function isPublic(store: Store, { village }: Scope, seq: number): Promise<boolean> {
  const posting = await postingAt(store, village, seq)
  if (!posting) throw new Error('an objection to no posting')
  return (
    (await mustFindVillageById(store, village)).names_deductions === 1 || !revealsDeduction(posting, null)
  )
}

/** Writes what the answer asks for, and the answer itself. */
async function settle(store: Store, scope: Scope, row: ObjectionRow, answer: ObjectionAnswer): Promise<void> {
  const posting = await postingAt(store, scope.village, row.posting_seq)
  if (!posting) throw new Error('an objection to no posting')
  const written = answer.outcome === 'upheld' ? null : await correct(store, scope, posting, answer)
  await store.update(
    'objections',
    { village_id: scope.village, id: row.id },
    {
      state: answer.outcome,
      reason: answer.reason,
      answered_at: new Date().toISOString(),
      answered_by: scope.user,
      answerer: scope.name,
      answer_id: answer.id,
      reversal_seq: written?.reversal ?? null,
      replacement_seq: written?.replacement ?? null,
    },
  )
  store.announce({ type: 'waiting', village: scope.village })
  await recordChange(store, scope, 'objection.answered', String(row.posting_seq), null, answer)
}

function refuseHindered({ hindrance }: Objection): void {
  if (hindrance === 'answered') throw new Refused('conflict', 'objection-answered')
  if (hindrance === 'own-entry') throw new Refused('forbidden', 'own-entry')
  if (hindrance === 'own-visit') throw new Refused('forbidden', 'own-visit')
  if (hindrance === 'own-household') throw new Refused('forbidden', 'own-household')
  if (hindrance !== null) throw new Refused('forbidden', 'no-power')
}

/** Takes the posting back and, for other points, writes them in its place. */
async function correct(
  store: Store,
  scope: Scope,
  posting: PostingRow,
  { id, outcome, reason, points }: ObjectionAnswer,
): Promise<{ reversal: number; replacement: number | null }> {
  await refuseIrreversible(store, posting)
  const expired = await expiredWith(store, posting)
  if (expired !== null) throw new Refused('conflict', 'objection-to-expired', { season: expired })
  const digest = requestDigest(['objection', posting.id, id, outcome, reason, points ?? null])
  // Refuses an id that another request has in the ledger.
  await madeBefore(store, scope.village, 'postings', id, digest)
  const appender = await Appender.open(store, scope.village)
  const reversal = (await appender.append(reversalOf(posting, { id, reason }, scope, digest), posting.kind))
    .row.seq
  if (outcome === 'revoked') {
    await appender.finish()
    return { reversal, replacement: null }
  }
  if (posting.kind !== 'award' && posting.kind !== 'deduct')
    throw new Refused('unprocessable', 'only-scores-change', { seq: posting.seq })
  if (points === undefined || points === Math.abs(posting.points))
    throw new Refused('unprocessable', 'points-unchanged', { points: Math.abs(posting.points) })
  const most = await mostInstead(store, posting)
  if (points > most) throw new Refused('unprocessable', 'points-beyond-rule', { most })
  const { seq: _seq, hash: _hash, village_id: _village, ...same } = posting
  const replacement = (
    await appender.append({
      ...same,
      id: `${id}/changed`,
      points: posting.points < 0 ? opposite(points) : points,
      units: null,
      recorded_at: new Date().toISOString(),
      recorded_by: scope.user,
      recorder: scope.name,
      note: reason,
      request: digest.stored,
    })
  ).row.seq
  await appender.finish()
  return { reversal, replacement }
}

/** The magnitude that may stand in the posting's place: what its rule could give then, or what it has. */
async function mostInstead(
  store: Store,
  { village_id, rule_version_id, points }: PostingRow,
): Promise<number> {
  const had = Math.abs(points)
  const version = await store.first<{ terms: string }>(
    'SELECT terms FROM rule_versions WHERE village_id = ? AND id = ?',
    village_id,
    rule_version_id,
  )
  return version ? Math.max(had, mostPoints(JSON.parse(version.terms) as RuleTerms)) : had
}

async function insertCorrection(
  store: Store,
  scope: Scope,
  { title, text }: { title: string; text: string },
): Promise<void> {
  const startsOn = await today(store, scope.village)
  await store.insert('notices', {
    village_id: scope.village,
    title,
    text,
    picture: null,
    starts_on: startsOn,
    ends_on: addDays(startsOn, correctionDays),
    created_at: new Date().toISOString(),
    created_by: scope.user,
  })
  await bumpRevision(store, scope.village)
}
