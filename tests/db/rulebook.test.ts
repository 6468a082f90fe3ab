import { describe, expect, it } from 'vitest'
import { changeRule, createRule, findRule, listRules } from '../../db/rulebook.ts'
import { powersOf } from '../../server/domain/powers.ts'
import { fixed, terms } from './rules.ts'
import { refusalOf, testStore, TestVillage } from './village.ts'

const store = await testStore()

/** A village whose meetings were worth 20 points and are worth 30 now. */
function raised() {
  const village = new TestVillage(store)
  const before = village.enter('meeting')
  changeRule(store, village.scope, village.rules.meeting, { text: '参加村民大会', terms: terms(fixed(30)) })
  return { village, before }
}

describe('a rule that changes from 20 to 30 points', () => {
  it('leaves the postings made before as they were', () => {
    const { village, before } = raised()
    expect(village.postings()[0]).toEqual(before)
    expect(before).toMatchObject({ points: 20, text: '参加村民会议' })
  })

  it('gives 30 points from now on, in the new words', () => {
    const { village } = raised()
    expect(village.enter('meeting')).toMatchObject({ points: 30, text: '参加村民大会' })
  })

  it('takes back at 20 what was given at 20', () => {
    const { village, before } = raised()
    expect(village.reverse(before)).toMatchObject({ points: -20, text: '参加村民会议' })
  })

  it('has a second version and keeps the first', () => {
    const { village } = raised()
    const versions = store
      .prepare('SELECT version, text FROM rule_versions WHERE rule_id = ? ORDER BY version')
      .all(village.rules.meeting)
    expect(versions).toEqual([
      { version: 1, text: '参加村民会议' },
      { version: 2, text: '参加村民大会' },
    ])
  })

  it('stands in the rulebook once, as it is now', () => {
    const { village } = raised()
    const found = listRules(store, village.id).filter(({ id }) => id === village.rules.meeting)
    expect(found).toMatchObject([{ version: 2, text: '参加村民大会' }])
  })
})

describe('a rule', () => {
  it('has no new version when nothing it says changes', () => {
    const village = new TestVillage(store)
    const { text, terms: same } = findRule(store, village.id, village.rules.duty) ?? {}
    expect(changeRule(store, village.scope, village.rules.duty, { text, terms: same }).version).toBe(1)
  })

  it('can be retired and taken up again', () => {
    const village = new TestVillage(store)
    changeRule(store, village.scope, village.rules.duty, { retired: true })
    changeRule(store, village.scope, village.rules.duty, { retired: false })
    expect(village.enter('duty').points).toBe(40)
  })

  it('is found by the initials of its words', () => {
    const village = new TestVillage(store)
    expect(findRule(store, village.id, village.rules.duty)?.initials).toBe('yjzs')
  })

  it('can be added to a dimension of the village', () => {
    const village = new TestVillage(store)
    const dimension = village.board().dimensions[2]?.id ?? 0
    const rule = createRule(store, village.scope, { dimension, text: '拾金不昧', terms: terms(fixed(80)) })
    expect(rule).toMatchObject({ version: 1, dimension: '传统美德', retired: false })
  })

  it("cannot be added to another village's dimension", () => {
    const [village, other] = [new TestVillage(store), new TestVillage(store)]
    const dimension = other.board().dimensions[0]?.id ?? 0
    const add = () => createRule(store, village.scope, { dimension, text: '无', terms: terms(fixed(1)) })
    expect(refusalOf(add).code).toBe('unknown-dimension')
  })

  it('cannot be changed from another village', () => {
    const [village, other] = [new TestVillage(store), new TestVillage(store)]
    const change = () => changeRule(store, other.scope, village.rules.duty, { retired: true })
    expect(refusalOf(change).code).toBe('unknown-rule')
  })

  it('cannot be changed by a clerk', () => {
    const village = new TestVillage(store)
    const clerk = { ...village.scope, powers: powersOf(['clerk']) }
    const change = () => changeRule(store, clerk, village.rules.duty, { retired: true })
    expect(refusalOf(change).kind).toBe('forbidden')
  })
})
