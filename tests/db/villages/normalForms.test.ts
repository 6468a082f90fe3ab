/** Names of groups and dimensions that an earlier build stored in another normal form. */
import { beforeEach, describe, expect, it } from 'vitest'
import { inOrder } from '../../../db/store/inOrder.ts'
import { createVillage, yearSeason } from '../../../db/villages/createVillage.ts'
import { ensureDimension } from '../../../db/villages/dimensions.ts'
import { ensureGroup } from '../../../db/villages/groups.ts'
import { testStore } from '../../support/db/village.ts'

const composed = 'Caf\u00e9组'
const decomposed = composed.normalize('NFD')

const store = await testStore()
let village: number
let villages = 0
beforeEach(async () => {
  const slug = `v${++villages}`
  const season = yearSeason(2026)
  village = (await createVillage(store, null, { slug, name: '示范村', timezone: 'Asia/Shanghai', season })).id
})

describe.each([
  ['household_groups', ensureGroup],
  ['dimensions', ensureDimension],
] as const)('of %s', (table, ensureRow) => {
  const ensure = async (inVillage: number, name: string) =>
    store.write(village, async (store) => ensureRow(store, inVillage, name))
  const rows = async () =>
    store.all(`SELECT id, name FROM ${table} WHERE village_id = ? AND name LIKE 'Caf%' ORDER BY id`, village)

  /** A row as an earlier build stored it. */
  async function stored(name: string): Promise<number> {
    const id = await ensure(village, `示范${name.length}`)
    await store.write(village, async (store) =>
      store.run(`UPDATE ${table} SET name = ? WHERE id = ?`, name, id),
    )
    return id
  }

  it('one in another normal form is found, and stays as it is', async () => {
    const id = await stored(decomposed)
    expect(await ensure(village, composed)).toBe(id)
    expect(await rows()).toEqual([{ id, name: decomposed }])
  })

  it('a new one is stored composed, and once', async () => {
    const id = await ensure(village, decomposed)
    expect(await ensure(village, composed)).toBe(id)
    expect(await rows()).toEqual([{ id, name: composed }])
  })

  it('two that differ by it alone are each found as they are written', async () => {
    const ids = [await stored(decomposed), await stored(composed)]
    expect(await inOrder([decomposed, composed], async (name) => ensure(village, name))).toEqual(ids)
  })
})
