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
const names = async (village: TestVillage) =>
  (await listDimensions(store, village.id)).map(({ name }) => name)
const idOf = async (village: TestVillage, name: string) =>
  (await listDimensions(store, village.id)).find((one) => one.name === name)!.id

describe('a dimension', () => {
  it('is added last', async () => {
    const village = await TestVillage.create(store)
    await createDimension(store, village.scope, '移风易俗')
    expect((await names(village)).at(-1)).toBe('移风易俗')
    expect((await refusalOf(async () => createDimension(store, village.scope, '移风易俗'))).code).toBe(
      'dimension-taken',
    )
  })

  it('keeps its points under another name, in another place', async () => {
    const village = await TestVillage.create(store)
    await village.enter('duty')
    const id = await idOf(village, '志愿服务')
    await changeDimension(store, village.scope, id, { name: '公益服务', place: 1 })
    expect(await names(village)).toEqual(['公益服务', '会议学习', '环境卫生', '传统美德', '遵纪守法'])
    expect((await village.board()).households[0]?.byDimension).toEqual([40, 0, 0, 0, 0])
    expect(await village.faults()).toEqual([])
  })

  it('is removed as long as it has nothing; its rules can move away, its points stay', async () => {
    const village = await TestVillage.create(store)
    const id = (await createDimension(store, village.scope, '移风易俗')).id
    await changeRule(store, village.scope, village.rules.duty, { dimension: id })
    const remove = (name: string) => async () =>
      removeDimension(store, village.scope, await idOf(village, name))
    expect((await refusalOf(remove('移风易俗'))).code).toBe('dimension-in-use')
    await changeRule(store, village.scope, village.rules.duty, { dimension: await idOf(village, '传统美德') })
    await remove('移风易俗')()
    expect(await names(village)).not.toContain('移风易俗')
    await village.enter('duty')
    expect((await village.board()).households[0]?.byDimension).toEqual([0, 0, 40, 0, 0])
    const moved = await changeRule(store, village.scope, village.rules.duty, {
      dimension: await idOf(village, '志愿服务'),
    })
    expect(moved).toMatchObject({ dimension: '志愿服务', version: 4 })
    await village.enter('duty')
    expect((await village.board()).households[0]?.byDimension).toEqual([0, 0, 40, 0, 40])
    expect((await refusalOf(remove('传统美德'))).code).toBe('dimension-in-use')
    expect(await village.faults()).toEqual([])
  })

  it('does not take another one’s name', async () => {
    const village = await TestVillage.create(store)
    const id = await idOf(village, '志愿服务')
    expect(
      (await refusalOf(async () => changeDimension(store, village.scope, id, { name: '环境卫生' }))).code,
    ).toBe('dimension-taken')
    await changeDimension(store, village.scope, id, { name: '志愿服务', place: 9 })
    expect((await names(village)).at(-1)).toBe('志愿服务')
  })

  it('is of one village, and for its administrators; more than eight are too many', async () => {
    const [village, other] = [await TestVillage.create(store), await TestVillage.create(store)]
    const foreign = await idOf(other, '志愿服务')
    expect(
      (await refusalOf(async () => changeDimension(store, village.scope, foreign, { place: 1 }))).code,
    ).toBe('unknown-dimension')
    const clerk = { ...village.scope, powers: powersOf(['clerk']) }
    expect((await refusalOf(async () => createDimension(store, clerk, '其他'))).code).toBe('no-power')
    for (const name of ['六', '七', '八']) await createDimension(store, village.scope, name)
    expect((await refusalOf(async () => createDimension(store, village.scope, '九'))).code).toBe(
      'dimensions-enough',
    )
  })
})
