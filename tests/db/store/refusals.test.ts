import { afterEach, describe, expect, it, vi } from 'vitest'
import { enterScores } from '../../../db/scores/enterScores.ts'
import { reversePosting } from '../../../db/scores/reversal.ts'
import type { ScoreRequest } from '../../../db/scores/scoreRequest.ts'
import { changeRule } from '../../../db/villages/rulebook.ts'
import { powersOf, type Role } from '../../../server/domain/people/powers.ts'
import { now, refusalOf, testStore, TestVillage } from '../../support/db/village.ts'

const store = await testStore()
const other = new TestVillage(store)

afterEach(() => {
  vi.setSystemTime(now)
})

/** The refusal of one score, and that it left nothing behind. */
function refused(village: TestVillage, more: Partial<ScoreRequest>): string {
  const { code } = refusalOf(() => village.enter('duty', more))
  expect(village.postings()).toEqual([])
  return code
}

describe('a score is refused', () => {
  it('for a door that nobody has', () => {
    expect(refused(new TestVillage(store), { door: '9999' })).toBe('unknown-household')
  })

  it('for a door that only another village has', () => {
    const neighbour = new TestVillage(store, { households: [] })
    expect(refused(neighbour, { door: '1001' })).toBe('unknown-household')
  })

  it('by a rule that nobody made', () => {
    expect(refused(new TestVillage(store), { rule: 987_654 })).toBe('unknown-rule')
  })

  it("by another village's rule", () => {
    expect(refused(new TestVillage(store), { rule: other.rules.duty })).toBe('unknown-rule')
  })

  it('by a retired rule', () => {
    const village = new TestVillage(store)
    changeRule(store, village.scope, village.rules.duty, { retired: true })
    expect(refused(village, {})).toBe('rule-retired')
  })

  it('for tomorrow', () => {
    expect(refused(new TestVillage(store), { occurredOn: '2026-06-16' })).toBe('date-in-future')
  })

  it.each(['2025-12-31', '2026-04-01'])('for %s, outside the season', (occurredOn) => {
    const season = { name: '上半年', startsOn: '2026-01-01', endsOn: '2026-03-31' }
    expect(refused(new TestVillage(store, { season }), { occurredOn })).toBe('date-outside-season')
  })

  it('when no season is open', () => {
    const village = new TestVillage(store)
    store.write((store) => store.run(`UPDATE seasons SET state = 'closed' WHERE village_id = ?`, village.id))
    expect(refused(village, {})).toBe('no-season')
  })

  it('in a village that does not exist', () => {
    const nowhere = { ...other.scope, village: 987_654 }
    expect(refusalOf(() => enterScores(store, nowhere, [other.request('duty')])).code).toBe('unknown-village')
  })
})

describe('the first and the last day of the season', () => {
  it.each(['2026-01-01', '2026-03-31'])('%s counts', (occurredOn) => {
    const village = new TestVillage(store, {
      season: { name: '上半年', startsOn: '2026-01-01', endsOn: '2026-03-31' },
    })
    expect(village.enter('duty', { occurredOn }).seq).toBe(1)
  })
})

describe('today', () => {
  const oneHourIntoTheDay = Date.parse('2026-06-15T01:00:00+08:00')

  it('begins at midnight in the village, not in Greenwich', () => {
    vi.setSystemTime(oneHourIntoTheDay)
    expect(new TestVillage(store).enter('duty').occurred_on).toBe('2026-06-15')
  })

  it('has not begun yet for a village further west', () => {
    vi.setSystemTime(oneHourIntoTheDay)
    const village = new TestVillage(store, { timezone: 'Asia/Urumqi' })
    expect(refused(village, { occurredOn: '2026-06-15' })).toBe('date-in-future')
  })
})

describe('powers', () => {
  it.each<Role>(['reviewer', 'inspector', 'desk', 'viewer'])(
    'a %s can neither enter nor take back',
    (role) => {
      const village = new TestVillage(store)
      const posting = village.enter('duty')
      const scope = { ...village.scope, powers: powersOf([role]) }
      const attempts = [
        () => enterScores(store, scope, [village.request('duty')]),
        () => reversePosting(store, scope, posting.id, { id: 'r', reason: '试' }),
      ]
      expect(attempts.map((attempt) => refusalOf(attempt).kind)).toEqual(['forbidden', 'forbidden'])
      expect(village.postings()).toHaveLength(1)
    },
  )

  it('a clerk can do both', () => {
    const village = new TestVillage(store)
    const scope = { ...village.scope, powers: powersOf(['clerk']) }
    const { seqs } = enterScores(store, scope, [village.request('duty', { id: 'score' })])
    reversePosting(store, scope, 'score', { id: 'reversal', reason: '记错了' })
    expect(seqs).toEqual([1])
    expect(village.postings()).toHaveLength(2)
  })
})
