import { describe, expect, it } from 'vitest'
import {
  changeRule,
  createRule,
  findRule,
  listRules,
  listRuleVersions,
  takeRules,
} from '../../../db/villages/rulebook.ts'
import { ruleTerms } from '../../../server/contract/villages/rules.ts'
import { powersOf } from '../../../server/domain/people/powers.ts'
import { rulebookNames, rulebooks } from '../../../server/domain/rules/rulebooks.ts'
import { fixed, terms } from '../../support/db/rules.ts'
import { refusalOf, testStore, TestVillage } from '../../support/db/village.ts'

const store = await testStore()

/** A village whose meetings were worth 20 points and are worth 30 now. */
async function raised() {
  const village = await TestVillage.create(store)
  const before = await village.enter('meeting')
  await changeRule(store, village.scope, village.rules.meeting, {
    text: '参加村民大会',
    terms: terms(fixed(30)),
  })
  return { village, before }
}

describe('a rule that changes from 20 to 30 points', () => {
  it('leaves the postings made before as they were', async () => {
    const { village, before } = await raised()
    expect((await village.postings())[0]).toEqual(before)
    expect(before).toMatchObject({ points: 20, text: '参加村民会议' })
  })

  it('gives 30 points from now on, in the new words', async () => {
    const { village } = await raised()
    expect(await village.enter('meeting')).toMatchObject({ points: 30, text: '参加村民大会' })
  })

  it('takes back at 20 what was given at 20', async () => {
    const { village, before } = await raised()
    expect(await village.reverse(before)).toMatchObject({ points: -20, text: '参加村民会议' })
  })

  it('has a second version and keeps the first', async () => {
    const { village } = await raised()
    const versions = await store.all(
      'SELECT version, text FROM rule_versions WHERE rule_id = ? ORDER BY version',
      village.rules.meeting,
    )
    expect(versions).toEqual([
      { version: 1, text: '参加村民会议' },
      { version: 2, text: '参加村民大会' },
    ])
  })

  it('stands in the rulebook once, as it is now', async () => {
    const { village } = await raised()
    const found = (await listRules(store, village.id)).filter(({ id }) => id === village.rules.meeting)
    expect(found).toMatchObject([{ version: 2, text: '参加村民大会' }])
  })
})

describe('a rule', () => {
  it('has no new version when nothing it says changes', async () => {
    const village = await TestVillage.create(store)
    const { text, terms: same } = (await findRule(store, village.id, village.rules.duty)) ?? {}
    expect((await changeRule(store, village.scope, village.rules.duty, { text, terms: same })).version).toBe(
      1,
    )
  })

  it('can be retired and taken up again', async () => {
    const village = await TestVillage.create(store)
    await changeRule(store, village.scope, village.rules.duty, { retired: true })
    await changeRule(store, village.scope, village.rules.duty, { retired: false })
    expect((await village.enter('duty')).points).toBe(40)
  })

  it('is found by the initials of its words', async () => {
    const village = await TestVillage.create(store)
    expect((await findRule(store, village.id, village.rules.duty))?.initials).toBe('yjzs')
  })

  it('can be added to a dimension of the village', async () => {
    const village = await TestVillage.create(store)
    const dimension = (await village.board()).dimensions[2]?.id ?? 0
    const { rule } = await createRule(store, village.scope, {
      dimension,
      text: '拾金不昧',
      terms: terms(fixed(80)),
    })
    expect(rule).toMatchObject({ version: 1, dimension: '传统美德', retired: false })
  })

  it("cannot be added to another village's dimension", async () => {
    const [village, other] = [await TestVillage.create(store), await TestVillage.create(store)]
    const dimension = (await other.board()).dimensions[0]?.id ?? 0
    const add = async () =>
      createRule(store, village.scope, { dimension, text: '无', terms: terms(fixed(1)) })
    expect((await refusalOf(add)).code).toBe('unknown-dimension')
  })

  it('cannot be changed from another village', async () => {
    const [village, other] = [await TestVillage.create(store), await TestVillage.create(store)]
    const change = async () => changeRule(store, other.scope, village.rules.duty, { retired: true })
    expect((await refusalOf(change)).code).toBe('unknown-rule')
  })

  it('cannot be changed by a clerk', async () => {
    const village = await TestVillage.create(store)
    const clerk = { ...village.scope, powers: powersOf(['clerk']) }
    const change = async () => changeRule(store, clerk, village.rules.duty, { retired: true })
    expect((await refusalOf(change)).kind).toBe('forbidden')
  })
})

describe('the versions of a rule', () => {
  it('are all there, the newest first, with who made them', async () => {
    const { village } = await raised()
    const versions = await listRuleVersions(store, village.id, village.rules.meeting)
    expect(versions.map(({ version, text, terms: { scale } }) => [version, text, scale])).toEqual([
      [2, '参加村民大会', fixed(30)],
      [1, '参加村民会议', fixed(20)],
    ])
    expect(versions.every(({ createdBy }) => createdBy === null)).toBe(true)
  })

  it('are of this village alone', async () => {
    const [one, other] = [await TestVillage.create(store), await TestVillage.create(store)]
    expect((await refusalOf(async () => listRuleVersions(store, other.id, one.rules.meeting))).code).toBe(
      'unknown-rule',
    )
  })
})

describe('a rule with dates', () => {
  const dated = async (validFrom: string | null, validTo: string | null) => {
    const village = await TestVillage.create(store)
    const rule = { ...terms(fixed(40)), validFrom, validTo }
    await changeRule(store, village.scope, village.rules.duty, { terms: rule })
    return village
  }

  it('holds for deeds from its first day to its last', async () => {
    const village = await dated('2026-06-01', '2026-06-10')
    for (const occurredOn of ['2026-06-01', '2026-06-10'])
      expect((await village.enter('duty', { occurredOn })).points).toBe(40)
  })

  it('refuses deeds before and after, and says from when and until when', async () => {
    const village = await dated('2026-06-01', '2026-06-10')
    const refused = async (occurredOn: string) => refusalOf(async () => village.enter('duty', { occurredOn }))
    expect(await refused('2026-05-31')).toMatchObject({
      code: 'rule-not-yet',
      params: { from: '2026-06-01' },
    })
    expect(await refused('2026-06-11')).toMatchObject({ code: 'rule-over', params: { to: '2026-06-10' } })
  })

  it('may be open at either end', async () => {
    expect((await (await dated(null, '2026-06-10')).enter('duty', { occurredOn: '2026-01-02' })).points).toBe(
      40,
    )
    expect((await (await dated('2026-06-01', null)).enter('duty', { occurredOn: '2026-06-15' })).points).toBe(
      40,
    )
  })
})

describe('a rulebook that a village takes over', () => {
  const empty = async () => {
    const village = await TestVillage.create(store, { households: [] })
    return village
  }

  it.each(rulebookNames)('"%s" is whole and well formed, and comes in whole', async (name) => {
    const rules = rulebooks[name]
    expect(new Set(rules.map(({ dimension }) => dimension)).size).toBe(5)
    expect(new Set(rules.map(({ dimension, text }) => dimension + text)).size).toBe(rules.length)
    for (const { terms: given } of rules) expect(ruleTerms.parse(given)).toEqual(given)
    const village = await empty()
    const before = await listRules(store, village.id)
    const known = rules.filter(({ dimension, text }) =>
      before.some((one) => one.dimension === dimension && one.text === text),
    ).length
    expect(await takeRules(store, village.scope, rules, 1)).toEqual({ added: rules.length - known, known })
    const texts = new Set((await listRules(store, village.id)).map(({ text }) => text))
    expect(rules.every(({ text }) => texts.has(text))).toBe(true)
  })

  it('comes in once, however often it is taken, and changes nothing that is there', async () => {
    const village = await empty()
    await takeRules(store, village.scope, rulebooks.five, 1)
    const [rule] = await listRules(store, village.id)
    await changeRule(store, village.scope, rule!.id, { terms: terms(fixed(7)) })
    const again = await takeRules(store, village.scope, rulebooks.five, 1)
    expect(again).toEqual({ added: 0, known: rulebooks.five.length })
    expect((await findRule(store, village.id, rule!.id))?.terms.scale).toEqual(fixed(7))
  })

  it('shares nothing with the village that it came from', async () => {
    const [source, copy] = [await TestVillage.create(store), await empty()]
    const own = (await listRules(store, copy.id)).length
    await createRule(store, source.scope, {
      dimension: (await source.board()).dimensions[0]!.id,
      text: '只有这里有的细则',
      terms: terms(fixed(5)),
    })
    await takeRules(store, copy.scope, await listRules(store, source.id), 1)
    const copied = (await listRules(store, copy.id)).find(({ text }) => text === '只有这里有的细则')!
    await changeRule(store, copy.scope, copied.id, { terms: terms(fixed(9)) })
    const original = (await listRules(store, source.id)).find(({ text }) => text === '只有这里有的细则')
    expect(original?.terms.scale).toEqual(fixed(5))
    expect(await listRules(store, copy.id)).toHaveLength(own + 1)
  })

  it('brings dimensions that the village lacks', async () => {
    const village = await empty()
    const rules = [{ dimension: '生态保护', text: '护林巡查', terms: terms(fixed(10)) }]
    await takeRules(store, village.scope, rules, 1)
    expect((await village.board()).dimensions.map(({ name }) => name)).toContain('生态保护')
  })
})
