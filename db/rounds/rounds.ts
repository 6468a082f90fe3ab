/** Inspection rounds (督导轮次): opened with a copy of a check sheet, changed while they run. */
import { Refused } from '../../server/domain/answers/refused.ts'
import { addDays, monthOf } from '../../server/domain/calendar/calendar.ts'
import type { SheetItem, StarThreshold } from '../../server/domain/rules/checkSheet.ts'
import { recordChange } from '../audit/audit.ts'
import { madeBefore } from '../store/requests/idempotency.ts'
import { requestDigest, type RequestDigest } from '../store/requests/requestDigest.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { bumpRevision } from '../villages/revision.ts'
import { today } from '../villages/today.ts'
import { mustFindSheet, refuseUnfitRule } from './checkSheets.ts'
import { assign, type Assignment, assignmentsByGrid, assignmentsOf } from './roundAssignments.ts'

export interface Round {
  id: number
  /** YYYY-MM. */
  month: string
  name: string
  /** Id of the sheet that it was opened with. */
  sheet: number
  /** Id of the rule that results are scored by. */
  rule: number
  /** The sheet as it was then. */
  items: SheetItem[]
  /** How a second inspector's visit to a door is handled. */
  second: 'average' | 'refuse'
  outcome: 'claims' | 'postings'
  onWall: boolean
  stars: StarThreshold[]
  state: 'open' | 'closed'
  openedAt: string
  closedAt: string | null
  /** Name of who closed it. */
  closedBy: string | null
}

type RoundRow = Omit<Round, 'items' | 'onWall' | 'stars'> & { items: string; onWall: 0 | 1; stars: string }

const rounds = `
  SELECT r.id, r.month, r.name, r.sheet_id AS sheet, r.rule_id AS rule, r.sheet AS items, r.second, r.outcome,
    r.on_wall AS "onWall", r.stars, r.state, r.opened_at AS "openedAt", r.closed_at AS "closedAt",
    u.display_name AS "closedBy"
  FROM rounds r LEFT JOIN users u ON u.id = r.closed_by
  WHERE r.village_id = ?`

/** The rounds of the village: open ones first, then the newest. */
export async function listRounds(store: Store, village: number): Promise<Round[]> {
  const rows = await store.all(`${rounds} ORDER BY r.state = 'closed', r.month DESC, r.id DESC`, village)
  return (rows as RoundRow[]).map(toRound)
}

/** @throws Refused when the village has no such round */
export async function mustFindRound(store: Store, village: number, id: number): Promise<Round> {
  const row = await store.first<RoundRow>(`${rounds} AND r.id = ?`, village, id)
  if (!row) throw new Refused('not-found', 'unknown-round')
  return toRound(row)
}

function toRound(row: RoundRow): Round {
  return {
    ...row,
    items: JSON.parse(row.items) as SheetItem[],
    stars: JSON.parse(row.stars) as StarThreshold[],
    onWall: row.onWall === 1,
  }
}

export interface NewRound {
  /** Made by the client. */
  id: string
  month: string
  name: string
  /** Id of a check sheet. */
  sheet: number
  second: Round['second']
  outcome: Round['outcome']
  onWall: boolean
  stars: StarThreshold[]
  /** By the grids, where it is left out. */
  assignments?: Assignment[] | undefined
}

/**
 * Opens a round with the sheet as it stands. The same id again gives the round
 * that it opened.
 *
 * @throws Refused when the sheet is in an open round of that month already, when it
 *   is out of use or its rule no longer holds it, and for inspectors or groups
 *   that the village does not have
 */
export async function openRound(
  store: Store,
  scope: Scope,
  request: NewRound,
): Promise<{ round: Round; fresh: boolean }> {
  requirePower(scope, 'administer')
  return store.write(scope.village, async (store) => {
    const digest = digestOf(request)
    const earlier = await madeBefore(store, scope.village, 'rounds', request.id, digest)
    if (earlier) return { round: await mustFindRound(store, scope.village, earlier.id), fresh: false }
    const sheet = await mustFindSheet(store, scope.village, request.sheet)
    if (sheet.retired) throw new Refused('unprocessable', 'sheet-retired', { sheet: sheet.name })
    await refuseUnfitRule(store, scope.village, sheet.rule, sheet.items)
    await refuseFarMonth(store, scope.village, request.month)
    await refuseSecondRound(store, scope.village, request.month, request.sheet)
    const { month, name, second, outcome, onWall, stars } = request
    const id = await store.insert('rounds', {
      village_id: scope.village,
      request_id: request.id,
      request: digest.stored,
      month,
      name,
      sheet_id: sheet.id,
      rule_id: sheet.rule,
      sheet: JSON.stringify(sheet.items),
      second,
      outcome,
      on_wall: onWall ? 1 : 0,
      stars: JSON.stringify(stars),
      opened_at: new Date().toISOString(),
      opened_by: scope.user,
    })
    await assign(
      store,
      scope.village,
      id,
      request.assignments ?? (await assignmentsByGrid(store, scope.village)),
    )
    await recordChange(store, scope, 'round.opened', name, null, request)
    await bumpRevision(store, scope.village)
    return { round: await mustFindRound(store, scope.village, id), fresh: true }
  })
}

function digestOf({
  month,
  name,
  sheet,
  second,
  outcome,
  onWall,
  stars,
  assignments,
}: NewRound): RequestDigest {
  const asked = [month, name, sheet, second, outcome, onWall, stars, assignments ?? null]
  return requestDigest(['round', ...asked])
}

/** The wall and the phones show the newest round: one of a mistyped year would hide all others. */
async function refuseFarMonth(store: Store, village: number, month: string): Promise<void> {
  const latest = monthOf(addDays(`${monthOf(await today(store, village))}-28`, 4))
  if (month > latest) throw new Refused('unprocessable', 'round-month-ahead', { month, latest })
}

async function refuseSecondRound(store: Store, village: number, month: string, sheet: number): Promise<void> {
  const open = await store.first<{ name: string }>(
    `SELECT name FROM rounds WHERE village_id = ? AND sheet_id = ? AND month = ? AND state = 'open'`,
    village,
    sheet,
    month,
  )
  if (open) throw new Refused('conflict', 'round-open', { round: open.name, month })
}

export interface RoundChange {
  name?: string | undefined
  onWall?: boolean | undefined
  assignments?: Assignment[] | undefined
}

/** Changes a round while it is open. @throws Refused once it is closed */
export async function changeRound(
  store: Store,
  scope: Scope,
  id: number,
  change: RoundChange,
): Promise<Round> {
  requirePower(scope, 'administer')
  return store.write(scope.village, async (store) => {
    const before = await mustFindRound(store, scope.village, id)
    if (before.state === 'closed') throw new Refused('conflict', 'round-closed', { round: before.name })
    const { name = before.name, onWall = before.onWall, assignments } = change
    await store.update('rounds', { village_id: scope.village, id }, { name, on_wall: onWall ? 1 : 0 })
    const assigned = await assignmentsOf(store, scope.village, id)
    if (assignments) await assign(store, scope.village, id, assignments)
    const was = { name: before.name, onWall: before.onWall, ...(assignments && { assignments: assigned }) }
    await recordChange(store, scope, 'round.changed', before.name, was, change)
    await bumpRevision(store, scope.village)
    return mustFindRound(store, scope.village, id)
  })
}
