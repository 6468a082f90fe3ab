/** Long work for a village that there may not be yet. */
import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { createHousehold } from '../../../db/households/changeHouseholds.ts'
import { ownerScope } from '../../../db/store/scope.ts'
import { yearSeason } from '../../../db/villages/createVillage.ts'
import { findVillage } from '../../../db/villages/findVillages.ts'
import { villageFor } from '../../../db/villages/villageFor.ts'
import { valueOf } from '../../support/db/values.ts'
import { testStore } from '../../support/db/village.ts'

const store = await testStore()

const village = (slug: string) => ({
  slug,
  name: '示范村',
  timezone: 'Asia/Shanghai',
  season: yearSeason(2026),
})
const fail = async () => {
  throw new Error('refused')
}

it('is done outside of the turn that creates it, and again in the same village', async () => {
  const created = await villageFor(store, village('new'), async (id) => {
    await store.write(id, async () => {})
    return id
  })
  expect((await findVillage(store, 'new'))?.id).toBe(created)
  expect(await villageFor(store, village('new'), async (id) => id)).toBe(created)
})

it('leaves no village behind where it fails', async () => {
  await expect(villageFor(store, village('failed'), fail)).rejects.toThrow('refused')
  expect(await findVillage(store, 'failed')).toBeUndefined()
  expect(await valueOf(store, "SELECT count(*) FROM chains WHERE name LIKE 'failed/%'")).toBe(0)
})

it('leaves a village that was there before, and one in which something was entered meanwhile', async () => {
  await villageFor(store, village('known'), async () => {})
  await expect(villageFor(store, village('known'), fail)).rejects.toThrow('refused')
  const enter = async (id: number) => {
    const details = { head: '示范甲', group: '1组' }
    await createHousehold(store, ownerScope(id), randomUUID(), '1', details)
    return fail()
  }
  await expect(villageFor(store, village('busy'), enter)).rejects.toThrow('refused')
  for (const slug of ['known', 'busy']) expect(await findVillage(store, slug)).toBeDefined()
})
