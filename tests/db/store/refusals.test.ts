import { afterEach, describe, expect, it, vi } from 'vitest'
import { enterScores } from '../../../db/scores/enterScores.ts'
import { reversePosting } from '../../../db/scores/reversal.ts'
import type { ScoreRequest } from '../../../db/scores/scoreRequest.ts'
import { inOrder } from '../../../db/store/inOrder.ts'
import { changeRule } from '../../../db/villages/rulebook.ts'
import { powersOf, type Role } from '../../../server/domain/people/powers.ts'
import { now, refusalOf, testStore, TestVillage } from '../../support/db/village.ts'

const store = await testStore()
const other = await TestVillage.create(store)

afterEach(() => {
  vi.setSystemTime(now)
})

/** The refusal of one score, and that it left nothing behind. */
async function refused(village: TestVillage, more: Partial<ScoreRequest>): Promise<string> {
  const { code } = await refusalOf(async () => village.enter('duty', more))
  expect(await village.postings()).toEqual([])
  return code
}

describe('a score is refused', () => {
  it('for a door that nobody has', async () => {
    expect(await refused(await TestVillage.create(store), { door: '9999' })).toBe('unknown-household')
  })

  it('for a door that only another village has', async () => {
    const neighbour = await TestVillage.create(store, { households: [] })
    expect(await refused(neighbour, { door: '1001' })).toBe('unknown-household')
  })

  it('by a rule that nobody made', async () => {
    expect(await refused(await TestVillage.create(store), { rule: 987_654 })).toBe('unknown-rule')
  })

  it("by another village's rule", async () => {
    expect(await refused(await TestVillage.create(store), { rule: other.rules.duty })).toBe('unknown-rule')
  })

  it('by a retired rule', async () => {
    const village = await TestVillage.create(store)
    await changeRule(store, village.scope, village.rules.duty, { retired: true })
    expect(await refused(village, {})).toBe('rule-retired')
  })

  it('for tomorrow', async () => {
    expect(await refused(await TestVillage.create(store), { occurredOn: '2026-06-16' })).toBe(
      'date-in-future',
    )
  })

  it.each(['2025-12-31', '2026-04-01'])('for %s, outside the season', async (occurredOn) => {
    const season = { name: '上半年', startsOn: '2026-01-01', endsOn: '2026-03-31' }
    expect(await refused(await TestVillage.create(store, { season }), { occurredOn })).toBe(
      'date-outside-season',
    )
  })

  it('when no season is open', async () => {
    const village = await TestVillage.create(store)
    await store.write(village.id, async (store) =>
      store.run(`UPDATE seasons SET state = 'closed' WHERE village_id = ?`, village.id),
    )
    expect(await refused(village, {})).toBe('no-season')
  })

  it('in a village that does not exist', async () => {
    const nowhere = { ...other.scope, village: 987_654 }
    expect((await refusalOf(async () => enterScores(store, nowhere, [other.request('duty')]))).code).toBe(
      'unknown-village',
    )
  })
})

describe('the first and the last day of the season', () => {
  it.each(['2026-01-01', '2026-03-31'])('%s counts', async (occurredOn) => {
    const village = await TestVillage.create(store, {
      season: { name: '上半年', startsOn: '2026-01-01', endsOn: '2026-03-31' },
    })
    expect((await village.enter('duty', { occurredOn })).seq).toBe(1)
  })
})

describe('today', () => {
  const oneHourIntoTheDay = Date.parse('2026-06-15T01:00:00+08:00')

  it('begins at midnight in the village, not in Greenwich', async () => {
    vi.setSystemTime(oneHourIntoTheDay)
    expect((await (await TestVillage.create(store)).enter('duty')).occurred_on).toBe('2026-06-15')
  })

  it('has not begun yet for a village further west', async () => {
    vi.setSystemTime(oneHourIntoTheDay)
    const village = await TestVillage.create(store, { timezone: 'Asia/Urumqi' })
    expect(await refused(village, { occurredOn: '2026-06-15' })).toBe('date-in-future')
  })
})

describe('powers', () => {
  it.each<Role>(['reviewer', 'inspector', 'desk', 'viewer'])(
    'a %s can neither enter nor take back',
    async (role) => {
      const village = await TestVillage.create(store)
      const posting = await village.enter('duty')
      const scope = { ...village.scope, powers: powersOf([role]) }
      const attempts = [
        async () => enterScores(store, scope, [village.request('duty')]),
        async () => reversePosting(store, scope, posting.id, { id: 'r', reason: '试' }),
      ]
      expect(await inOrder(attempts, async (attempt) => (await refusalOf(attempt)).kind)).toEqual([
        'forbidden',
        'forbidden',
      ])
      expect(await village.postings()).toHaveLength(1)
    },
  )

  it('a clerk can do both', async () => {
    const village = await TestVillage.create(store)
    const scope = { ...village.scope, powers: powersOf(['clerk']) }
    const { seqs } = await enterScores(store, scope, [village.request('duty', { id: 'score' })])
    await reversePosting(store, scope, 'score', { id: 'reversal', reason: '记错了' })
    expect(seqs).toEqual([1])
    expect(await village.postings()).toHaveLength(2)
  })
})
