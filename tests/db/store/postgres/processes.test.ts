/** Several processes that write to one database: here, several stores. */
import { describe, expect, it, onTestFinished } from 'vitest'
import { enterScores } from '../../../../db/scores/enterScores.ts'
import type { Database, Store } from '../../../../db/store/store.ts'
import { newDatabase } from '../../../support/db/engine.ts'
import { valueOf } from '../../../support/db/values.ts'
import { TestVillage } from '../../../support/db/village.ts'

/** The database, opened so many times. */
async function openTimes(times: number): Promise<Database[]> {
  const { open } = await newDatabase()
  const stores = await Promise.all(Array.from({ length: times }, open))
  onTestFinished(() => stores.forEach((store) => store.close()))
  return stores
}

const slogan = (of: Store, village: number, text: string) =>
  of.update('villages', { id: village }, { slogan: text })

describe('processes that write to one village', () => {
  it('number its postings without gaps, and its ledger holds', async () => {
    const stores = await openTimes(3)
    const village = await TestVillage.create(stores[0]!)
    await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        enterScores(stores[index % 3]!, village.scope, [village.request('duty')]),
      ),
    )
    expect((await village.postings()).map(({ seq }) => seq)).toEqual(
      Array.from({ length: 60 }, (_, index) => index + 1),
    )
    expect(await village.faults()).toEqual([])
  })

  it('enter the same id at once a single time', async () => {
    const stores = await openTimes(3)
    const village = await TestVillage.create(stores[0]!)
    const request = village.request('duty')
    const entered = await Promise.all(stores.map((store) => enterScores(store, village.scope, [request])))
    expect(new Set(entered.map(({ seqs }) => seqs.join())).size).toBe(1)
    expect(await village.postings()).toHaveLength(1)
  })

  it('that stand in each other’s way are both done', async () => {
    const [one, other] = (await openTimes(2)) as [Database, Database]
    const first = await TestVillage.create(one)
    const second = await TestVillage.create(one)
    let tries = 0
    const both = (store: Database, [outer, inner]: [number, number]) =>
      store.write(outer, async (store) => {
        tries += 1
        await store.first('SELECT pg_sleep(0.2)')
        await store.write(inner, (store) => slogan(store, inner, '互助'))
      })
    await Promise.all([both(one, [first.id, second.id]), both(other, [second.id, first.id])])
    expect(tries).toBeGreaterThan(2)
  })
})

describe('a write', () => {
  it('is no success where a failed statement was passed over', async () => {
    const [store] = (await openTimes(1)) as [Database]
    const village = await TestVillage.create(store)
    const written = store.write(village.id, async (store) => {
      await slogan(store, village.id, '一半')
      await store.run('INSERT INTO villages (id) VALUES (1)').catch(() => {})
    })
    await expect(written).rejects.toThrow('rolled back')
    expect((await village.row()).slogan).toBe('')
  })

  it('fails with its connection, and the next one has another', async () => {
    const [store] = (await openTimes(1)) as [Database]
    const village = await TestVillage.create(store)
    const cut = store.write(village.id, async (store) => {
      await slogan(store, village.id, '一半')
      await store.first('SELECT pg_terminate_backend(pg_backend_pid())')
    })
    await expect(cut).rejects.toThrow()
    await store.write(village.id, (store) => slogan(store, village.id, '好'))
    expect((await village.row()).slogan).toBe('好')
  })
})

describe('values', () => {
  it('come as SQLite gives them', async () => {
    const [store] = (await openTimes(1)) as [Database]
    expect(
      await store.one(
        `SELECT count(*) AS whole, sum(n) AS sum, sum(n) > 2 AS truth, '?' AS "quoted?" FROM (VALUES (1), (2)) t (n)
         WHERE (@nothing IS NULL OR n = @nothing) AND @something IS NOT NULL AND n = ANY(@set)`,
        { nothing: null, something: 1, set: [1, 2, 3] },
      ),
    ).toEqual({ whole: 2, sum: 3, truth: 1, 'quoted?': '?' })
  })

  it('that a statement needs are not left out', async () => {
    const [store] = (await openTimes(1)) as [Database]
    await expect(valueOf(store, 'SELECT @name AS name', {})).rejects.toThrow('has no value')
  })
})
