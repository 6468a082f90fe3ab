import { describe, expect, it } from 'vitest'
import {
  changeDimension,
  createDimension,
  removeDimension,
  listDimensions,
} from '../../../db/villages/dimensions.ts'
import { changeRule } from '../../../db/villages/rulebook.ts'
import { powersOf } from '../../../server/domain/people/powers.ts'
import { refusalOf, testStore, TestVillage } from '../../support/db/village.ts'

const store = await testStore()
const names = (village: TestVillage) => listDimensions(store, village.id).map(({ name }) => name)
const idOf = (village: TestVillage, name: string) =>
  listDimensions(store, village.id).find((one) => one.name === name)!.id

describe('a dimension', () => {
  it('is added last', () => {
    const village = new TestVillage(store)
    createDimension(store, village.scope, '移风易俗')
    expect(names(village).at(-1)).toBe('移风易俗')
    expect(refusalOf(() => createDimension(store, village.scope, '移风易俗')).code).toBe('dimension-taken')
  })

  it('keeps its points under another name, in another place', () => {
    const village = new TestVillage(store)
    village.enter('duty')
    const id = idOf(village, '志愿服务')
    changeDimension(store, village.scope, id, { name: '公益服务', place: 1 })
    expect(names(village)).toEqual(['公益服务', '会议学习', '环境卫生', '传统美德', '遵纪守法'])
    expect(village.board().households[0]?.byDimension).toEqual([40, 0, 0, 0, 0])
    expect(village.faults()).toEqual([])
  })

  it('is removed as long as it has nothing; its rules can move away, its points stay', () => {
    const village = new TestVillage(store)
    const id = createDimension(store, village.scope, '移风易俗').id
    changeRule(store, village.scope, village.rules.duty, { dimension: id })
    const remove = (name: string) => () => removeDimension(store, village.scope, idOf(village, name))
    expect(refusalOf(remove('移风易俗')).code).toBe('dimension-in-use')
    changeRule(store, village.scope, village.rules.duty, { dimension: idOf(village, '传统美德') })
    remove('移风易俗')()
    expect(names(village)).not.toContain('移风易俗')
    village.enter('duty')
    expect(village.board().households[0]?.byDimension).toEqual([0, 0, 40, 0, 0])
    const moved = changeRule(store, village.scope, village.rules.duty, {
      dimension: idOf(village, '志愿服务'),
    })
    expect(moved).toMatchObject({ dimension: '志愿服务', version: 4 })
    village.enter('duty')
    expect(village.board().households[0]?.byDimension).toEqual([0, 0, 40, 0, 40])
    expect(refusalOf(remove('传统美德')).code).toBe('dimension-in-use')
    expect(village.faults()).toEqual([])
  })

  it('does not take another one’s name', () => {
    const village = new TestVillage(store)
    const id = idOf(village, '志愿服务')
    expect(refusalOf(() => changeDimension(store, village.scope, id, { name: '环境卫生' })).code).toBe(
      'dimension-taken',
    )
    changeDimension(store, village.scope, id, { name: '志愿服务', place: 9 })
    expect(names(village).at(-1)).toBe('志愿服务')
  })

  it('is of one village, and for its administrators; more than eight are too many', () => {
    const [village, other] = [new TestVillage(store), new TestVillage(store)]
    const foreign = idOf(other, '志愿服务')
    expect(refusalOf(() => changeDimension(store, village.scope, foreign, { place: 1 })).code).toBe(
      'unknown-dimension',
    )
    const clerk = { ...village.scope, powers: powersOf(['clerk']) }
    expect(refusalOf(() => createDimension(store, clerk, '其他')).code).toBe('no-power')
    for (const name of ['六', '七', '八']) createDimension(store, village.scope, name)
    expect(refusalOf(() => createDimension(store, village.scope, '九')).code).toBe('dimensions-enough')
  })
})
