/** Claims and their review: four eyes, two reviewers, caps and escalation, on a real database. */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findHousehold } from '../../../db/households/households.ts'
import { setOwnHousehold } from '../../../db/households/ownHouseholds.ts'
import { postingLines } from '../../../db/ledger/postings.ts'
import { type ClaimLine, listClaims, readClaim } from '../../../db/scores/claims.ts'
import { enterScores } from '../../../db/scores/enterScores.ts'
import { passClaims, stopClaim, withdrawClaim } from '../../../db/scores/review.ts'
import type { ScoreRequest } from '../../../db/scores/scoreRequest.ts'
import { inOrder } from '../../../db/store/inOrder.ts'
import type { Scope } from '../../../db/store/scope.ts'
import { mergeHousehold, splitHousehold } from '../../../db/transfers/transfers.ts'
import { changeRule, mustFindRule } from '../../../db/villages/rulebook.ts'
import { changeVillage } from '../../../db/villages/villageSettings.ts'
import { Refused } from '../../../server/domain/answers/refused.ts'
import type { Reviewers, ReviewPolicy } from '../../../server/domain/rules/review.ts'
import type { RuleName } from '../../support/db/rules.ts'
import {
  type Person,
  refusalOf,
  testStore,
  TestVillage,
  type TestVillageOptions,
} from '../../support/db/village.ts'

const store = await testStore()

/** A village with staff: two clerks, three reviewers, and one who is everything. */
class ReviewedVillage extends TestVillage {
  clerk!: Person
  otherClerk!: Person
  reviewer!: Person
  second!: Person
  secretary!: Person

  protected override async prepare(more: TestVillageOptions): Promise<void> {
    await super.prepare(more)
    this.clerk = await this.person('录入员甲', ['clerk'])
    this.otherClerk = await this.person('录入员乙', ['clerk'])
    this.reviewer = await this.person('评议员甲', ['reviewer'])
    this.second = await this.person('评议员乙', ['reviewer'])
    this.secretary = await this.person('书记', ['admin'])
  }

  /** Lets the rule ask for so many reviewers. */
  async reviewed(rule: RuleName, reviewers: Reviewers): Promise<void> {
    const { terms } = await mustFindRule(store, this.id, this.rules[rule])
    await changeRule(store, this.scope, this.rules[rule], { terms: { ...terms, reviewers } })
  }

  async policy(policy: Partial<ReviewPolicy>): Promise<void> {
    await changeVillage(store, this.scope, {
      review: { roles: [], over: null, deductions: false, ...policy },
    })
  }

  async claim(rule: RuleName, more: Partial<ScoreRequest> = {}, by = this.clerk): Promise<string> {
    const request = this.request(rule, more)
    expect(await enterScores(store, by, [request])).toMatchObject({ seqs: [], claims: [request.id] })
    return request.id
  }

  async pass(claims: string[], by = this.reviewer, id: string = randomUUID()) {
    return passClaims(store, by, id, claims)
  }

  async score(door = '1001'): Promise<number> {
    return (await findHousehold(store, this.id, door))?.score ?? 0
  }

  async waiting(by = this.reviewer): Promise<ClaimLine[]> {
    return (await listClaims(store, by, { state: 'waiting' }, 0, 100)).lines
  }
}

async function village(...rules: [RuleName, Reviewers][]): Promise<ReviewedVillage> {
  const made = await ReviewedVillage.create(store)
  for (const [rule, reviewers] of rules) await made.reviewed(rule, reviewers)
  return made
}

describe('a score that must be reviewed', () => {
  it('counts for nothing until it is passed, and then as it was claimed', async () => {
    const one = await village(['duty', 1])
    const id = await one.claim('duty', { note: '台风夜' })
    expect(await one.score()).toBe(0)
    expect(await one.postings()).toEqual([])
    expect(await one.pass([id])).toEqual({ passed: [{ id, outcome: 'posted' }], refused: [] })
    expect(await one.score()).toBe(40)
    expect(await one.postings()).toMatchObject([
      { id, kind: 'award', points: 40, note: '台风夜', recorder: '录入员甲', recorded_by: one.clerk.user },
    ])
    expect((await postingLines(store, one.id, [1]))[0]?.reviewedBy).toEqual(['评议员甲'])
    expect(await one.faults()).toEqual([])
  })

  it('is passed with the level that was chosen', async () => {
    const village = await ReviewedVillage.create(store)
    const { terms } = await mustFindRule(store, village.id, village.rules.duty)
    const levels = [
      { name: '县级', points: 50 },
      { name: '市级', points: 80 },
    ]
    await changeRule(store, village.scope, village.rules.duty, {
      terms: { ...terms, reviewers: 1, scale: { type: 'levels', levels } },
    })
    await village.pass([await village.claim('duty', { points: 80 })])
    expect(await village.score()).toBe(80)
  })

  it('keeps text and points of the rule as they were when it was claimed', async () => {
    const one = await village(['duty', 1])
    const id = await one.claim('duty')
    const { terms } = await mustFindRule(store, one.id, one.rules.duty)
    await changeRule(store, one.scope, one.rules.duty, {
      text: '应急值守（新）',
      terms: { ...terms, scale: { type: 'fixed', points: 60 } },
    })
    await one.pass([id])
    expect(await one.postings()).toMatchObject([{ text: '应急值守', points: 40 }])
  })

  it('is the same claim when it is sent again, and the posting once it is passed', async () => {
    const one = await village(['duty', 1])
    const request = one.request('duty')
    await enterScores(store, one.clerk, [request])
    expect(await enterScores(store, one.clerk, [request])).toEqual({
      seqs: [],
      claims: [request.id],
      fresh: false,
    })
    expect(
      (await refusalOf(async () => enterScores(store, one.clerk, [{ ...request, door: '1002' }]))).code,
    ).toBe('id-used-before')
    expect(await one.waiting()).toHaveLength(1)
    await one.pass([request.id])
    expect(await enterScores(store, one.clerk, [request])).toEqual({ seqs: [1], claims: [], fresh: false })
  })

  it('stands beside postings in one batch', async () => {
    const one = await village(['duty', 1])
    const batch = [one.request('meeting'), one.request('duty'), one.request('meeting', { door: '1002' })]
    expect(await enterScores(store, one.clerk, batch)).toEqual({
      seqs: [1, 2],
      claims: [batch[1]!.id],
      fresh: true,
    })
  })
})

describe('four eyes', () => {
  it('nobody passes or stops what they entered themselves, whatever their roles', async () => {
    const one = await village(['duty', 1])
    const id = await one.claim('duty', {}, one.secretary)
    expect((await refusalOf(async () => one.pass([id], one.secretary))).code).toBe('own-claim')
    expect(
      (await refusalOf(async () => stopClaim(store, one.secretary, id, { id: randomUUID(), reason: '不实' })))
        .code,
    ).toBe('own-claim')
    expect(await one.score()).toBe(0)
    expect((await one.pass([id])).passed).toHaveLength(1)
  })

  it('who has no power to review does not', async () => {
    const one = await village(['duty', 1])
    const id = await one.claim('duty')
    expect((await refusalOf(async () => one.pass([id], one.otherClerk))).code).toBe('no-power')
  })

  it('two reviewers are two people', async () => {
    const one = await village(['duty', 2])
    const id = await one.claim('duty')
    expect((await one.pass([id])).passed).toEqual([{ id, outcome: 'first' }])
    expect(await one.score()).toBe(0)
    expect((await refusalOf(async () => one.pass([id]))).code).toBe('reviewed-before')
    expect((await one.pass([id], one.second)).passed).toEqual([{ id, outcome: 'posted' }])
    expect(await one.score()).toBe(40)
  })

  it('nobody splits the own household, or merges another with it; it stays their own where it goes', async () => {
    const one = await village()
    const me = one.otherClerk
    await setOwnHousehold(store, one.id, me.user!, await one.household('1001'))
    const half = { id: randomUUID(), door: '1001-2', head: '示范', group: '1组', share: { percent: 50 } }
    expect((await refusalOf(async () => splitHousehold(store, me, '1001', half))).code).toBe('own-household')
    const into = (door: string) => ({ id: randomUUID(), into: door })
    expect((await refusalOf(async () => mergeHousehold(store, me, '1002', into('1001')))).code).toBe(
      'own-household',
    )
    expect((await refusalOf(async () => mergeHousehold(store, me, '1001', into('1002')))).code).toBe(
      'own-household',
    )
    await mergeHousehold(store, one.scope, '1001', into('1002'))
    const deed = one.request('meeting', { door: '1002' })
    expect((await refusalOf(async () => enterScores(store, me, [deed]))).code).toBe('own-household')
  })

  it('nobody scores, reviews or takes back for the own household', async () => {
    const one = await village(['duty', 1])
    const home = await one.household('1001')
    for (const { user } of [one.reviewer, one.otherClerk]) await setOwnHousehold(store, one.id, user!, home)
    const id = await one.claim('duty')
    expect((await refusalOf(async () => one.pass([id]))).code).toBe('own-household')
    const own = one.request('meeting')
    expect((await refusalOf(async () => enterScores(store, one.otherClerk, [own]))).code).toBe(
      'own-household',
    )
    expect((await one.pass([id], one.second)).passed).toHaveLength(1)
  })
})

describe('passing', () => {
  it('again under the same id is the same act; another’s press afterwards finds it decided', async () => {
    const one = await village(['duty', 1])
    const id = await one.claim('duty')
    const act = randomUUID()
    const result = await one.pass([id], one.reviewer, act)
    expect(await one.pass([id], one.reviewer, act)).toEqual(result)
    expect((await refusalOf(async () => one.pass([id], one.second))).code).toBe('claim-decided')
    expect(await one.postings()).toHaveLength(1)
  })

  it('passes what can be passed and names the others', async () => {
    const one = await village(['duty', 1])
    const good = await one.claim('duty')
    const own = await one.claim('duty', { door: '1002' }, one.secretary)
    const result = await one.pass([good, own, randomUUID()], one.secretary)
    expect(result.passed.map(({ id }) => id)).toEqual([good])
    expect(result.refused.map(({ door, code }) => [door, code])).toEqual([
      ['1002', 'own-claim'],
      ['', 'unknown-claim'],
    ])
  })

  it('a cap counts what waits when a claim is entered, and what counts when it is passed', async () => {
    const one = await village(['sorting', 1])
    const id = await one.claim('sorting')
    expect((await refusalOf(async () => one.claim('sorting'))).code).toBe('cap-times')
    await stopClaim(store, one.reviewer, id, { id: randomUUID(), reason: '重复' })
    const next = await one.claim('sorting')
    await one.reviewed('sorting', 0)
    await one.policy({})
    expect((await refusalOf(async () => one.enter('sorting'))).code).toBe('cap-times')
    expect((await one.pass([next])).passed).toHaveLength(1)
  })

  it('an escalating rule counts again when a claim before it was stopped', async () => {
    const one = await village(['poultry', 1])
    const [a, b] = [await one.claim('poultry'), await one.claim('poultry')]
    expect((await one.waiting()).map(({ points }) => points)).toEqual([-10, -20])
    await stopClaim(store, one.reviewer, a, { id: randomUUID(), reason: '不实' })
    await one.pass([b])
    expect(await one.postings()).toMatchObject([{ points: -10 }])
  })
})

describe('stopping and taking back', () => {
  it('tells the author why, and nothing counts', async () => {
    const one = await village(['duty', 1])
    const id = await one.claim('duty')
    const act = { id: randomUUID(), reason: '照片不清' }
    await stopClaim(store, one.reviewer, id, act)
    await stopClaim(store, one.reviewer, id, act)
    expect(await readClaim(store, one.clerk, id)).toMatchObject({
      state: 'stopped',
      reason: '照片不清',
      reviewedBy: ['评议员甲'],
      isOwn: true,
    })
    expect((await refusalOf(async () => one.pass([id], one.second))).code).toBe('claim-decided')
    expect(await one.postings()).toEqual([])
  })

  it('is one act for each id: what was passed is not stopped by it, nor the other way', async () => {
    const one = await village(['duty', 1])
    const [a, b] = [await one.claim('duty'), await one.claim('duty', { door: '1002' })]
    const [passing, stopping] = [randomUUID() as string, { id: randomUUID() as string, reason: '不实' }]
    await one.pass([a], one.reviewer, passing)
    await stopClaim(store, one.reviewer, b, stopping)
    const other = [
      async () => stopClaim(store, one.reviewer, a, { ...stopping, id: passing }),
      async () => stopClaim(store, one.reviewer, b, { ...stopping, reason: '重复' }),
      async () => stopClaim(store, one.reviewer, a, stopping),
      async () => one.pass([b], one.reviewer, stopping.id),
      async () => one.pass([a, b], one.reviewer, passing),
    ]
    expect(await inOrder(other, async (work) => (await refusalOf(work)).code)).toEqual(
      other.map(() => 'id-used-before'),
    )
    expect(await inOrder([a, b], async (id) => (await readClaim(store, one.clerk, id)).state)).toEqual([
      'passed',
      'stopped',
    ])
  })

  it('who passed it first may still stop it', async () => {
    const one = await village(['duty', 2])
    const id = await one.claim('duty')
    await one.pass([id])
    await stopClaim(store, one.reviewer, id, { id: randomUUID(), reason: '看错了' })
    expect((await readClaim(store, one.clerk, id)).state).toBe('stopped')
  })

  it('the author, and nobody else, takes a waiting claim back', async () => {
    const one = await village(['duty', 1])
    const id = await one.claim('duty')
    expect((await refusalOf(async () => withdrawClaim(store, one.otherClerk, id))).code).toBe('not-own-claim')
    await withdrawClaim(store, one.clerk, id)
    await withdrawClaim(store, one.clerk, id)
    expect(await one.waiting()).toEqual([])
    expect((await refusalOf(async () => one.pass([id]))).code).toBe('claim-decided')
  })
})

describe('what a village lets wait', () => {
  it.each<[string, Partial<ReviewPolicy>, RuleName, 'clerk' | 'secretary', boolean]>([
    ['deductions', { deductions: true }, 'litter', 'clerk', true],
    ['deductions, not awards', { deductions: true }, 'duty', 'clerk', false],
    ['more than so many points', { over: 30 }, 'duty', 'clerk', true],
    ['not as many', { over: 40 }, 'duty', 'clerk', false],
    ['what clerks enter', { roles: ['clerk'] }, 'duty', 'clerk', true],
    ['not what the secretary enters', { roles: ['clerk'] }, 'duty', 'secretary', false],
  ])('%s', async (_name, policy, rule, by, waits) => {
    const one = await village()
    await one.policy(policy)
    const { claims, seqs } = await enterScores(store, one[by], [one.request(rule)])
    expect([claims.length, seqs.length]).toEqual(waits ? [1, 0] : [0, 1])
  })
})

type Act =
  | { type: 'claim'; rule: RuleName; door: string; by: 0 | 1 }
  | { type: 'pass' | 'stop'; nth: number; by: 0 | 1 | 2 }
  | { type: 'passAll'; by: 0 | 1 | 2 }
  | { type: 'reverse'; nth: number }

const acts: fc.Arbitrary<Act[]> = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        type: fc.constant('claim' as const),
        rule: fc.constantFrom<RuleName>('meeting', 'sorting', 'duty', 'poultry', 'litter'),
        door: fc.constantFrom('1001', '1002'),
        by: fc.constantFrom(0 as const, 1 as const),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        type: fc.constantFrom('pass' as const, 'stop' as const),
        nth: fc.nat(12),
        by: fc.constantFrom(0 as const, 1 as const, 2 as const),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        type: fc.constant('passAll' as const),
        by: fc.constantFrom(0 as const, 1 as const, 2 as const),
      }),
    },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('reverse' as const), nth: fc.nat(8) }) },
  ),
  { maxLength: 30 },
)

describe('whatever is claimed, passed, stopped and reversed', () => {
  it('every posting was seen by enough other eyes, caps and steps hold, and totals are the postings', async () => {
    await fc.assert(
      fc.asyncProperty(acts, async (list) => {
        const one = await village(['meeting', 1], ['sorting', 1], ['duty', 2], ['poultry', 1])
        const people = [one.reviewer, one.second, one.secretary] as const
        const clerks = [one.clerk, one.secretary] as const
        const claimed: { id: string; by: Scope }[] = []
        for (const act of list)
          try {
            if (act.type === 'claim') {
              const request = one.request(act.rule, { door: act.door })
              const { claims } = await enterScores(store, clerks[act.by], [request])
              if (claims.length > 0) claimed.push({ id: request.id, by: clerks[act.by] })
            } else if (act.type === 'passAll') {
              if (claimed.length > 0)
                await one.pass(
                  claimed.map(({ id }) => id),
                  people[act.by],
                )
            } else if (act.type === 'reverse') {
              const posting = (await one.postings())[act.nth]
              if (posting) await one.reverse(posting)
            } else {
              const claim = claimed[act.nth]
              if (claim && act.type === 'pass') await one.pass([claim.id], people[act.by])
              if (claim && act.type === 'stop')
                await stopClaim(store, people[act.by], claim.id, { id: randomUUID(), reason: '不实' })
            }
          } catch (error) {
            if (!(error instanceof Refused)) throw error
          }
        expect(await one.faults()).toEqual([])
        const postings = await one.postings()
        const reversed = new Set(postings.map(({ reverses }) => reverses))
        for (const { id, by } of claimed) {
          const claim = await readClaim(store, one.reviewer, id)
          expect(claim.seq !== null).toBe(claim.state === 'passed')
          if (claim.state !== 'passed') continue
          expect(new Set(claim.reviewedBy).size).toBe(claim.reviewers)
          expect(claim.reviewedBy).not.toContain(by.name)
        }
        for (const door of ['1001', '1002']) {
          const household = await one.household(door)
          const standing = postings.filter(
            ({ household_id, kind, seq }) =>
              household_id === household && kind !== 'reversal' && !reversed.has(seq),
          )
          const of = (text: string) => standing.filter((posting) => posting.text === text)
          expect(of('垃圾分类全月无混投').length).toBeLessThanOrEqual(1)
          expect(of('参加村民会议').reduce((sum, { points }) => sum + points, 0)).toBeLessThanOrEqual(60)
        }
      }),
      { numRuns: 40 },
    )
  })
})
