/** What households are offered to propose by. */
import { expect, it } from 'vitest'
import { proposableRules } from '../../../db/residents/proposals.ts'
import { changeRule, mustFindRule } from '../../../db/villages/rulebook.ts'
import { changeVillage } from '../../../db/villages/villageSettings.ts'
import type { RuleTerms } from '../../../server/domain/points/points.ts'
import { type RuleName, ruleTexts } from '../../support/db/rules.ts'
import { testStore, TestVillage } from '../../support/db/village.ts'

const store = await testStore()

it('rules are offered to households from their first day to their last', async () => {
  const village = await TestVillage.create(store)
  await changeVillage(store, village.scope, { residents: { proposals: true, suggestions: true } })
  const hold = async (rule: RuleName, span: Pick<RuleTerms, 'validFrom' | 'validTo'>) => {
    const { terms } = await mustFindRule(store, village.id, village.rules[rule])
    await changeRule(store, village.scope, village.rules[rule], { terms: { ...terms, ...span } })
  }
  await hold('meeting', { validTo: '2026-06-14' })
  await hold('sorting', { validFrom: '2026-06-16' })
  await hold('hours', { validFrom: '2026-06-15', validTo: '2026-06-15' })
  const offered = (await proposableRules(store, village.id)).map(({ text }) => text)
  expect(offered).toEqual([ruleTexts.hours, ruleTexts.duty])
})
