import { describe, expect, it } from 'vitest'
import { Appender, type Draft } from '../../../db/ledger/appender.ts'
import { testStore, TestVillage } from '../../support/db/village.ts'

const store = await testStore()

/** A village with one posting, which must be there unchanged whatever was tried. */
function withPosting() {
  const village = new TestVillage(store)
  const posting = village.enter('duty')
  return {
    village,
    posting,
    attempt: (text: string) => () => store.write(() => store.write((store) => store.run(text, village.id))),
  }
}

describe('the database itself', () => {
  it.each(['points = 4000', `text = '别的'`, 'note = NULL', 'seq = 9', `hash = hash`])(
    'refuses to change a posting: SET %s',
    (set) => {
      const { village, posting, attempt } = withPosting()
      expect(attempt(`UPDATE postings SET ${set} WHERE village_id = ?`)).toThrow('never changed')
      expect(village.postings()).toEqual([posting])
    },
  )

  it('refuses to delete a posting', () => {
    const { village, posting, attempt } = withPosting()
    expect(attempt('DELETE FROM postings WHERE village_id = ?')).toThrow('never deleted')
    expect(village.postings()).toEqual([posting])
  })

  it('refuses to replace a posting by another with its number', () => {
    const { village, posting, attempt } = withPosting()
    const columns = Object.keys(posting).join(', ')
    const changed = columns.replace('points', '4000')
    const replace = `INSERT OR REPLACE INTO postings (${columns}) SELECT ${changed} FROM postings WHERE village_id = ?`
    expect(attempt(replace)).toThrow('never deleted')
    expect(village.postings()).toEqual([posting])
  })

  it('refuses a second posting with the same id', () => {
    const { village, posting } = withPosting()
    expect(() => append(village, { id: posting.id })).toThrow('UNIQUE')
  })

  it('refuses a second reversal of one posting', () => {
    const { village, posting } = withPosting()
    village.reverse(posting)
    const again = { kind: 'reversal', reverses: posting.seq, points: -40 } as const
    expect(() => append(village, again)).toThrow('UNIQUE')
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
  ])('refuses %s', (_, draft) => {
    const { village, posting } = withPosting()
    expect(() => append(village, draft)).toThrow(/CHECK|INTEGER/)
    expect(village.postings()).toEqual([posting])
  })
})

/** Appends a copy of the village's first posting, with these fields. */
function append(village: TestVillage, draft: Partial<Draft>): void {
  const [first] = village.postings()
  if (!first) throw new Error('the village has no posting to copy')
  store.write(() => {
    const appender = new Appender(store, village.id)
    appender.append({ ...first, id: 'copy', ...draft })
    appender.finish()
  })
}

describe("another village's rows cannot be stored in", () => {
  function neighbour() {
    const other = new TestVillage(store)
    return { other, posting: other.enter('litter', { door: '1002' }) }
  }

  it.each(['household_id', 'season_id', 'rule_version_id', 'dimension_id'] as const)(
    'a posting, as its %s',
    (column) => {
      const { village, posting: own } = withPosting()
      const { posting } = neighbour()
      expect(() => append(village, { [column]: posting[column] })).toThrow('FOREIGN KEY')
      expect(village.postings()).toEqual([own])
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
  ])('%s', (_, statement, table) => {
    const { village } = withPosting()
    const { other } = neighbour()
    const row = store.one<{ id: number }>(`SELECT id FROM ${table} WHERE village_id = ?`, other.id)
    expect(() => store.write(() => store.write((store) => store.run(statement, row.id, village.id)))).toThrow(
      'FOREIGN KEY',
    )
  })
})
