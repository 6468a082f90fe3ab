/** What households are offered to propose by. */
import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import type { Door } from '../../../db/households/doors.ts'
import { proposableRules, propose } from '../../../db/residents/proposals.ts'
import { changeRule, mustFindRule } from '../../../db/villages/rulebook.ts'
import { changeVillage } from '../../../db/villages/villageSettings.ts'
import type { RuleTerms } from '../../../server/domain/points/points.ts'
import { type RuleName, ruleTexts } from '../../support/db/rules.ts'
import { refusalOf, testStore, TestVillage } from '../../support/db/village.ts'

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

it('only the rules that the village opens are offered, and a change that does not name them leaves them', async () => {
  const village = await TestVillage.create(store)
  const { duty, hours } = village.rules
  await changeVillage(store, village.scope, {
    residents: { proposals: true, suggestions: true, proposalRules: [duty] },
  })
  const offered = async () => (await proposableRules(store, village.id)).map(({ id }) => id)
  expect(await offered()).toEqual([duty])
  const door = { village: village.id, household: await village.household('1001'), door: '1001' } as Door
  const proposal = {
    id: randomUUID(),
    rule: hours,
    units: 1,
    occurredOn: '2026-06-14',
    text: '示范',
    photos: [],
  }
  expect((await refusalOf(() => propose(store, door, proposal))).code).toBe('not-proposable')
  await changeVillage(store, village.scope, { residents: { proposals: true, suggestions: false } })
  expect(await offered()).toEqual([duty])
  await changeVillage(store, village.scope, {
    residents: { proposals: true, suggestions: false, proposalRules: null },
  })
  expect(await offered()).toContain(hours)
})
