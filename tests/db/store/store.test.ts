import { describe, expect, it } from 'vitest'
import type { Change } from '../../../db/store/changes.ts'
import { testStore, TestVillage } from '../../support/db/village.ts'

const store = await testStore()

/** What listeners hear while the function runs. */
function heardDuring(work: () => void): Change[] {
  const heard: Change[] = []
  const stop = store.onChange((change) => heard.push(change))
  try {
    work()
  } finally {
    stop()
  }
  return heard
}

const slogan = (village: TestVillage, words: string) =>
  store.write((store) => store.run('UPDATE villages SET slogan = ? WHERE id = ?', words, village.id))

describe('a write', () => {
  it('leaves nothing behind when it throws', () => {
    const village = new TestVillage(store)
    const broken = () =>
      store.write(() => {
        slogan(village, '一半')
        throw new Error('power cut')
      })
    expect(broken).toThrow('power cut')
    expect(village.row.slogan).toBe('')
  })

  it('inside another belongs to it, and falls with it', () => {
    const village = new TestVillage(store)
    const broken = () =>
      store.write(() => {
        store.write(() => slogan(village, '一半'))
        throw new Error('power cut')
      })
    expect(broken).toThrow('power cut')
    expect(village.row.slogan).toBe('')
  })

  it('can follow one that failed', () => {
    const village = new TestVillage(store)
    expect(() =>
      store.write(() => store.write((store) => store.run('INSERT INTO villages (id) VALUES (1)'))),
    ).toThrow()
    expect(village.enter('duty').seq).toBe(1)
  })
})

describe('those who listen for changes', () => {
  it('hear of a posting once it can be read', () => {
    const village = new TestVillage(store)
    let seen = 0
    const stop = store.onChange(() => (seen = village.postings().length))
    village.enter('duty')
    stop()
    expect(seen).toBe(1)
  })

  it('hear of a reversal with the kind of what it takes back', () => {
    const village = new TestVillage(store)
    const posting = village.enter('litter')
    const [change] = heardDuring(() => village.reverse(posting))
    expect(change).toMatchObject({ postings: [{ row: { kind: 'reversal' }, reversedKind: 'deduct' }] })
  })

  it('hear of the village before its postings, which may name what came with it', () => {
    const village = new TestVillage(store)
    const heard = heardDuring(() =>
      store.write(() => {
        village.enter('duty')
        store.announce({ type: 'village', village: village.id })
      }),
    )
    expect(heard.map(({ type }) => type)).toEqual(['village', 'postings'])
  })

  it('cannot undo a write by failing', () => {
    const village = new TestVillage(store)
    const failures: unknown[] = []
    const before = store.onListenerFailed
    store.onListenerFailed = (error) => failures.push(error)
    const stop = store.onChange(() => {
      throw new Error('deaf')
    })
    village.enter('duty')
    stop()
    store.onListenerFailed = before
    expect(failures).toEqual([new Error('deaf')])
    expect(village.postings()).toHaveLength(1)
  })

  it('hear nothing of what was not kept', () => {
    const village = new TestVillage(store)
    const heard = heardDuring(() => {
      expect(() =>
        store.write(() => {
          village.enter('duty')
          throw new Error('power cut')
        }),
      ).toThrow('power cut')
    })
    expect(heard).toEqual([])
  })

  it('hear nothing when the same id comes again', () => {
    const village = new TestVillage(store)
    const request = village.request('duty')
    village.write(request)
    expect(heardDuring(() => village.write(request))).toEqual([])
  })

  it('cannot be told of anything outside a write', () => {
    expect(() => store.announce({ type: 'village', village: 1 })).toThrow('inside write')
  })
})
