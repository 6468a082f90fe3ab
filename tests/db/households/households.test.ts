import { describe, expect, it } from 'vitest'
import { changeHousehold, createHousehold } from '../../../db/households/changeHouseholds.ts'
import { searchHouseholds } from '../../../db/households/searchHouseholds.ts'
import { inOrder } from '../../../db/store/inOrder.ts'
import { listGroups } from '../../../db/villages/groups.ts'
import { powersOf } from '../../../server/domain/people/powers.ts'
import { household, refusalOf, testStore, TestVillage } from '../../support/db/village.ts'

const store = await testStore()
const details = { head: '袁龙英', group: '10组' }

describe('a household', () => {
  it('is added under its door in normal form', async () => {
    const village = await TestVillage.create(store)
    const { household: added } = await createHousehold(store, village.scope, 'h1', '２００１号', details)
    expect(added).toMatchObject({ door: '2001', head: '袁龙英', initials: 'yly', score: 0, balance: 0 })
  })

  it('is added once, however often the same id comes', async () => {
    const village = await TestVillage.create(store)
    await createHousehold(store, village.scope, 'h1', '2001', details)
    expect((await createHousehold(store, village.scope, 'h1', '2001号', details)).fresh).toBe(false)
    expect(await searchHouseholds(store, village.id, {})).toHaveLength(5)
  })

  it.each([
    ['when its id made another door', 'h1', '2002', 'id-used-before'],
    ['at a door that is taken', 'h2', '2001号', 'door-taken'],
    ['without a door', 'h2', ' 号', 'door-empty'],
  ])('is refused %s', async (_, id, door, code) => {
    const village = await TestVillage.create(store)
    await createHousehold(store, village.scope, 'h1', '2001', details)
    expect((await refusalOf(async () => createHousehold(store, village.scope, id, door, details))).code).toBe(
      code,
    )
  })

  it('is neither added nor changed by a viewer', async () => {
    const village = await TestVillage.create(store)
    const viewer = { ...village.scope, powers: powersOf(['viewer']) }
    const kinds = await inOrder(
      [
        async () => createHousehold(store, viewer, 'h1', '2001', details),
        async () => changeHousehold(store, viewer, '1001', { head: '别人' }),
      ],
      async (attempt) => (await refusalOf(attempt)).kind,
    )
    expect(kinds).toEqual(['forbidden', 'forbidden'])
  })

  it('keeps what a change does not name', async () => {
    const village = await TestVillage.create(store, {
      households: [household('1001', { phone: '138', note: '朝南' })],
    })
    const changed = await changeHousehold(store, village.scope, '1001', { head: '单雄信', phone: null })
    expect(changed).toMatchObject({ head: '单雄信', initials: 'sxx', phone: null, note: '朝南', members: 3 })
  })

  it('keeps its points when it moves to another group', async () => {
    const village = await TestVillage.create(store)
    await village.enter('duty')
    expect(await changeHousehold(store, village.scope, '1001', { group: '2组' })).toMatchObject({
      group: '2组',
      score: 40,
    })
    expect(await village.faults()).toEqual([])
  })
})

describe('searching households', async () => {
  const village = await TestVillage.create(store, {
    households: [
      household('12', { head: '袁龙英', group: '1组' }),
      household('120', { head: '刘建国', group: '2组' }),
      household('2', { head: '刘建', group: '2组' }),
      household('10', { head: '欧阳刘', group: '10组' }),
    ],
  })
  const found = async (q?: string, group?: string) =>
    (await searchHouseholds(store, village.id, { q, group })).map(({ door }) => door)

  it.each([
    ['everyone in the order of doors', undefined, ['2', '10', '12', '120']],
    ['the exact door first', '12', ['12', '120']],
    ['the door as it is said', '12号', ['12', '120']],
    ['a name, whole before begun before part', '刘建', ['2', '120']],
    ['initials of the name', 'ljg', ['120']],
    ['initials in capitals', 'YLY', ['12']],
    ['part of a name', '刘', ['2', '120', '10']],
    ['nobody', '无此人', []],
  ])('finds %s', async (_, q, doors) => {
    expect(await found(q)).toEqual(doors)
  })

  it('stays within a group', async () => {
    expect(await found('刘', '2组')).toEqual(['2', '120'])
  })

  it('lists groups as people count them', async () => {
    expect((await listGroups(store, village.id)).map(({ name }) => name)).toEqual(['1组', '2组', '10组'])
  })
})
