/** Deductions that can be put right (整改), what the household sent, and what came of it. */
import { Refused } from '../../server/domain/answers/refused.ts'
import { addDays } from '../../server/domain/calendar/calendar.ts'
import { opposite } from '../../server/domain/points/posting.ts'
import { givenBack, type MendingState } from '../../server/domain/rules/mending.ts'
import { isReversed } from '../ledger/postingSql.ts'
import { photosOf } from '../photos/photos.ts'
import type { Store } from '../store/store.ts'

export interface Mending {
  /** Of the deduction. */
  seq: number
  /** Id of the deduction. */
  posting: string
  household: number
  door: string
  head: string
  group: string
  text: string
  /** Signed. */
  points: number
  note: string | null
  occurredOn: string
  /** Local date; the day itself is included. */
  dueOn: string
  /** Points that passing gives back. */
  givesBack: number
  state: MendingState
  /** What the household wrote. */
  said: string | null
  /** UTC. */
  sentAt: string | null
  /** Why it was returned last. */
  reason: string | null
  decidedBy: string | null
  mendedOn: string | null
  /** Ids of photos: as it was, and as it is by the last report and whoever passed it. */
  before: string[]
  after: string[]
  /** Each time that it was not put right yet, the first first. */
  returns: MendingReturn[]
  /** The household's report that nobody looked at yet. */
  report: { id: string; text: string | null } | null
}

/** A report that was returned, or a look of the staff without one. */
export interface MendingReturn {
  /** UTC. */
  at: string
  by: string | null
  reason: string
  /** What the household wrote. */
  said: string | null
  /** Ids of photos that the household sent, then those of the staff. */
  photos: string[]
}

type Row = Omit<Mending, 'dueOn' | 'givesBack' | 'state' | 'before' | 'after' | 'returns' | 'report'> & {
  days: number
  percent: number
  state: Mending['state'] | null
  request: string | null
  decision: string | null
}

interface ReturnRow {
  seq: number
  decision: string
  request: string | null
  at: string
  by: string | null
  reason: string
  said: string | null
}

const mendings = `
  SELECT p.seq, p.id AS posting, p.household_id AS household, h.door, h.head, g.name AS "group", p.text, p.points,
    p.note, p.occurred_on AS "occurredOn", t.days, t.percent, m.state, m.text AS said, m.sent_at AS "sentAt",
    m.reason, m.decider AS "decidedBy", m.mended_on AS "mendedOn", m.request_id AS request, m.decision_id AS decision
  FROM postings p
  JOIN rule_versions v ON v.village_id = p.village_id AND v.id = p.rule_version_id
  JOIN mending_terms t ON t.village_id = p.village_id AND t.id = (
    SELECT max(x.id) FROM mending_terms x
    WHERE x.village_id = p.village_id AND x.rule_id = v.rule_id AND x.set_at <= p.recorded_at)
  JOIN households h ON h.id = p.household_id
  JOIN household_groups g ON g.id = h.group_id
  LEFT JOIN mendings m ON m.village_id = p.village_id AND m.seq = p.seq
  WHERE p.village_id = ? AND p.kind = 'deduct' AND t.days IS NOT NULL AND NOT ${isReversed}
    AND p.season_id = (SELECT id FROM seasons WHERE village_id = p.village_id AND state = 'active')`

const returns = `
  SELECT seq, decision_id AS decision, request_id AS request, decided_at AS at, decider AS "by", reason, text AS said
  FROM mending_returns WHERE village_id = @village AND seq = ANY(@seqs) ORDER BY decided_at, decision_id`

async function withPhotos(store: Store, village: number, rows: readonly Row[]): Promise<Mending[]> {
  const seqs = rows.map(({ seq }) => seq)
  const returned = await store.all<ReturnRow>(returns, { village, seqs })
  const subjects = [...rows, ...returned].flatMap((row) => [
    ...('posting' in row ? [row.posting] : []),
    ...[row.request, row.decision].filter((one) => one !== null),
  ])
  const photos = await photosOf(store, village, subjects)
  const of = (...ids: (string | null)[]) => ids.flatMap((id) => (id === null ? [] : (photos.get(id) ?? [])))
  return rows.map(({ days, percent, state, request, decision, ...row }) => {
    const own = returned.filter(({ seq }) => seq === row.seq)
    const report = own.some((one) => one.request === request) ? null : request
    return {
      ...row,
      dueOn: addDays(row.occurredOn, days),
      givesBack: givenBack(opposite(row.points), percent),
      state: state ?? 'open',
      before: of(row.posting),
      after: of(report, state === 'passed' ? decision : null),
      report: report === null ? null : { id: report, text: row.said },
      returns: own.map(({ at, by, reason, said, ...one }) => ({
        ...{ at, by, reason, said },
        photos: of(one.request, one.decision),
      })),
    }
  })
}

/** Those of the active season, the next that is due first; what was passed comes last. */
export async function listMendings(store: Store, village: number): Promise<Mending[]> {
  const all = await withPhotos(store, village, await store.all<Row>(mendings, village))
  const isOver = ({ state }: Mending) => Number(state === 'passed')
  return all.sort(
    (a, b) => isOver(a) - isOver(b) || (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : a.seq - b.seq),
  )
}

/** Those of one household, by the seq of the deduction. */
export async function ownMendings(
  store: Store,
  { village, household }: { village: number; household: number },
): Promise<Map<number, Mending>> {
  const rows = await store.all<Row>(`${mendings} AND p.household_id = ?`, village, household)
  return new Map((await withPhotos(store, village, rows)).map((one) => [one.seq, one]))
}

/** @throws Refused when the posting is no deduction that can be put right */
export async function mustFindMending(store: Store, village: number, seq: number): Promise<Mending> {
  const row = await store.first<Row>(`${mendings} AND p.seq = ?`, village, seq)
  const [found] = row ? await withPhotos(store, village, [row]) : []
  if (!found) throw new Refused('not-found', 'unknown-mending', { seq })
  return found
}

/** How many were put right in a month, YYYY-MM; what was taken back since counts too. */
export async function mendedIn(store: Store, village: number, month: string): Promise<number> {
  const { count } = await store.one<{ count: number }>(
    `SELECT count(*) AS count FROM mendings
       WHERE village_id = ? AND state = 'passed' AND substr(mended_on, 1, 7) = ?`,
    village,
    month,
  )
  return count
}
