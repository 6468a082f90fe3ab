/** What the port promises: turns, moments, and handles that belong to their transaction. */
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Store } from '../../../db/store/store.ts'
import { valueOf } from '../../support/db/values.ts'
import { testStore, TestVillage } from '../../support/db/village.ts'

const store = await testStore()

const countRequests = (of: Store, village: number) =>
  valueOf<number>(of, 'SELECT count(*) FROM requests WHERE village_id = ?', village)

const add = (of: Store, village: number, id: string) =>
  of.insert('requests', { village_id: village, id, digest: '', made: 0 })

/** Lets whatever else is ready run, statement by statement. */
async function linger(of: Store): Promise<void> {
  for (let times = 0; times < 50; times += 1) await of.first('SELECT 1')
}

/** Lingers until the condition holds. */
async function lingerUntil(of: Store, condition: () => boolean): Promise<void> {
  for (let times = 0; !condition() && times < 1_000; times += 1) await linger(of)
  expect(condition()).toBe(true)
}

/** A write in progress, which commits once `isSeen` says so, and a promise that resolves while its row is not committed. */
function writing(village: number, isSeen: () => boolean): { begun: Promise<void>; done: Promise<void> } {
  let begin = () => {}
  const begun = new Promise<void>((resolve) => (begin = resolve))
  const done = store.write(village, async (store) => {
    await add(store, village, 'a')
    begin()
    await lingerUntil(store, isSeen)
  })
  return { begun, done }
}

describe('a read', () => {
  it('sees no row before it is committed', async () => {
    const { id } = await TestVillage.create(store)
    let seen: number | undefined
    const { begun, done } = writing(id, () => seen !== undefined)
    void begun.then(async () => (seen = await countRequests(store, id)))
    await done
    expect(seen).toBe(0)
    expect(await countRequests(store, id)).toBe(1)
  })

  it('of several statements sees one moment', async () => {
    const { id } = await TestVillage.create(store)
    let seen: number | undefined
    let isDone = false
    const { begun, done } = writing(id, () => seen !== undefined)
    void done.then(() => (isDone = true))
    await begun
    const later = await store.read(async (store) => {
      seen = await countRequests(store, id)
      await lingerUntil(store, () => isDone)
      return countRequests(store, id)
    })
    expect([seen, later]).toEqual([0, 0])
    expect(await countRequests(store, id)).toBe(1)
  })

  it('cannot write', async () => {
    const { id } = await TestVillage.create(store)
    await expect(store.read((store) => add(store, id, 'a'))).rejects.toThrow('inside write')
    await expect(store.run('DELETE FROM requests')).rejects.toThrow('inside write')
  })
})

describe('writes', () => {
  it('of one village come one after the other', async () => {
    const { id } = await TestVillage.create(store)
    const next = (name: string) =>
      store.write(id, async (store) => {
        const before = await countRequests(store, id)
        await linger(store)
        await add(store, id, `${before}`)
        return [name, before]
      })
    expect(await Promise.all([next('a'), next('b'), next('c')])).toEqual([
      ['a', 0],
      ['b', 1],
      ['c', 2],
    ])
  })

  it('that wait together fail alone', async () => {
    const { id } = await TestVillage.create(store)
    const fail = store.write(id, async (store) => {
      await add(store, id, 'a')
      throw new Error('refused')
    })
    const outcomes = await Promise.allSettled([fail, store.write(id, (store) => add(store, id, 'b'))])
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
    expect(await countRequests(store, id)).toBe(1)
  })

  it('that wait for something else than their statements are rolled back, and hold up nobody', async () => {
    const { id } = await TestVillage.create(store)
    const waits = store.write(id, async (store) => {
      await add(store, id, 'a')
      await setTimeout(10_000)
    })
    await expect(waits).rejects.toThrow('its own statements')
    await store.write(id, (store) => add(store, id, 'b'))
    expect(await countRequests(store, id)).toBe(1)
  })
})

describe('a handle', () => {
  it('is of no use after its transaction', async () => {
    const { id } = await TestVillage.create(store)
    const kept = await store.write(id, async (store) => store)
    await expect(kept.first('SELECT 1')).rejects.toThrow('is over')
    await expect(add(kept, id, 'a')).rejects.toThrow('is over')
  })

  it('is the only way to the database inside a write', async () => {
    const { id } = await TestVillage.create(store)
    const outer = store
    for (const work of [
      () => outer.first('SELECT 1'),
      () => outer.read((store) => store.first('SELECT 1')),
      () => outer.write(id, (store) => store.first('SELECT 1')),
    ])
      await expect(store.write(id, async () => work())).rejects.toThrow('only its handle')
  })
})
