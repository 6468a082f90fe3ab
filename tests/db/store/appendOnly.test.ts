import { describe, expect, it } from 'vitest'
import { enterBatch } from '../../../db/batches/enterBatch.ts'
import { Appender, type Draft } from '../../../db/ledger/appender.ts'
import { itOnSqlite } from '../../support/db/itOnSqlite.ts'
import { testStore, TestVillage } from '../../support/db/village.ts'

const store = await testStore()

/** A village with one posting, which must be there unchanged whatever was tried. */
async function withPosting() {
  const village = await TestVillage.create(store)
  const posting = await village.enter('duty')
  return {
    village,
    posting,
    attempt: (text: string) => async () =>
      store.write(village.id, async (store) => store.run(text, village.id)),
  }
}

describe('the database itself', () => {
  it.each(['points = 4000', `text = '别的'`, 'note = NULL', 'seq = 9', `hash = hash`])(
    'refuses to change a posting: SET %s',
    async (set) => {
      const { village, posting, attempt } = await withPosting()
      await expect(attempt(`UPDATE postings SET ${set} WHERE village_id = ?`)).rejects.toThrow(
        'never changed',
      )
      expect(await village.postings()).toEqual([posting])
    },
  )

  it('refuses to delete a posting', async () => {
    const { village, posting, attempt } = await withPosting()
    await expect(attempt('DELETE FROM postings WHERE village_id = ?')).rejects.toThrow('never deleted')
    expect(await village.postings()).toEqual([posting])
  })

  itOnSqlite('refuses to replace a posting by another with its number', async () => {
    const { village, posting, attempt } = await withPosting()
    const columns = Object.keys(posting).join(', ')
    const changed = columns.replace('points', '4000')
    const replace = `INSERT OR REPLACE INTO postings (${columns}) SELECT ${changed} FROM postings WHERE village_id = ?`
    await expect(attempt(replace)).rejects.toThrow('never deleted')
    expect(await village.postings()).toEqual([posting])
  })

  it.each([
    'UPDATE batches SET maker = ? WHERE village_id = ?',
    'DELETE FROM batches WHERE kind <> ? AND village_id = ?',
    'UPDATE batch_lines SET score_id = ? WHERE village_id = ?',
    'DELETE FROM batch_lines WHERE score_id <> ? AND village_id = ?',
  ])('refuses to change what was entered together: %s', async (text) => {
    const village = await TestVillage.create(store)
    await enterBatch(store, village.scope, [village.request('duty')])
    const attempt = store.write(village.id, async (store) => store.run(text, '别的', village.id))
    await expect(attempt).rejects.toThrow('a batch is never')
  })

  it('refuses a second posting with the same id', async () => {
    const { village, posting } = await withPosting()
    await expect(async () => append(village, { id: posting.id })).rejects.toThrow(/unique/i)
  })

  it('refuses a second reversal of one posting', async () => {
    const { village, posting } = await withPosting()
    await village.reverse(posting)
    const again = { kind: 'reversal', reverses: posting.seq, points: -40 } as const
    await expect(async () => append(village, again)).rejects.toThrow(/unique/i)
  })

  it.each<[string, Partial<Draft>]>([
    ['an award that takes points away', { kind: 'award', points: -1 }],
    ['a deduction that gives points', { kind: 'deduct', points: 1 }],
    ['a redemption that gives points', { kind: 'redeem', points: 1 }],
    ['a reversal that names nothing', { kind: 'reversal' }],
    ['a reversal of itself', { kind: 'reversal', reverses: 2 }],
    ['a reversal of what is still to come', { kind: 'reversal', reverses: 3 }],
    ['an award that names a posting as reversed', { kind: 'award', reverses: 1 }],
    ['half a point', { points: 0.5 }],
    ['a day that is none', { occurred_on: '15.06.2026' }],
  ])('refuses %s', async (_, draft) => {
    const { village, posting } = await withPosting()
    await expect(async () => append(village, draft)).rejects.toThrow(/check|integer|bigint/i)
    expect(await village.postings()).toEqual([posting])
  })
})

/** Appends a copy of the village's first posting, with these fields. */
async function append(village: TestVillage, draft: Partial<Draft>): Promise<void> {
  const [first] = await village.postings()
  if (!first) throw new Error('the village has no posting to copy')
  await store.write(village.id, async (store) => {
    const appender = await Appender.open(store, village.id)
    await appender.append({ ...first, id: 'copy', ...draft })
    await appender.finish()
  })
}

describe("another village's rows cannot be stored in", () => {
  async function neighbour() {
    const other = await TestVillage.create(store)
    return { other, posting: await other.enter('litter', { door: '1002' }) }
  }

  it.each(['household_id', 'season_id', 'rule_version_id', 'dimension_id'] as const)(
    'a posting, as its %s',
    async (column) => {
      const { village, posting: own } = await withPosting()
      const { posting } = await neighbour()
      await expect(async () => append(village, { [column]: posting[column] })).rejects.toThrow(/foreign key/i)
      expect(await village.postings()).toEqual([own])
    },
  )

  it.each([
    [
      'a household, as its group',
      'UPDATE households SET group_id = ? WHERE village_id = ?',
      'household_groups',
    ],
    ['a rule, as its dimension', 'UPDATE rules SET dimension_id = ? WHERE village_id = ?', 'dimensions'],
    [
      'a balance, as its household',
      'INSERT INTO balances (household_id, village_id) VALUES (?, ?)',
      'households',
    ],
  ])('%s', async (_, statement, table) => {
    const { village } = await withPosting()
    const { other } = await neighbour()
    const row = await store.one<{ id: number }>(`SELECT id FROM ${table} WHERE village_id = ?`, other.id)
    await expect(async () =>
      store.write(village.id, async (store) => store.run(statement, row.id, village.id)),
    ).rejects.toThrow(/foreign key/i)
  })
})
