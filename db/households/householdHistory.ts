/** Events of a household beside its postings, kept across door changes. */
import type { HistoryDetails, HistoryKind } from '../../server/domain/households/householdHistory.ts'
import type { Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'

/** When and how a household opted out, or agreed to its full name. */
export interface Agreement {
  /** Local date. */
  on?: string | undefined
  /** Such as 书面同意书. */
  how?: string | undefined
}

/** Records an event; call it in the transaction of the change. */
export async function recordHistory(
  store: Store,
  scope: Scope,
  household: number,
  kind: HistoryKind,
  details: HistoryDetails,
  more: { other?: number; request?: string } = {},
): Promise<void> {
  await store.insert('household_history', {
    village_id: scope.village,
    household_id: household,
    kind,
    details: JSON.stringify(details),
    other_id: more.other ?? null,
    request_id: more.request ?? null,
    recorded_by: scope.user,
    recorder: scope.name,
    recorded_at: new Date().toISOString(),
  })
}

interface Particulars {
  head: string
  group: string
  door: string
  optedOut: boolean
  consented: boolean
}

/** Records the changed particulars that belong to the history. */
export async function recordDetails(
  store: Store,
  scope: Scope,
  household: number,
  before: Pick<Particulars, 'optedOut' | 'consented'> & Partial<Particulars>,
  after: { [Key in keyof Particulars]?: Particulars[Key] | undefined } & {
    agreement?: Agreement | undefined
  },
): Promise<void> {
  const record = async (kind: HistoryKind, details: HistoryDetails) =>
    recordHistory(store, scope, household, kind, details)
  const { on, how } = after.agreement ?? {}
  const said = { ...(on ? { on } : {}), ...(how ? { how } : {}) }
  if (before.head !== undefined && after.head !== undefined && after.head !== before.head)
    await record('renamed', { from: before.head, to: after.head })
  if (before.group !== undefined && after.group !== undefined && after.group !== before.group) {
    const door = before.door ?? ''
    await record('moved', { fromDoor: door, fromGroup: before.group, toDoor: door, toGroup: after.group })
  }
  if (after.optedOut !== undefined && after.optedOut !== before.optedOut)
    await record(after.optedOut ? 'opted-out' : 'opted-in', said)
  if (after.consented !== undefined && after.consented !== before.consented)
    await record(after.consented ? 'consented' : 'consent-withdrawn', said)
}

export interface HistoryEntry {
  id: number
  /** UTC. */
  at: string
  /** Null for events from before recorders were stored. */
  by: string | null
  kind: HistoryKind
  details: HistoryDetails
  /** The door that the other household of a split or merge has now. */
  otherDoor: string | null
}

/** Events of a household, newest first. */
export async function householdHistory(
  store: Store,
  village: number,
  household: number,
): Promise<HistoryEntry[]> {
  const rows = await store.all<Omit<HistoryEntry, 'details'> & { details: string }>(
    `SELECT y.id, y.recorded_at AS at, y.recorder AS "by", y.kind, y.details, o.door AS "otherDoor"
       FROM household_history y LEFT JOIN households o ON o.id = y.other_id
       WHERE y.village_id = ? AND y.household_id = ? ORDER BY y.recorded_at DESC, y.id DESC`,
    village,
    household,
  )
  return rows.map((row) => ({ ...row, details: JSON.parse(row.details) as HistoryDetails }))
}
