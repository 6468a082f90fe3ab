/** Which rules give households time to put things right, and what share passing gives back. */
import { Refused } from '../../server/domain/answers/refused.ts'
import { recordChange } from '../audit/audit.ts'
import { once } from '../store/requests/idempotency.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { listRules, mustFindRule } from '../villages/rulebook.ts'

export interface MendingTerms {
  /** Id of the rule. */
  rule: number
  text: string
  /** Days after the deed; null where the rule gives no time. */
  days: number | null
  /** Share of the deduction that passing gives back. */
  percent: number
}

/** Rules of deductions with their terms; those without have 100 percent to begin with. */
export async function listMendingTerms(store: Store, village: number): Promise<MendingTerms[]> {
  const rows = await store.all<{ rule: number; days: number | null; percent: number }>(
    `SELECT rule_id AS rule, days, percent FROM mending_terms t WHERE village_id = ?
       AND id = (SELECT max(id) FROM mending_terms x WHERE x.village_id = t.village_id AND x.rule_id = t.rule_id)`,
    village,
  )
  const known = new Map(rows.map((row) => [row.rule, row]))
  return (await listRules(store, village))
    .filter(({ terms, retired }) => terms.effect === 'deduct' && !retired)
    .map(({ id, text }) => ({
      rule: id,
      text,
      days: known.get(id)?.days ?? null,
      percent: known.get(id)?.percent ?? 100,
    }))
}

/** Sets the terms for deductions to come; earlier ones keep theirs. @throws Refused for a rule that gives points */
export async function setMendingTerms(
  store: Store,
  scope: Scope,
  { id, rule, days, percent }: Omit<MendingTerms, 'text'> & { id: string },
): Promise<void> {
  requirePower(scope, 'administer')
  await store.write(scope.village, async (store) => {
    await once(store, scope.village, 'mending-terms', { id, rule, days, percent }, async () => {
      const { text, terms } = await mustFindRule(store, scope.village, rule)
      if (terms.effect !== 'deduct')
        throw new Refused('unprocessable', 'mending-needs-deduction', { rule: text })
      const before = (await listMendingTerms(store, scope.village)).find((one) => one.rule === rule)
      const made = await store.insert('mending_terms', {
        village_id: scope.village,
        rule_id: rule,
        days,
        percent,
        set_at: new Date().toISOString(),
        set_by: scope.user,
      })
      const was = before && { days: before.days, percent: before.percent }
      await recordChange(store, scope, 'mending-terms.set', text, was ?? null, { days, percent })
      return made
    })
  })
}
