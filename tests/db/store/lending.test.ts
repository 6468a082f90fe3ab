/** The turn to write, lent to another connection: of this thread, and of one that dies. */
import { setTimeout } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { afterAll, describe, expect, it } from 'vitest'
import type { Change } from '../../../db/store/changes.ts'
import { writeBorrowed } from '../../../db/store/sqlite/lending/borrower.ts'
import { openStore } from '../../../db/store/sqlite/open.ts'
import type { Committed, Store } from '../../../db/store/store.ts'
import { Refused } from '../../../server/domain/answers/refused.ts'
import { temporaryFolder } from '../../support/db/engine.ts'
import { valueOf } from '../../support/db/values.ts'
import { refusalOf, TestVillage } from '../../support/db/village.ts'

const store = await openStore(temporaryFolder(afterAll))
afterAll(() => store.close())

const countRequests = (of: Store, village: number) =>
  valueOf<number>(of, 'SELECT count(*) FROM requests WHERE village_id = ?', village)

const add = (of: Store, village: number, id: string) =>
  of.insert('requests', { village_id: village, id, digest: '', made: 0 })

const borrowed = <Result>(village: number, work: (store: Store) => Promise<Result>) =>
  writeBorrowed(store.file, village, async () => {}, work)

/** A lent turn whose end is up to the test. */
function lent(village: number) {
  let begin = () => {}
  let end = (_committed: Committed<string>) => {}
  let fail = (_error: Error) => {}
  const begun = new Promise<void>((resolve) => (begin = resolve))
  const done = store.lend(village, () => {
    begin()
    return new Promise<Committed<string>>((resolve, reject) => {
      end = resolve
      fail = reject
    })
  })
  return { begun, done, end: (result: Committed<string>) => end(result), fail: (error: Error) => fail(error) }
}

/** Which changes are announced while the function runs. */
async function heardDuring(work: () => Promise<unknown>): Promise<Change[]> {
  const heard: Change[] = []
  const stop = store.onChange((change) => heard.push(change))
  await work()
  stop()
  return heard
}

describe('a lent turn', () => {
  it('keeps the writes of this process waiting, in their order, and no reads', async () => {
    const { id } = await TestVillage.create(store)
    const loan = lent(id)
    const order: string[] = []
    const later = store.write(id, async (store) => {
      order.push('later')
      await add(store, id, 'later')
    })
    await loan.begun
    const { result, changes } = await borrowed(id, async (of) => {
      await add(of, id, 'lent')
      return 'written'
    })
    // Long enough for a write that did not wait.
    await setTimeout(50)
    expect(await countRequests(store, id)).toBe(1)
    expect(order).toEqual([])
    order.push('returned')
    loan.end({ result, changes })
    expect(await loan.done).toBe('written')
    await later
    expect(order).toEqual(['returned', 'later'])
    expect(await countRequests(store, id)).toBe(2)
  })

  it('shows nobody a row before it is committed', async () => {
    const { id } = await TestVillage.create(store)
    let tell = () => {}
    const written = new Promise<void>((resolve) => (tell = resolve))
    const seen = written.then(async () => [
      await countRequests(store, id),
      await store.read((moment) => countRequests(moment, id)),
    ])
    let isCommitted = false
    const seenBefore = seen.then(() => !isCommitted)
    await store.lend(id, () =>
      borrowed(id, async (of) => {
        await add(of, id, 'lent')
        tell()
        for (let times = 0; times < 50; times += 1) await of.first('SELECT 1')
        isCommitted = true
      }),
    )
    expect([await seen, await seenBefore]).toEqual([[0, 0], true])
    expect(await countRequests(store, id)).toBe(1)
  })

  it('is given to one borrower after the other, and to the writes between them', async () => {
    const { id } = await TestVillage.create(store)
    const order: string[] = []
    const lend = (name: string) =>
      store.lend(id, async () => {
        order.push(`${name} begins`)
        const committed = await borrowed(id, (of) => add(of, id, name))
        order.push(`${name} ends`)
        return committed
      })
    const write = (name: string) =>
      store.write(id, async (store) => {
        order.push(name)
        await add(store, id, name)
      })
    await Promise.all([write('a'), lend('b'), write('c'), lend('d'), lend('e'), write('f')])
    expect(order).toEqual(['a', 'b begins', 'b ends', 'c', 'd begins', 'd ends', 'e begins', 'e ends', 'f'])
    expect(await countRequests(store, id)).toBe(6)
  })

  it('announces what the borrower announced, once it can be read here', async () => {
    const village = await TestVillage.create(store)
    let seen: Promise<number> | undefined
    const stop = store.onChange(() => void (seen = countRequests(store, village.id)))
    const heard = await heardDuring(() =>
      store.lend(village.id, () =>
        borrowed(village.id, async (of) => {
          await add(of, village.id, 'lent')
          of.announce({ type: 'waiting', village: village.id })
        }),
      ),
    )
    stop()
    expect(heard).toEqual([{ type: 'waiting', village: village.id }])
    expect(await seen).toBe(1)
  })

  it('writes with the guarantees of every write: digests, references, append-only postings', async () => {
    const village = await TestVillage.create(store)
    await store.lend(village.id, () => borrowed(village.id, (of) => add(of, village.id, 'lent')))
    expect((await store.check()).changedRows).toEqual([])
    const write = (statement: string) =>
      store.lend(village.id, () => borrowed(village.id, (of) => of.run(statement, village.id)))
    await village.enter('duty', { occurredOn: '2026-01-01' })
    await expect(write('DELETE FROM postings WHERE village_id = ?')).rejects.toThrow('never deleted')
    await expect(write('UPDATE seasons SET village_id = 99999 WHERE village_id = ?')).rejects.toThrow(
      'FOREIGN KEY',
    )
  })
})

it('rows outside the ledger are accepted after a lent turn, not in it', async () => {
  const { id } = await TestVillage.create(store)
  const loan = lent(id)
  await loan.begun
  let isAccepted = false
  const accepted = store.acceptRows().then(() => (isAccepted = true))
  const committed = await borrowed(id, async (of) => {
    await add(of, id, 'lent')
    return 'written'
  })
  await setTimeout(50)
  expect(isAccepted).toBe(false)
  loan.end(committed)
  await accepted
  expect((await store.check()).changedRows).toEqual([])
})

describe('a borrower that refuses', () => {
  it('leaves nothing behind, and nobody is told', async () => {
    const { id } = await TestVillage.create(store)
    const heard = await heardDuring(async () => {
      const refusal = await refusalOf(() =>
        store.lend(id, () =>
          borrowed(id, async (of) => {
            await add(of, id, 'lent')
            throw new Refused('conflict', 'import-changed', { count: 1 })
          }),
        ),
      )
      expect([refusal.code, refusal.params]).toEqual(['import-changed', { count: 1 }])
    })
    expect(heard).toEqual([])
    await store.write(id, (store) => add(store, id, 'next'))
    expect(await countRequests(store, id)).toBe(1)
  })
})

describe('a borrower that dies', () => {
  /** A thread that has written a row and not committed it. */
  async function startDoomed(village: number): Promise<Worker> {
    const thread = new Worker(
      `const { workerData: { file, village }, parentPort } = require('node:worker_threads')
       const Database = require('better-sqlite3')
       const sqlite = new Database(file)
       sqlite.exec('BEGIN IMMEDIATE')
       sqlite.prepare("INSERT INTO requests (village_id, id, digest, made) VALUES (?, 'doomed', '', 0)").run(village)
       parentPort.postMessage('written')
       setInterval(() => {}, 1000)`,
      { eval: true, workerData: { file: store.file, village } },
    )
    await new Promise((resolve) => thread.once('message', resolve))
    return thread
  }

  it('leaves nothing behind, gives its turn back, and has the village read again', async () => {
    const { id } = await TestVillage.create(store)
    const loan = lent(id)
    await loan.begun
    const thread = await startDoomed(id)
    const next = store.write(id, (store) => add(store, id, 'next'))
    const heard = await heardDuring(async () => {
      await thread.terminate()
      loan.fail(new Error('worker exited'))
      await expect(loan.done).rejects.toThrow('worker exited')
      await next
    })
    expect(heard).toEqual([{ type: 'village', village: id }])
    expect(await countRequests(store, id)).toBe(1)
  })

  it('keeps the turn, and not the event loop, while its connection still holds the file', async () => {
    const { id } = await TestVillage.create(store)
    const loan = lent(id)
    await loan.begun
    const thread = await startDoomed(id)
    let isWritten = false
    const next = store.write(id, (store) => add(store, id, 'next')).then(() => (isWritten = true))
    // Said to be dead before it is.
    loan.fail(new Error('worker exited'))
    const failed = expect(loan.done).rejects.toThrow('worker exited')
    const begun = performance.now()
    await setTimeout(100)
    expect(performance.now() - begun).toBeLessThan(400)
    expect(isWritten).toBe(false)
    await thread.terminate()
    await failed
    await next
    expect(await countRequests(store, id)).toBe(1)
  })
})
