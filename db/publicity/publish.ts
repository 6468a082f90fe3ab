/** Publishes the postings since the last publication. */
import { Refused } from '../../server/domain/answers/refused.ts'
import { addDays } from '../../server/domain/calendar/calendar.ts'
import { recordChange } from '../audit/audit.ts'
import { postingAt } from '../ledger/findPosting.ts'
import { scoringList } from '../ledger/postingSql.ts'
import { once } from '../store/requests/idempotency.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { bumpRevision } from '../villages/revision.ts'
import { today } from '../villages/today.ts'
import { mustFindPublication, type Publication } from './publications.ts'
import { makeSheet } from './sheet.ts'

/** What a publication is about: what moves the score, and all reversals. */
const published = `(kind IN ${scoringList} OR kind = 'reversal')`

type Stretch = Pick<Publication, 'fromSeq' | 'toSeq' | 'lines' | 'startsOn' | 'endsOn'>

/**
 * What the next publication would be over; null when nothing is new.
 *
 * @param toSeq where it ends at the latest
 */
export async function nextStretch(
  store: Store,
  village: number,
  toSeq = Number.MAX_SAFE_INTEGER,
): Promise<Stretch | null> {
  const last = await lastPublished(store, village)
  const stretch = await store.one<{ lines: number; toSeq: number; startsOn: string; endsOn: string }>(
    `SELECT count(*) AS lines, max(seq) AS "toSeq", min(occurred_on) AS "startsOn", max(occurred_on) AS "endsOn"
       FROM postings WHERE village_id = ? AND seq > ? AND seq <= ? AND ${published}`,
    village,
    last,
    toSeq,
  )
  return stretch.lines === 0 ? null : { ...stretch, fromSeq: last + 1 }
}

async function lastPublished(store: Store, village: number): Promise<number> {
  const { last } = await store.one<{ last: number }>(
    'SELECT coalesce(max(to_seq), 0) AS last FROM publications WHERE village_id = ?',
    village,
  )
  return last
}

/** How many lines, and their signed points. */
interface Sum {
  lines: number
  points: number
}

/** What a publication would be over, in figures. */
export interface PublicationPreview extends Stretch {
  points: number
  households: number
  awards: Sum
  deductions: Sum
  /** All others: reversals, restored points, opening balances. */
  others: Sum
  /** Lines of deeds after the wanted day, which stand in the ledger before others that are published. */
  later: number
}

/**
 * What the next publication would be over when it ends with the last deed of a day: a publication is a stretch of
 * the ledger without gaps.
 *
 * @param until local date of the last deeds; null for all that is new
 * @returns null when nothing is new until then
 */
export async function previewPublication(
  store: Store,
  village: number,
  until: string | null,
): Promise<PublicationPreview | null> {
  const day = until ?? '9999-12-31'
  const { to } = await store.one<{ to: number }>(
    `SELECT coalesce(max(seq), 0) AS "to" FROM postings
       WHERE village_id = ? AND seq > ? AND occurred_on <= ? AND ${published}`,
    village,
    await lastPublished(store, village),
    day,
  )
  const stretch = await nextStretch(store, village, to)
  if (!stretch) return null
  const rows = await store.all<Sum & { kind: string; later: number }>(
    `SELECT CASE WHEN kind IN ('award', 'deduct') THEN kind ELSE 'other' END AS kind, count(*) AS lines,
         sum(points) AS points, sum(CASE WHEN occurred_on > ? THEN 1 ELSE 0 END) AS later
       FROM postings WHERE village_id = ? AND seq BETWEEN ? AND ? AND ${published} GROUP BY 1`,
    day,
    village,
    stretch.fromSeq,
    stretch.toSeq,
  )
  const { households } = await store.one<{ households: number }>(
    `SELECT count(DISTINCT household_id) AS households
       FROM postings WHERE village_id = ? AND seq BETWEEN ? AND ? AND ${published}`,
    village,
    stretch.fromSeq,
    stretch.toSeq,
  )
  const sumOf = (wanted: string): Sum => {
    const { lines = 0, points = 0 } = rows.find(({ kind }) => kind === wanted) ?? {}
    return { lines, points }
  }
  return {
    ...stretch,
    points: rows.reduce((sum, { points }) => sum + points, 0),
    households,
    awards: sumOf('award'),
    deductions: sumOf('deduct'),
    others: sumOf('other'),
    later: rows.reduce((sum, { later }) => sum + later, 0),
  }
}

/** Longest time for objections, days: a mistyped year would hold points indefinitely. */
const longestOpen = 92

export interface NewPublication {
  /** Made by the client. */
  id: string
  /** As it is printed; the village's next one where none is given. */
  number?: string | undefined
  /** Last local date on which one can object. */
  closesOn: string
  /** Last posting that it is over, such as that of a preview; all that is new where none is given. */
  toSeq?: number | undefined
}

/**
 * Publishes what is new, opening today. The same id again gives the same publication.
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
async function freeze(
  store: Store,
  scope: Scope,
  { id, number, closesOn, toSeq }: NewPublication,
): Promise<number> {
  const opensOn = await today(store, scope.village)
  if (closesOn < opensOn) throw new Refused('unprocessable', 'closes-before-today', { today: opensOn })
  const latest = addDays(opensOn, longestOpen)
  if (closesOn > latest)
    throw new Refused('unprocessable', 'closes-too-late', { days: longestOpen, last: latest })
  const stretch = await nextStretch(store, scope.village, toSeq)
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
