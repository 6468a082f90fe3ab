import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { postingHash } from '../../../db/ledger/chain.ts'
import { type Verification, verifySteps, verifyVillage } from '../../../db/ledger/proof/verify.ts'
import { PostingTotals } from '../../../db/ledger/totals.ts'
import { reversePosting } from '../../../db/scores/reversal.ts'
import type { PostingRow } from '../../../db/store/schema.ts'
import { ownerScope } from '../../../db/store/scope.ts'
import { databaseName, openStore } from '../../../db/store/sqlite/open.ts'
import type { Database as OpenDatabase, Store } from '../../../db/store/store.ts'
import { mustFindVillage } from '../../../db/villages/findVillages.ts'
import { chainOrigin } from '../../../server/domain/points/canonicalPosting.ts'
import { temporaryFolder } from '../../support/db/engine.ts'
import { valueOf } from '../../support/db/values.ts'
import { TestVillage } from '../../support/db/village.ts'

/** Texts of a posting as an earlier build hashed them, and as it stored them. */
interface Altered {
  hashed: Partial<Pick<PostingRow, 'text' | 'note' | 'recorder'>>
  stored: Partial<Pick<PostingRow, 'text' | 'note' | 'recorder'>>
}

/** A ledger of three postings, of which the second was written by an earlier build, which did not read back. */
async function ledgerWith({ hashed, stored }: Altered): Promise<OpenDatabase> {
  const folder = temporaryFolder()
  const before = await openStore(folder)
  const village = await TestVillage.create(before, { slug: 'jinwei' })
  for (const door of ['1001', '1002', '1003']) await village.enter('duty', { door, note: '值守' })
  const postings = await village.postings()
  const chain = await valueOf<string>(before, 'SELECT name FROM chains')
  before.close()
  const sqlite = new Database(join(folder, databaseName))
  sqlite.exec('DROP TRIGGER postings_are_never_changed')
  let head = chainOrigin
  const totals = new PostingTotals()
  for (const posting of postings) {
    const isSecond = posting.seq === 2
    head = postingHash(chain, head, isSecond ? { ...posting, ...hashed } : posting)
    const row = { ...posting, ...(isSecond ? stored : {}), hash: head }
    sqlite
      .prepare(
        'UPDATE postings SET text = @text, note = @note, recorder = @recorder, hash = @hash WHERE seq = @seq',
      )
      .run(row)
    totals.take(row, null)
  }
  sqlite.prepare('UPDATE chains SET head = ?').run(head)
  sqlite.close()
  const after = await openStore(folder)
  onTestFinished(() => after.close())
  // As they are of the stored texts.
  await after.write(village.id, async (store) => totals.replace(store, village.id))
  return after
}

async function verified(store: Store): Promise<Verification> {
  return verifyVillage(store, await mustFindVillage(store, 'jinwei'))
}

const half = 'x\ud800y'

describe('a posting that an earlier build hashed with a lone surrogate', () => {
  it.each<[string, Altered]>([
    ['as SQLite keeps it', { hashed: { note: half }, stored: { note: half } }],
    ['as U+FFFD', { hashed: { note: half }, stored: { note: 'x\ufffdy' } }],
    [
      'beside a U+FFFD that was typed',
      { hashed: { note: `\ufffd${half}` }, stored: { note: '\ufffdx\ufffdy' } },
    ],
    [
      'in its recorder and its note',
      { hashed: { recorder: '\ud842', note: '\udbff' }, stored: { recorder: '\ufffd', note: '\ufffd' } },
    ],
    [
      'three times',
      { hashed: { note: '\ud83d a \ud83c b \ud83d' }, stored: { note: '\ufffd a \ufffd b \ufffd' } },
    ],
    [
      'in both ways',
      { hashed: { recorder: '\ud9ab', note: '\ude01' }, stored: { recorder: '\ud9ab', note: '\ufffd' } },
    ],
  ])('is recognised, stored %s', async (_, altered) => {
    expect(await verified(await ledgerWith(altered))).toMatchObject({ holds: true, faults: [], altered: [2] })
  })

  it('is recorded, so that the next verification does not search again', async () => {
    const store = await ledgerWith({ hashed: { note: '\ud842\ufffd' }, stored: { note: '\ufffd\ufffd' } })
    const steps = async () => {
      let count = 0
      for await (const _share of verifySteps(store, await mustFindVillage(store, 'jinwei'))) count += 1
      return count
    }
    expect(await steps()).toBeGreaterThan(1)
    await verified(store)
    // That which ends before the altered posting.
    expect(await steps()).toBe(1)
    expect(await verified(store)).toMatchObject({ holds: true, altered: [2] })
    const row = async () => store.all('SELECT village_id, seq, surrogates FROM altered_postings')
    expect(await row()).toEqual([
      { village_id: 1, seq: 2, surrogates: JSON.stringify(['\\ud842', '\ufffd']) },
    ])
    await expect(async () =>
      store.write('installation', async (store) => store.run('DELETE FROM altered_postings')),
    ).rejects.toThrow('never deleted')
  })

  it('stays a fault where anything else of it was changed, recorded or not', async () => {
    const altered = { hashed: { note: half }, stored: { note: 'x\ufffdz' } }
    expect(await verified(await ledgerWith(altered))).toMatchObject({ holds: false, altered: [] })
    const store = await ledgerWith({ hashed: { note: half }, stored: { note: 'x\ufffdy' } })
    expect((await verified(store)).holds).toBe(true)
    const file = store.file
    store.close()
    const sqlite = new Database(file)
    sqlite.exec(`UPDATE postings SET note = 'x\ufffdz' WHERE seq = 2`)
    sqlite.close()
    const again = await openStore(join(file, '..'))
    onTestFinished(() => again.close())
    expect(await verified(again)).toMatchObject({ holds: false, altered: [] })
  })

  it('takes in what is written while it is searched', async () => {
    const store = await ledgerWith({ hashed: { note: '\ud842\ufffd' }, stored: { note: '\ufffd\ufffd' } })
    const steps = verifySteps(store, await mustFindVillage(store, 'jinwei'))
    expect((await steps.next()).done).toBe(false)
    const { id } = await store.one<{ id: string }>('SELECT id FROM postings WHERE seq = 1')
    await reversePosting(store, ownerScope(1), id, { id: randomUUID(), reason: '记错了' })
    let step = await steps.next()
    while (!step.done) step = await steps.next()
    expect(step.value).toMatchObject({ holds: true, seq: 4, altered: [2] })
  })
})

describe('odd text of an earlier build whose hash holds', () => {
  it.each(['a\u0000b', 'a\tb\u001b', 'e\u0301', '刘\u200b', '\ufffd'])('is valid: %j', async (note) => {
    const store = await ledgerWith({ hashed: { note }, stored: { note } })
    expect(await verified(store)).toMatchObject({ holds: true, altered: [] })
  })
})
