import { beforeAll, describe, expect, it } from 'vitest'
import { readPublicVillage } from '../../../db/board/board.ts'
import { searchHouseholds } from '../../../db/households/searchHouseholds.ts'
import { verifyVillage } from '../../../db/ledger/verify.ts'
import { listGoods } from '../../../db/redemption/goods.ts'
import { roundDoors } from '../../../db/rounds/roundProgress.ts'
import { listRounds } from '../../../db/rounds/rounds.ts'
import { generateSample } from '../../../db/sample/generate.ts'
import { installSample, sampleSlug } from '../../../db/sample/install.ts'
import type { VillageRow } from '../../../db/store/schema.ts'
import { ownerScope } from '../../../db/store/scope.ts'
import { removeSample } from '../../../db/villages/removeSample.ts'
import { findVillage, listVillages } from '../../../db/villages/villages.ts'
import { powersOf } from '../../../server/domain/people/powers.ts'
import { findTextFault } from '../../../server/domain/text/characters.ts'
import { refusalOf, testStore, TestVillage } from '../../support/db/village.ts'
import { allValues, valueOf, valuesOf } from '../../support/db/values.ts'

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
  it('holds no text that the product would refuse', () => {
    const tables = valuesOf<string>(
      store,
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    )
    const texts = tables.flatMap((table) => allValues(store, `SELECT * FROM "${table}"`))
    const odd = texts.filter(
      (text) =>
        typeof text === 'string' && (findTextFault(text, 'many-lines') || text !== text.normalize('NFC')),
    )
    expect(texts.length).toBeGreaterThan(1000)
    expect(odd).toEqual([])
  })

  let village: VillageRow

  beforeAll(() => {
    village = installSample(store, now)
  })

  it('has the best yards of last month on its wall, and a closed round that the verification holds', () => {
    const { yards, round } = readPublicVillage(store, village, now).board
    expect(yards?.month).toBe('2026-03')
    expect(yards?.households).toHaveLength(12)
    expect(yards?.households[0]).toMatchObject({ stars: 5 })
    expect(round).toBeNull()
    const [closed] = listRounds(store, village.id)
    const doors = roundDoors(store, village.id, closed!)
    expect(doors).toHaveLength(searchHouseholds(store, village.id, {}).length)
    expect(doors.every(({ points }) => points !== null)).toBe(true)
  })

  it('has goods on its shelf', () => {
    const goods = listGoods(store, village.id)
    expect(goods).toHaveLength(10)
    expect(goods.every(({ left }) => (left ?? 0) > 0)).toBe(true)
    expect(readPublicVillage(store, village, now).board.redemption?.goods).toHaveLength(10)
  })

  it('is plainly marked as a sample', () => {
    expect(village).toMatchObject({ slug: sampleSlug, sample: 1, name: '示范村' })
  })

  it('has some 300 households with points', () => {
    const households = searchHouseholds(store, village.id, {})
    expect(households.length).toBeGreaterThan(290)
    expect(households.filter(({ score }) => score > 0).length).toBeGreaterThan(290)
  })

  it('has a ledger that holds, up to today', () => {
    expect(verifyVillage(store, village)).toMatchObject({ holds: true, faults: [] })
    expect(valueOf(store, 'SELECT max(occurred_on) FROM postings WHERE village_id = ?', village.id)).toBe(
      today,
    )
  })

  it('stands behind the real villages', () => {
    const real = new TestVillage(store)
    expect(listVillages(store).map(({ slug }) => slug)).toEqual([real.slug, sampleSlug])
  })

  it('cannot be installed beside itself', () => {
    expect(refusalOf(() => installSample(store, now)).code).toBe('village-exists')
  })

  it('is not removed by a clerk', () => {
    const scope = { ...ownerScope(village.id), powers: powersOf(['clerk']) }
    expect(refusalOf(() => removeSample(store, scope)).kind).toBe('forbidden')
  })
})

describe('removing', () => {
  it('the sample village leaves nothing of it', () => {
    const { id } = findVillage(store, sampleSlug) ?? installSample(store, now)
    removeSample(store, ownerScope(id))
    expect(rowsOf(id)).toEqual([])
    expect(findVillage(store, sampleSlug)).toBeUndefined()
  })

  it('a real village is refused, and everything stays', () => {
    const village = new TestVillage(store)
    const posting = village.enter('duty')
    const before = rowsOf(village.id)
    expect(refusalOf(() => removeSample(store, village.scope)).code).toBe('village-is-real')
    expect(rowsOf(village.id)).toEqual(before)
    expect(village.postings()).toEqual([posting])
  })

  it('the sample village makes room for another one', () => {
    const again = installSample(store, now)
    expect(verifyVillage(store, again).holds).toBe(true)
  })
})

/** How many rows each table has of a village; tables without any are left out. */
function rowsOf(village: number): [string, number][] {
  const tables = valuesOf<string>(
    store,
    `SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c ON c.name = 'village_id'
       WHERE m.type = 'table' ORDER BY m.name`,
  )
  expect(tables).toContain('postings')
  return tables
    .map((table): [string, number] => [
      table,
      valueOf<number>(store, `SELECT count(*) FROM ${table} WHERE village_id = ?`, village),
    ])
    .filter(([, count]) => count > 0)
}
