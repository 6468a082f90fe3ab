import { describe, expect, it } from 'vitest'
import { enterScores } from '../../../db/scores/enterScores.ts'
import type { Change } from '../../../db/store/changes.ts'
import type { Store } from '../../../db/store/store.ts'
import { testStore, TestVillage } from '../../support/db/village.ts'

const store = await testStore()

/** What listeners hear while the function runs. */
async function heardDuring(work: () => Promise<unknown>): Promise<Change[]> {
  const heard: Change[] = []
  const stop = store.onChange((change) => heard.push(change))
  try {
    await work()
  } finally {
    stop()
  }
  return heard
}

const slogan = async (store: Store, village: TestVillage, words: string) =>
  store.write(village.id, async (store) =>
    store.run('UPDATE villages SET slogan = ? WHERE id = ?', words, village.id),
  )

describe('a write', () => {
  it('leaves nothing behind when it throws', async () => {
    const village = await TestVillage.create(store)
    const broken = store.write(village.id, async (store) => {
      await slogan(store, village, '一半')
      throw new Error('power cut')
    })
    await expect(broken).rejects.toThrow('power cut')
    expect((await village.row()).slogan).toBe('')
  })

  it('inside another belongs to it, and falls with it', async () => {
    const village = await TestVillage.create(store)
    const broken = store.write(village.id, async (store) => {
      await slogan(store, village, '一半')
      throw new Error('power cut')
    })
    await expect(broken).rejects.toThrow('power cut')
    expect((await village.row()).slogan).toBe('')
  })

  it('can follow one that failed', async () => {
    const village = await TestVillage.create(store)
    await expect(async () =>
      store.write(village.id, async (store) => store.run('INSERT INTO villages (id) VALUES (1)')),
    ).rejects.toThrow()
    expect((await village.enter('duty')).seq).toBe(1)
  })
})

describe('those who listen for changes', () => {
  it('hear of a posting once it can be read', async () => {
    const village = await TestVillage.create(store)
    let seen: Promise<number> | undefined
    const stop = store.onChange(() => void (seen = village.postings().then(({ length }) => length)))
    await village.enter('duty')
    stop()
    expect(await seen).toBe(1)
  })

  it('hear of a reversal with the kind of what it takes back', async () => {
    const village = await TestVillage.create(store)
    const posting = await village.enter('litter')
    const heard = await heardDuring(async () => village.reverse(posting))
    // A process that begins to listen announces every village first.
    expect(heard.find(({ type }) => type === 'postings')).toMatchObject({
      postings: [{ row: { kind: 'reversal' }, reversedKind: 'deduct' }],
    })
  })

  it('hear of the village before its postings, which may name what came with it', async () => {
    const village = await TestVillage.create(store)
    const heard = await heardDuring(async () =>
      store.write(village.id, async (store) => {
        await enterScores(store, village.scope, [village.request('duty')])
        store.announce({ type: 'village', village: village.id })
      }),
    )
    expect(heard.map(({ type }) => type)).toEqual(['village', 'postings'])
  })

  it('cannot undo a write by failing', async () => {
    const village = await TestVillage.create(store)
    const failures: unknown[] = []
    const before = store.onListenerFailed
    store.onListenerFailed = (error) => failures.push(error)
    const stop = store.onChange(() => {
      throw new Error('deaf')
    })
    await village.enter('duty')
    stop()
    store.onListenerFailed = before
    expect(failures).toEqual([new Error('deaf')])
    expect(await village.postings()).toHaveLength(1)
  })

  it('hear nothing of what was not kept', async () => {
    const village = await TestVillage.create(store)
    const heard = await heardDuring(async () => {
      await expect(async () =>
        store.write(village.id, async (store) => {
          await enterScores(store, village.scope, [village.request('duty')])
          throw new Error('power cut')
        }),
      ).rejects.toThrow('power cut')
    })
    expect(heard).toEqual([])
  })

  it('hear nothing when the same id comes again', async () => {
    const village = await TestVillage.create(store)
    const request = village.request('duty')
    await village.write(request)
    expect(await heardDuring(async () => village.write(request))).toEqual([])
  })

  it('cannot be told of anything outside a write', () => {
    expect(() => store.announce({ type: 'village', village: 1 })).toThrow('inside write')
  })
})
