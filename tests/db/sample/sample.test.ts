import { beforeAll, describe, expect, it } from 'vitest'
import { readPublicVillage } from '../../../db/board/board.ts'
import { searchHouseholds } from '../../../db/households/searchHouseholds.ts'
import { verifyVillage } from '../../../db/ledger/proof/verify.ts'
import { listGoods } from '../../../db/redemption/goods.ts'
import { roundDoors } from '../../../db/rounds/roundProgress.ts'
import { listRounds } from '../../../db/rounds/rounds.ts'
import { generateSample } from '../../../db/sample/generate.ts'
import { installSample, sampleSlug } from '../../../db/sample/install.ts'
import { inOrder } from '../../../db/store/inOrder.ts'
import type { VillageRow } from '../../../db/store/schema.ts'
import { ownerScope } from '../../../db/store/scope.ts'
import { findVillage, listVillages } from '../../../db/villages/findVillages.ts'
import { removeSample } from '../../../db/villages/removeVillage.ts'
import { powersOf } from '../../../server/domain/people/powers.ts'
import { findTextFault } from '../../../server/domain/text/characters.ts'
import { tablesOf } from '../../support/db/tables.ts'
import { allValues, valueOf } from '../../support/db/values.ts'
import { refusalOf, testStore, TestVillage } from '../../support/db/village.ts'

const store = await testStore()
/** The first day on which a season of the year itself is full enough. */
const today = '2026-04-01'
const evening = (day: string) => Date.parse(`${day}T18:00:00+08:00`)
const now = evening(today)
const season = { from: '2026-01-01', to: '2026-12-31' }

describe('the records of the sample village', () => {
  it('are the same each time', () => {
    expect(generateSample(season, evening('2026-02-10'))).toEqual(
      generateSample(season, evening('2026-02-10')),
    )
  })

  it('grow from day to day and leave the days before as they were', () => {
    const { lines } = generateSample(season, evening('2026-02-10'))
    expect(generateSample(season, evening('2026-02-20')).lines.slice(0, lines.length)).toEqual(lines)
  })

  it('hold no deed of a day to come, nor of one outside the season', () => {
    const days = generateSample(season, evening('2026-02-10')).lines.map(({ occurredOn }) => occurredOn)
    expect([days[0], days.at(-1)]).toEqual(['2026-01-01', '2026-02-10'])
    const short = generateSample({ from: '2026-01-01', to: '2026-01-31' }, evening('2026-02-10')).lines
    expect(short.at(-1)?.occurredOn).toBe('2026-01-31')
  })

  it('are recorded by now: a morning has nothing of its own day', () => {
    const morning = Date.parse('2026-02-10T08:00:00+08:00')
    const { lines } = generateSample(season, morning)
    expect(lines.at(-1)?.occurredOn).toBe('2026-02-09')
    expect(lines.every(({ recordedAt }) => Date.parse(recordedAt ?? '') <= morning)).toBe(true)
  })

  it('have no phone number and no note', () => {
    const { households } = generateSample(season, evening('2026-01-02'))
    expect(households.every(({ phone, note }) => phone === null && note === null)).toBe(true)
  })

  it('give every household a door of its own', () => {
    const { households } = generateSample(season, evening('2026-01-02'))
    expect(new Set(households.map(({ door }) => door)).size).toBe(households.length)
  })
})

describe('the sample village', () => {
  it('holds no text that the product would refuse', async () => {
    const tables = (await tablesOf(store)).keys()
    const texts = (
      await inOrder(tables, async (table) => allValues(store, `SELECT * FROM "${table}"`))
    ).flat()
    const odd = texts.filter(
      (text) =>
        typeof text === 'string' && (findTextFault(text, 'many-lines') || text !== text.normalize('NFC')),
    )
    expect(texts.length).toBeGreaterThan(1000)
    expect(odd).toEqual([])
  })

  let village: VillageRow

  beforeAll(async () => {
    village = await installSample(store, now)
  })

  it('has the best yards of last month on its wall, and a closed round that the verification holds', async () => {
    const { yards, round } = (await readPublicVillage(store, village, now)).board
    expect(yards?.month).toBe('2026-03')
    expect(yards?.households).toHaveLength(12)
    expect(yards?.households[0]).toMatchObject({ stars: 5 })
    expect(round).toBeNull()
    const [closed] = await listRounds(store, village.id)
    const doors = await roundDoors(store, village.id, closed!)
    expect(doors).toHaveLength((await searchHouseholds(store, village.id, {})).length)
    expect(doors.every(({ points }) => points !== null)).toBe(true)
  })

  it('has goods on its shelf', async () => {
    const goods = await listGoods(store, village.id)
    expect(goods).toHaveLength(10)
    expect(goods.every(({ left }) => (left ?? 0) > 0)).toBe(true)
    expect((await readPublicVillage(store, village, now)).board.redemption?.goods).toHaveLength(10)
  })

  it('is plainly marked as a sample', () => {
    expect(village).toMatchObject({ slug: sampleSlug, sample: 1, name: '示范村' })
  })

  it('has some 300 households with points', async () => {
    const households = await searchHouseholds(store, village.id, {})
    expect(households.length).toBeGreaterThan(290)
    expect(households.filter(({ score }) => score > 0).length).toBeGreaterThan(290)
  })

  it('has a ledger that holds, up to today', async () => {
    expect(await verifyVillage(store, village)).toMatchObject({ holds: true, faults: [] })
    expect(
      await valueOf(store, 'SELECT max(occurred_on) FROM postings WHERE village_id = ?', village.id),
    ).toBe(today)
  })

  it('stands behind the real villages', async () => {
    const real = await TestVillage.create(store)
    expect((await listVillages(store)).map(({ slug }) => slug)).toEqual([real.slug, sampleSlug])
  })

  it('cannot be installed beside itself', async () => {
    expect((await refusalOf(async () => installSample(store, now))).code).toBe('village-exists')
  })

  it('is not removed by a clerk', async () => {
    const scope = { ...ownerScope(village.id), powers: powersOf(['clerk']) }
    expect((await refusalOf(async () => removeSample(store, scope))).kind).toBe('forbidden')
  })
})

describe('removing', () => {
  it('the sample village leaves nothing of it', async () => {
    const { id } = (await findVillage(store, sampleSlug)) ?? (await installSample(store, now))
    await removeSample(store, ownerScope(id))
    expect(await rowsOf(id)).toEqual([])
    expect(await findVillage(store, sampleSlug)).toBeUndefined()
  })

  it('a real village is refused, and everything stays', async () => {
    const village = await TestVillage.create(store)
    const posting = await village.enter('duty')
    const before = await rowsOf(village.id)
    expect((await refusalOf(async () => removeSample(store, village.scope))).code).toBe('village-is-real')
    expect(await rowsOf(village.id)).toEqual(before)
    expect(await village.postings()).toEqual([posting])
  })

  it('the sample village makes room for another one', async () => {
    const again = await installSample(store, now)
    expect((await verifyVillage(store, again)).holds).toBe(true)
  })
})

/** How many rows each table has of a village; tables without any are left out. */
async function rowsOf(village: number): Promise<[string, number][]> {
  const tables = [...(await tablesOf(store))]
    .filter(([, columns]) => columns.includes('village_id'))
    .map(([name]) => name)
    .sort()
  expect(tables).toContain('postings')
  return (
    await inOrder(tables, async (table): Promise<[string, number]> => [
      table,
      await valueOf<number>(store, `SELECT count(*) FROM ${table} WHERE village_id = ?`, village),
    ])
  ).filter(([, count]) => count > 0)
}
