/** Postings that are made ready before their turn. */
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Draft } from '../../../db/ledger/appender.ts'
import { mustFindChain } from '../../../db/ledger/chain.ts'
import { PreparedPostings } from '../../../db/ledger/preparedPostings.ts'
import { mustFindActiveSeason } from '../../../db/seasons/seasons.ts'
import type { Change } from '../../../db/store/changes.ts'
import { ruleTexts } from '../../support/db/rules.ts'
import { testStore, TestVillage } from '../../support/db/village.ts'

const store = await testStore()

async function draftsFor(village: TestVillage, count: number, more: Partial<Draft> = {}): Promise<Draft[]> {
  const { id: season } = await mustFindActiveSeason(store, village.id)
  const household = await village.household('1001')
  return Array.from({ length: count }, (_, index) => ({
    id: randomUUID(),
    kind: 'award',
    household_id: household,
    season_id: season,
    points: 1 + (index % 7),
    text: ruleTexts.duty,
    occurred_on: '2026-03-10',
    recorded_at: '2026-03-10T04:00:00.000Z',
    recorded_by: null,
    recorder: '示范',
    request: 'digest',
    ...more,
  }))
}

async function prepared(village: TestVillage, drafts: Draft[]): Promise<PreparedPostings> {
  return new PreparedPostings(village.id, drafts, await mustFindChain(store, village.id))
}

const append = (village: TestVillage, postings: PreparedPostings) =>
  store.write(village.id, (store) => postings.append(store))

describe('postings made ready before their turn', () => {
  it('stand in the ledger in their order, with totals that hold', async () => {
    const village = await TestVillage.create(store)
    await village.enter('duty')
    const drafts = await draftsFor(village, 300)
    expect(await append(village, await prepared(village, drafts))).toBe(300)
    const rows = await village.postings()
    expect(rows.slice(1).map(({ id }) => id)).toEqual(drafts.map(({ id }) => id))
    expect(rows.slice(1).map(({ points }) => points)).toEqual(drafts.map(({ points }) => points))
    expect(rows.at(-1)?.seq).toBe(301)
    expect(await village.faults()).toEqual([])
    // And it goes on from there.
    expect((await village.enter('duty')).seq).toBe(302)
    expect(await village.faults()).toEqual([])
  })

  it('follow what was entered while they waited', async () => {
    const village = await TestVillage.create(store)
    const postings = await prepared(village, await draftsFor(village, 3))
    await village.enter('duty')
    await append(village, postings)
    expect((await village.postings()).map(({ seq }) => seq)).toEqual([1, 2, 3, 4])
    expect(await village.faults()).toEqual([])
  })

  it('leave nothing behind when one of them cannot be written', async () => {
    const village = await TestVillage.create(store)
    const [first, second] = await draftsFor(village, 2)
    const postings = await prepared(village, [first!, { ...second!, kind: 'award', points: -1 }])
    await expect(append(village, postings)).rejects.toThrow(/check/i)
    expect(await village.postings()).toEqual([])
    expect((await mustFindChain(store, village.id)).seq).toBe(0)
    expect(await village.faults()).toEqual([])
  })

  it.each(['\ud800', '半个\udc00字', 'a\0b'])(
    'are not made of a text that would be stored otherwise',
    async (text) => {
      const village = await TestVillage.create(store)
      const drafts = await draftsFor(village, 1, { note: text })
      await expect(prepared(village, drafts)).rejects.toThrow('would not be stored')
    },
  )

  it('are announced by their last hundred', async () => {
    const village = await TestVillage.create(store)
    const heard: (Change & { type: 'postings' })[] = []
    const postings = await prepared(village, await draftsFor(village, 250))
    const stop = store.onChange((change) => {
      // A connection that begins to listen tells first that everything may have changed.
      if (change.type === 'postings') heard.push(change)
    })
    await append(village, postings)
    stop()
    const seqs = heard.flatMap((change) => change.postings.map(({ row }) => row.seq))
    expect([heard.length, seqs.length, seqs[0], seqs.at(-1)]).toEqual([1, 100, 151, 250])
  })
})
