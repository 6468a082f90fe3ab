/** What one process commits, the others hear. */
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Change } from '../../../../db/store/changes.ts'
import { type Mark, MissedChanges } from '../../../../db/store/postgres/changes/missedChanges.ts'
import { noticesOf, readNotice } from '../../../../db/store/postgres/changes/notices.ts'
import type { Database } from '../../../../db/store/store.ts'
import { newDatabase } from '../../../support/db/engine.ts'
import { TestVillage } from '../../../support/db/village.ts'

/** Two processes, and what the listeners of each hear once it listens. */
async function twoProcesses(): Promise<{ one: Database; other: Database; heard: Change[]; own: Change[] }> {
  const { open } = await newDatabase()
  const [one, other] = (await Promise.all([open(), open()])) as [Database, Database]
  const [own, heard] = await Promise.all([listening(one), listening(other)])
  onTestFinished(() => [one, other].forEach((store) => store.close()))
  return { one, other, heard, own }
}

/** What the listeners of a store hear, from the moment it listens. */
async function listening(store: Database): Promise<Change[]> {
  const heard: Change[] = []
  store.onChange((change) => heard.push(change))
  await vi.waitUntil(() => heard.some(({ type }) => type === 'sessions'), { timeout: 10_000 })
  heard.splice(0)
  return heard
}

const cut = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE application_name = 'yiping changes' AND datname = current_database()`

const postingsIn = (changes: Change[]) =>
  changes.flatMap((change) => (change.type === 'postings' ? change.postings : []))

describe('another process', () => {
  it('hears of a posting with its row, and of a reversal with the kind of what it takes back', async () => {
    const { one, heard } = await twoProcesses()
    const village = await TestVillage.create(one)
    const posting = await village.enter('litter')
    const reversal = await village.reverse(posting)
    await expect
      .poll(() => postingsIn(heard))
      .toEqual([
        { row: posting, reversedKind: null },
        { row: reversal, reversedKind: 'deduct' },
      ])
  })

  it('hears of a change once, and the process itself too', async () => {
    const { one, heard, own } = await twoProcesses()
    const village = await TestVillage.create(one)
    await village.enter('duty')
    await expect.poll(() => postingsIn(heard)).toHaveLength(1)
    const before = own.length
    await village.enter('duty')
    await expect.poll(() => postingsIn(heard)).toHaveLength(2)
    expect(postingsIn(own)).toHaveLength(2)
    expect(own).toHaveLength(before + 1)
  })

  it('hears nothing of what was rolled back', async () => {
    const { one, heard } = await twoProcesses()
    const village = await TestVillage.create(one)
    await expect.poll(() => heard).not.toEqual([])
    heard.splice(0)
    const broken = one.write(village.id, async (store) => {
      store.announce({ type: 'village', village: village.id })
      throw new Error('power cut')
    })
    await expect(broken).rejects.toThrow('power cut')
    await village.enter('duty')
    await expect.poll(() => postingsIn(heard)).toHaveLength(1)
    expect(heard.filter(({ type }) => type === 'village')).toEqual([])
  })

  it('hears that all may have changed after its connection was cut', async () => {
    const { one, other, heard } = await twoProcesses()
    const village = await TestVillage.create(one)
    const broken = vi.fn()
    other.onFeedBroken = broken
    await one.all(cut)
    await expect.poll(() => broken).toHaveBeenCalled()
    heard.splice(0)
    await expect
      .poll(() => heard, { timeout: 10_000 })
      .toEqual(
        expect.arrayContaining([
          { type: 'village', village: village.id },
          { type: 'sessions', user: null },
        ]),
      )
    const posting = await village.enter('duty')
    await expect.poll(() => postingsIn(heard).map(({ row }) => row)).toEqual([posting])
  })
})

describe('notices', () => {
  const changes = Array.from({ length: 1_000 }, (_, user): Change => ({ type: 'sessions', user }))

  it('are short enough for PostgreSQL, and lose nothing', () => {
    const notices = noticesOf('here', changes)
    expect(Math.max(...notices.map((notice) => Buffer.byteLength(notice)))).toBeLessThan(8_000)
    expect(notices.flatMap((notice) => readNotice(notice).changes)).toEqual(changes)
  })

  it('say the same change once, and nothing of nothing', () => {
    expect(noticesOf('here', [...changes.slice(0, 1), ...changes.slice(0, 1)])).toHaveLength(1)
    expect(noticesOf('here', [])).toEqual([])
  })

  it.each(['', 'null', '{"changes":[{"type":"later","village":1},{"type":"village","village":"1"}]}'])(
    'of another kind are passed over: %s',
    (text) => expect(readNotice(text).changes).toEqual([]),
  )
})

describe('what was missed', () => {
  const mark = (seq: number, changes = 0): Mark[] => [{ village: 7, seq, changes }]
  const missed = new MissedChanges()
  const hear = (from: number, to: number) =>
    missed.hear({ origin: '', changes: [{ type: 'postings', village: 7, from, to }], counts: [] })

  it('is nothing while notices may still be on their way, in whatever order they come', () => {
    missed.start(mark(10))
    expect(missed.compare(mark(14))).toEqual([])
    hear(13, 14)
    hear(11, 12)
    expect(missed.compare(mark(14))).toEqual([])
    expect(missed.compare(mark(14))).toEqual([])
  })

  it('is found although something later was heard, once', () => {
    missed.start(mark(10))
    hear(12, 12)
    expect(missed.compare(mark(12))).toEqual([])
    expect(missed.compare(mark(12))).toEqual([{ type: 'postings', village: 7, from: 11, to: 12 }])
    expect(missed.compare(mark(12))).toEqual([])
  })

  it('may be anything but postings where a transaction of such changes was not heard', () => {
    missed.start(mark(10, 1))
    missed.hear({ origin: '', changes: [], counts: [[7, 3]] })
    expect(missed.compare(mark(10, 3))).toEqual([])
    expect(missed.compare(mark(10, 3)).map(({ type }) => type)).toEqual([
      'village',
      'waiting',
      'round',
      'activity',
    ])
    expect(missed.compare(mark(10, 3))).toEqual([])
  })

  it('includes that a village is gone', () => {
    missed.start(mark(10))
    expect(missed.compare([])).toEqual([{ type: 'village-removed', village: 7 }])
    expect(missed.compare([])).toEqual([])
  })
})
