/** Check sheets (检查表): what an inspector looks at in a yard. A round keeps its own copy. */
import { Refused } from '../../server/domain/answers/refused.ts'
import { mostPoints, type SheetItem } from '../../server/domain/rules/checkSheet.ts'
import { recordChange } from '../audit/audit.ts'
import { once } from '../store/requests/idempotency.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { flagOf } from '../store/tables/flag.ts'
import { mustFindRule } from '../villages/rulebook.ts'

export interface CheckSheet {
  id: number
  name: string
  /** Id of the rule that a round's results are scored by. */
  rule: number
  /** That rule's text. */
  ruleText: string
  items: SheetItem[]
  retired: boolean
}

type SheetRow = Omit<CheckSheet, 'items' | 'retired'> & { items: string; retired: 0 | 1 }

const sheets = `
  SELECT s.id, s.name, s.rule_id AS rule, v.text AS "ruleText", s.items, s.retired
  FROM check_sheets s
  JOIN rule_versions v ON v.village_id = s.village_id AND v.rule_id = s.rule_id
   AND v.version = (SELECT max(version) FROM rule_versions WHERE rule_id = s.rule_id)
  WHERE s.village_id = ?`

/** All sheets of the village, those out of use last. */
export async function listSheets(store: Store, village: number): Promise<CheckSheet[]> {
  return (await store.all<SheetRow>(`${sheets} ORDER BY s.retired, s.id`, village)).map(toSheet)
}

/** @throws Refused when the village has no such sheet */
export async function mustFindSheet(store: Store, village: number, id: number): Promise<CheckSheet> {
  const row = await store.first<SheetRow>(`${sheets} AND s.id = ?`, village, id)
  if (!row) throw new Refused('not-found', 'unknown-sheet')
  return toSheet(row)
}

function toSheet(row: SheetRow): CheckSheet {
  return { ...row, items: JSON.parse(row.items) as SheetItem[], retired: row.retired === 1 }
}

export interface NewSheet {
  /** Made by the client. */
  id: string
  name: string
  rule: number
  items: SheetItem[]
}

/**
 * Adds a sheet; `fresh` is false when the same id made it before.
 *
 * @throws Refused when the rule cannot hold the sheet's points
 */
export async function createSheet(
  store: Store,
  scope: Scope,
  sheet: NewSheet,
): Promise<{ sheet: CheckSheet; fresh: boolean }> {
  requirePower(scope, 'administer')
  return store.write(scope.village, async (store) => {
    const { made, fresh } = await once(store, scope.village, 'sheet', sheet, async () => {
      await refuseUnfitRule(store, scope.village, sheet.rule, sheet.items)
      const id = await store.insert('check_sheets', {
        village_id: scope.village,
        request_id: sheet.id,
        name: sheet.name,
        rule_id: sheet.rule,
        items: JSON.stringify(sheet.items),
        created_at: new Date().toISOString(),
      })
      await recordChange(store, scope, 'sheet.created', sheet.name, null, sheet)
      return id
    })
    return { sheet: await mustFindSheet(store, scope.village, made), fresh }
  })
}

export type SheetChange = {
  [Key in 'name' | 'rule' | 'items' | 'retired']?: CheckSheet[Key] | undefined
}

/** Changes a sheet; rounds that were opened with it go on with their copies. */
export async function changeSheet(
  store: Store,
  scope: Scope,
  id: number,
  change: SheetChange,
): Promise<CheckSheet> {
  requirePower(scope, 'administer')
  return store.write(scope.village, async (store) => {
    const before = await mustFindSheet(store, scope.village, id)
    const { rule, items, retired } = change
    if (rule !== undefined || items !== undefined)
      await refuseUnfitRule(store, scope.village, rule ?? before.rule, items ?? before.items)
    await store.update(
      'check_sheets',
      { village_id: scope.village, id },
      {
        name: change.name,
        rule_id: rule,
        items: items && JSON.stringify(items),
        retired: flagOf(retired),
      },
    )
    const after = await mustFindSheet(store, scope.village, id)
    await recordChange(store, scope, 'sheet.changed', after.name, before, after)
    return after
  })
}

/**
 * Refuses a rule that could not take every result of the sheet.
 *
 * @throws Refused unless it gives points, in a range that holds the most that the sheet gives
 */
export async function refuseUnfitRule(
  store: Store,
  village: number,
  id: number,
  items: readonly SheetItem[],
): Promise<void> {
  const { text, retired, terms } = await mustFindRule(store, village, id)
  if (retired) throw new Refused('unprocessable', 'rule-retired', { rule: text })
  const { effect, scale } = terms
  if (effect !== 'award' || scale.type !== 'range')
    throw new Refused('unprocessable', 'sheet-rule-scale', { rule: text })
  const most = mostPoints(items)
  if (most > scale.max)
    throw new Refused('unprocessable', 'sheet-rule-short', { rule: text, max: scale.max, most })
}
