/** Publishes the postings since the last publication. */
import { Refused } from '../../server/domain/answers/refused.ts'
import { addDays } from '../../server/domain/calendar/calendar.ts'
import { recordChange } from '../audit/audit.ts'
import { postingAt } from '../ledger/findPosting.ts'
import { scoringList } from '../ledger/postingSql.ts'
import { once } from '../store/idempotency.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { bumpRevision } from '../villages/revision.ts'
import { today } from '../villages/today.ts'
import { mustFindPublication, type Publication } from './publications.ts'
import { makeSheet } from './sheet.ts'

/** What a publication is about: what moves the score, and all reversals. */
const published = `(kind IN ${scoringList} OR kind = 'reversal')`

/** What the next publication would be over; null when nothing is new. */
export async function nextStretch(
  store: Store,
  village: number,
): Promise<Pick<Publication, 'fromSeq' | 'toSeq' | 'lines' | 'startsOn' | 'endsOn'> | null> {
  const { last } = await store.one<{ last: number }>(
    'SELECT coalesce(max(to_seq), 0) AS last FROM publications WHERE village_id = ?',
    village,
  )
  const stretch = await store.one<{ lines: number; toSeq: number; startsOn: string; endsOn: string }>(
    `SELECT count(*) AS lines, max(seq) AS "toSeq", min(occurred_on) AS "startsOn", max(occurred_on) AS "endsOn"
       FROM postings WHERE village_id = ? AND seq > ? AND ${published}`,
    village,
    last,
  )
  return stretch.lines === 0 ? null : { ...stretch, fromSeq: last + 1 }
}

/** Longest time for objections, days: a mistyped year would hold points for ever. */
const longestOpen = 92

export interface NewPublication {
  /** Made by the client. */
  id: string
  /** As it is printed; the village's next one where none is given. */
  number?: string | undefined
  /** Last local date on which one can object. */
  closesOn: string
}

/**
 * Publishes all that is new, opening today. The same id again gives the same publication.
 *
 * @throws Refused when nothing is new, the number is taken, or it would close
 *   before it opens or more than 92 days after
 */
export async function publish(
  store: Store,
  scope: Scope,
  request: NewPublication,
): Promise<{ publication: Publication; fresh: boolean }> {
  requirePower(scope, 'administer')
  return store.write(scope.village, async (store) => {
    const { made, fresh } = await once(store, scope.village, 'publication', request, async () =>
      freeze(store, scope, request),
    )
    if (fresh) await bumpRevision(store, scope.village)
    return { publication: await mustFindPublication(store, scope.village, made), fresh }
  })
}

/** Freezes what was not published yet. @returns the publication's id */
async function freeze(store: Store, scope: Scope, { id, number, closesOn }: NewPublication): Promise<number> {
  const opensOn = await today(store, scope.village)
  if (closesOn < opensOn) throw new Refused('unprocessable', 'closes-before-today', { today: opensOn })
  const latest = addDays(opensOn, longestOpen)
  if (closesOn > latest)
    throw new Refused('unprocessable', 'closes-too-late', { days: longestOpen, last: latest })
  const stretch = await nextStretch(store, scope.village)
  if (!stretch) throw new Refused('conflict', 'nothing-to-publish')
  const name = number ?? (await nextNumber(store, scope.village, opensOn))
  if (await hasNumber(store, scope.village, name))
    throw new Refused('conflict', 'publication-number-taken', { number: name })
  const last = await postingAt(store, scope.village, stretch.toSeq)
  if (!last) throw new Error('a stretch without a last posting')
  const sheet = await makeSheet(store, scope.village, stretch.fromSeq, stretch.toSeq)
  const made = await store.insert('publications', {
    village_id: scope.village,
    request_id: id,
    number: name,
    from_seq: stretch.fromSeq,
    to_seq: stretch.toSeq,
    head: last.hash,
    lines: stretch.lines,
    starts_on: stretch.startsOn,
    ends_on: stretch.endsOn,
    opens_on: opensOn,
    closes_on: closesOn,
    sheet: JSON.stringify(sheet),
    created_at: new Date().toISOString(),
    created_by: scope.user,
  })
  await recordChange(store, scope, 'publication.created', name, null, { ...stretch, closesOn })
  return made
}

async function nextNumber(store: Store, village: number, opensOn: string): Promise<string> {
  const year = opensOn.slice(0, 4)
  const { count } = await store.one<{ count: number }>(
    'SELECT count(*) AS count FROM publications WHERE village_id = ? AND opens_on LIKE ?',
    village,
    `${year}-%`,
  )
  let next = count + 1
  while (await hasNumber(store, village, `${year}-${next}`)) next += 1
  return `${year}-${next}`
}

async function hasNumber(store: Store, village: number, number: string): Promise<boolean> {
  return (
    (await store.first('SELECT 1 FROM publications WHERE village_id = ? AND number = ?', village, number)) !==
    undefined
  )
}
