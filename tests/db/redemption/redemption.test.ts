/** Redemption on a real database: nothing below zero, nothing twice, score untouched. */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { findHousehold } from '../../../db/households/households.ts'
import { addDeskDay, clearDeskDays } from '../../../db/redemption/desk.ts'
import {
  changeGoods,
  createGoods,
  type Goods,
  listMovements,
  moveStock,
  mustFindGoods,
} from '../../../db/redemption/goods.ts'
import { redeem } from '../../../db/redemption/redeem.ts'
import { listRedemptions, redemptionsOfDay } from '../../../db/redemption/redemptionRecords.ts'
import { listHandedOut, reportRedemptions } from '../../../db/redemption/redemptionReport.ts'
import { returnGoods } from '../../../db/redemption/returnGoods.ts'
import { reversePosting } from '../../../db/scores/reversal.ts'
import { mergeHousehold } from '../../../db/transfers/transfers.ts'
import { storePicture, readPicture } from '../../../db/villages/pictures.ts'
import { changeVillage } from '../../../db/villages/villageSettings.ts'
import { Refused } from '../../../server/domain/answers/refused.ts'
import { addDays } from '../../../server/domain/calendar/calendar.ts'
import { now, refusalOf, testStore, TestVillage, today } from '../../support/db/village.ts'

const store = await testStore()
afterEach(() => vi.setSystemTime(now))

class Shop extends TestVillage {
  goods(more: Partial<Parameters<typeof createGoods>[2]> = {}, stock = 10): Goods {
    const { goods: made } = createGoods(store, this.scope, {
      id: randomUUID(),
      name: '大豆油',
      points: 30,
      valueCents: 4500,
      householdLimit: null,
      isCounted: true,
      picture: null,
      ...more,
    })
    if (made.left === null || stock === 0) return made
    return moveStock(store, this.scope, made.id, {
      id: randomUUID(),
      kind: 'purchase',
      amount: stock,
      note: null,
    })
  }

  take(goods: Goods, amount = 1, more: { id?: string; door?: string } = {}) {
    return redeem(store, this.scope, {
      id: more.id ?? randomUUID(),
      door: more.door ?? '1001',
      lines: [{ goods: goods.id, amount }],
    })
  }

  giveBack(line: number, id: string = randomUUID()) {
    return returnGoods(store, this.scope, line, { id, reason: '拿错了' })
  }

  account(door = '1001') {
    return findHousehold(store, this.id, door)!
  }

  left(goods: Goods): number | null {
    return mustFindGoods(store, this.id, goods.id).left
  }

  /** So many points for door 1001. */
  earn(points: number, door = '1001'): void {
    for (let rest = points; rest > 0; rest -= 100) this.enter('yard', { points: Math.min(100, rest), door })
  }
}

describe('a redemption', () => {
  it('lowers balance and stock, and leaves score and place', () => {
    const shop = new Shop(store)
    shop.earn(100)
    const oil = shop.goods()
    const { redemption } = shop.take(oil, 2)
    expect(shop.account()).toMatchObject({ score: 100, balance: 40, redeemed: 60 })
    expect(shop.left(oil)).toBe(8)
    expect(redemption).toMatchObject({
      door: '1001',
      balanceAfter: 40,
      lines: [{ name: '大豆油', amount: 2, points: 60, seq: 2 }],
    })
    expect(redemption.lines[0]?.head).toBe(shop.postings()[1]?.hash.slice(0, 8))
    expect(shop.faults()).toEqual([])
  })

  it('under the same id is the same one; with other content it is refused', () => {
    const shop = new Shop(store)
    shop.earn(100)
    const oil = shop.goods()
    const id = randomUUID()
    const first = shop.take(oil, 1, { id })
    expect(shop.take(oil, 1, { id })).toEqual({ ...first, fresh: false })
    expect(refusalOf(() => shop.take(oil, 2, { id })).code).toBe('id-used-before')
    expect(shop.left(oil)).toBe(9)
  })

  it('is all of the basket, or nothing', () => {
    const shop = new Shop(store)
    shop.earn(100)
    const [oil, soap] = [shop.goods(), shop.goods({ name: '香皂', points: 5 }, 1)]
    const basket = {
      id: randomUUID(),
      door: '1001',
      lines: [
        { goods: oil.id, amount: 1 },
        { goods: soap.id, amount: 2 },
      ],
    }
    expect(refusalOf(() => redeem(store, shop.scope, basket)).code).toBe('stock-short')
    expect(shop.postings()).toHaveLength(1)
    expect(shop.left(oil)).toBe(10)
  })

  it.each<[string, (shop: Shop) => unknown, string]>([
    ['more than the balance', (shop) => shop.take(shop.goods({ points: 101 })), 'balance-short'],
    ['more than there is', (shop) => shop.take(shop.goods({ points: 1 }, 3), 4), 'stock-short'],
    [
      'more than a household’s share',
      (shop) => shop.take(shop.goods({ points: 1, householdLimit: 2 }), 3),
      'goods-limit',
    ],
    [
      'goods out of use',
      (shop) => shop.take(changeGoods(store, shop.scope, shop.goods().id, { retired: true })),
      'goods-retired',
    ],
    ['an unknown door', (shop) => shop.take(shop.goods(), 1, { door: '9999' }), 'unknown-household'],
  ])('refuses %s, and writes nothing', (_name, attempt, code) => {
    const shop = new Shop(store)
    shop.earn(100)
    expect(refusalOf(() => attempt(shop)).code).toBe(code)
    expect(shop.account()).toMatchObject({ balance: 100, redeemed: 0 })
  })

  it('does without stock where it is not counted', () => {
    const shop = new Shop(store)
    shop.earn(100)
    const haircut = shop.goods({ name: '理发一次', isCounted: false })
    shop.take(haircut)
    expect(shop.left(haircut)).toBeNull()
    expect(listMovements(store, shop.id, haircut.id)).toEqual([])
  })

  it('is not reversed: the desk takes goods back, once, and the share is free again', () => {
    const shop = new Shop(store)
    shop.earn(100)
    const oil = shop.goods({ householdLimit: 1 })
    const { redemption } = shop.take(oil)
    const posting = shop.postings()[1]!
    expect(
      refusalOf(() => reversePosting(store, shop.scope, posting.id, { id: randomUUID(), reason: '错' })).code,
    ).toBe('reversal-of-redemption')
    const line = redemption.lines[0]!.id
    const id = randomUUID()
    expect(shop.giveBack(line, id).lines[0]?.returnSeq).toBe(3)
    shop.giveBack(line, id)
    expect(refusalOf(() => shop.giveBack(line)).code).toBe('returned-before')
    expect(shop.account()).toMatchObject({ score: 100, balance: 100, redeemed: 0 })
    expect(shop.left(oil)).toBe(10)
    shop.take(oil)
    expect(shop.faults()).toEqual([])
  })
})

describe('what was handed out', () => {
  it('of a household that was merged is returned to the one that has its points now', () => {
    const shop = new Shop(store)
    const oil = shop.goods()
    shop.enter('duty')
    const line = shop.take(oil).redemption.lines[0]!.id
    for (const [door, into] of [
      ['1001', '1002'],
      ['1002', '1003'],
    ] as const)
      mergeHousehold(store, shop.scope, door, { id: randomUUID(), into })
    expect(shop.giveBack(line).lines[0]?.returnSeq).not.toBeNull()
    expect(shop.account('1003')).toMatchObject({ score: 40, balance: 40 })
    expect(shop.left(oil)).toBe(10)
    expect(shop.faults()).toEqual([])
  })

  it('is reported by goods and by household, returns left out; the lines tell of them', () => {
    const shop = new Shop(store)
    for (const door of ['1001', '1002']) shop.earn(100, door)
    const [oil, haircut] = [shop.goods(), shop.goods({ name: '理发', points: 5, valueCents: null })]
    shop.take(oil, 2)
    shop.take(haircut, 1, { door: '1002' })
    const wrong = shop.take(oil, 1, { door: '1002' }).redemption
    shop.giveBack(wrong.lines[0]!.id)
    const household = { head: '刘建国', group: '1组', redemptions: 1 }
    expect(reportRedemptions(store, shop.id, today, today)).toEqual({
      ...{ households: 2, redemptions: 2, points: 65, valueCents: 9_000 },
      goods: [
        { name: '大豆油', amount: 2, points: 60, valueCents: 9_000, households: 1 },
        { name: '理发', amount: 1, points: 5, valueCents: 0, households: 1 },
      ],
      byHousehold: [
        { door: '1001', ...household, amount: 2, points: 60, valueCents: 9_000 },
        { door: '1002', ...household, amount: 1, points: 5, valueCents: 0 },
      ],
    })
    expect(
      listHandedOut(store, shop.id, today, today).map(({ door, name, valueCents, seq, returnSeq }) => [
        ...[door, name, valueCents],
        ...[seq, returnSeq],
      ]),
    ).toEqual([
      ['1001', '大豆油', 9_000, 3, null],
      ['1002', '理发', null, 4, null],
      ['1002', '大豆油', 4_500, 5, 6],
    ])
    expect(
      redemptionsOfDay(store, shop.id, today).map(({ door, balanceAfter }) => [door, balanceAfter]),
    ).toEqual([
      ['1001', 40],
      ['1002', 95],
      ['1002', 65],
    ])
    expect(redemptionsOfDay(store, shop.id, '2026-06-14')).toEqual([])
    expect(listHandedOut(store, new Shop(store).id, today, today)).toEqual([])
  })
})

describe('the picture of goods', () => {
  const keep = (shop: Shop, content: number) =>
    storePicture(store, shop.scope, { width: 1, height: 1, bytes: Buffer.from([content]) }).id

  it('is kept as long as goods show it, however many pictures come after', () => {
    const shop = new Shop(store)
    const [shown, unused] = [keep(shop, 0), keep(shop, 1)]
    const oil = shop.goods({ picture: shown })
    for (let content = 2; content < 110; content += 1) {
      vi.setSystemTime(now + content)
      keep(shop, content)
    }
    expect(readPicture(store, shop.id, shown)).toEqual(Buffer.from([0]))
    expect(refusalOf(() => readPicture(store, shop.id, unused)).code).toBe('unknown-picture')
    expect(mustFindGoods(store, shop.id, oil.id).picture).toBe(shown)
  })

  it('is one of the village', () => {
    const [shop, other] = [new Shop(store), new Shop(store)]
    const oil = shop.goods()
    const picture = keep(other, 0)
    expect(refusalOf(() => shop.goods({ picture })).code).toBe('unknown-picture')
    expect(refusalOf(() => changeGoods(store, shop.scope, oil.id, { picture })).code).toBe('unknown-picture')
  })
})

describe('the desk', () => {
  it('is open at all times until it has days, and then at those alone', () => {
    const shop = new Shop(store)
    shop.earn(100)
    const oil = shop.goods()
    shop.take(oil)
    // The clock stands at noon in Shanghai.
    addDeskDay(store, shop.scope, { on: today, from: '14:00', to: '16:00' }, today)
    expect(refusalOf(() => shop.take(oil)).params).toMatchObject({ on: today, from: '14:00' })
    const over = { on: addDays(today, -1), from: '09:00', to: '12:00' }
    expect(refusalOf(() => addDeskDay(store, shop.scope, over, today)).code).toBe('desk-day-over')
    addDeskDay(store, shop.scope, { on: today, from: '09:00', to: '12:00' }, today)
    shop.take(oil)
    vi.setSystemTime(now + 5 * 60 * 60 * 1000)
    expect(refusalOf(() => shop.take(oil)).code).toBe('desk-closed')
    expect(shop.board().redemption).toMatchObject({
      goods: [{ name: '大豆油', points: 30, left: 8 }],
      desk: { on: today, from: '09:00' },
    })
    // No day is left: closed, until it is said that it redeems at all times again.
    vi.setSystemTime(now + 2 * 86_400_000)
    expect(refusalOf(() => shop.take(oil)).code).toBe('desk-closed')
    clearDeskDays(store, shop.scope)
    shop.take(oil)
  })
})

describe('a price', () => {
  it('that changed since it was shown is asked about first', () => {
    const shop = new Shop(store)
    shop.earn(100)
    const oil = shop.goods()
    const request = { id: randomUUID(), door: '1001', lines: [{ goods: oil.id, amount: 2 }], total: 60 }
    changeGoods(store, shop.scope, oil.id, { points: 40 })
    const refused = refusalOf(() => redeem(store, shop.scope, request))
    expect([refused.code, refused.params]).toEqual(['price-changed', { shown: 60, now: 80 }])
    const { redemption } = redeem(store, shop.scope, { ...request, total: 80 })
    expect(redemption.lines.map(({ points }) => points)).toEqual([80])
  })
})

describe('stock', () => {
  it('is the sum of its movements: a count is the difference that it found', () => {
    const shop = new Shop(store)
    shop.earn(100)
    const oil = shop.goods()
    shop.take(oil, 2)
    moveStock(store, shop.scope, oil.id, { id: randomUUID(), kind: 'count', amount: 7, note: '月底盘点' })
    moveStock(store, shop.scope, oil.id, { id: randomUUID(), kind: 'loss', amount: 1, note: null })
    expect(
      listMovements(store, shop.id, oil.id).map(({ kind, amount, left }) => [kind, amount, left]),
    ).toEqual([
      ['loss', -1, 6],
      ['count', -1, 7],
      ['redeem', -2, 8],
      ['purchase', 10, 10],
    ])
    const loss = { id: randomUUID(), kind: 'loss' as const, amount: 7, note: null }
    expect(refusalOf(() => moveStock(store, shop.scope, oil.id, loss)).code).toBe('stock-short')
    expect(() =>
      store.write(() => store.write((store) => store.run('UPDATE stock_movements SET amount = 5'))),
    ).toThrow('never changed')
  })
})

describe('64 desks at once', () => {
  /** How often they try; the long fault run asks for a thousand times. */
  const rounds = Number(process.env.YIPING_ROUNDS ?? 100)

  it(`take the last item once, ${rounds} times over`, async () => {
    const shop = new Shop(store)
    const doors = ['1001', '1002', '1003', '1004']
    for (const door of doors) shop.earn(2_000, door)
    const oil = shop.goods({ points: 1 }, 0)
    for (let round = 0; round < rounds; round += 1) {
      moveStock(store, shop.scope, oil.id, { id: randomUUID(), kind: 'purchase', amount: 1, note: null })
      const desks = Array.from({ length: 64 }, (_, desk) =>
        store
          .writeTogether(() => shop.take(oil, 1, { door: doors[desk % 4]! }))
          .then(
            () => 'had' as const,
            (error: unknown) => (error instanceof Refused ? error.code : Promise.reject(error as Error)),
          ),
      )
      const outcomes = await Promise.all(desks)
      if (outcomes.filter((one) => one === 'had').length !== 1) expect(outcomes).toContain('exactly one')
    }
    expect(shop.left(oil)).toBe(0)
    expect(doors.reduce((sum, door) => sum + shop.account(door).balance, 0)).toBe(8_000 - rounds)
    expect(reportRedemptions(store, shop.id, today, today)).toMatchObject({
      redemptions: rounds,
      points: rounds,
    })
    expect(shop.faults()).toEqual([])
  }, 120_000)
})

type Act =
  | { type: 'earn'; door: string; points: number }
  | { type: 'stock'; kind: 'purchase' | 'count' | 'loss'; goods: 0 | 1; amount: number }
  | { type: 'take'; door: string; goods: 0 | 1; amount: number }
  | { type: 'return'; nth: number }

const door = fc.constantFrom('1001', '1002')
const goods = fc.constantFrom(0 as const, 1 as const)
const acts: fc.Arbitrary<Act[]> = fc.array(
  fc.oneof(
    fc.record({ type: fc.constant('earn' as const), door, points: fc.integer({ min: 1, max: 100 }) }),
    fc.record({
      type: fc.constant('stock' as const),
      kind: fc.constantFrom('purchase' as const, 'count' as const, 'loss' as const),
      goods,
      amount: fc.integer({ min: 1, max: 6 }),
    }),
    fc.record({ type: fc.constant('take' as const), door, goods, amount: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ type: fc.constant('return' as const), nth: fc.nat(5) }),
  ),
  { maxLength: 40 },
)

/** What should come of it, in a few lines of its own. */
class Model {
  readonly prices = [30, 12]
  readonly stock = [0, 0]
  readonly balance: Record<string, number> = { '1001': 0, '1002': 0 }
  readonly taken: { door: string; goods: number; amount: number; returned: boolean }[] = []

  take({ door, goods, amount }: { door: string; goods: number; amount: number }): boolean {
    const price = this.prices[goods]! * amount
    if (this.stock[goods]! < amount || this.balance[door]! < price) return false
    this.stock[goods]! -= amount
    this.balance[door]! -= price
    this.taken.push({ door, goods, amount, returned: false })
    return true
  }

  giveBack(nth: number): boolean {
    const one = this.taken[nth]
    if (!one || one.returned) return false
    one.returned = true
    this.stock[one.goods]! += one.amount
    this.balance[one.door]! += this.prices[one.goods]! * one.amount
    return true
  }

  move(kind: 'purchase' | 'count' | 'loss', goods: number, amount: number): boolean {
    const next = kind === 'count' ? amount : this.stock[goods]! + (kind === 'loss' ? -amount : amount)
    if (next < 0) return false
    this.stock[goods] = next
    return true
  }
}

describe('whatever is earned, bought, taken and brought back', () => {
  it('stock and balances are those of a small model, and never below zero', () => {
    fc.assert(
      fc.property(acts, (list) => {
        const shop = new Shop(store)
        const model = new Model()
        const shelf = model.prices.map((points, index) => shop.goods({ points, name: `货${index}` }, 0))
        const lines: number[] = []
        const happens = (work: () => void): boolean => {
          try {
            work()
            return true
          } catch (error) {
            if (error instanceof Refused) return false
            throw error
          }
        }
        for (const act of list) {
          if (act.type === 'earn') {
            shop.earn(act.points, act.door)
            model.balance[act.door]! += act.points
          } else if (act.type === 'stock') {
            const { kind, amount } = act
            const id = randomUUID()
            expect(
              happens(() =>
                moveStock(store, shop.scope, shelf[act.goods]!.id, { id, kind, amount, note: null }),
              ),
            ).toBe(model.move(kind, act.goods, amount))
          } else if (act.type === 'take') {
            const { door: at, amount } = act
            expect(
              happens(() => {
                lines.push(shop.take(shelf[act.goods]!, amount, { door: at }).redemption.lines[0]!.id)
              }),
            ).toBe(model.take(act))
          } else {
            const line = lines[act.nth]
            expect(line !== undefined && happens(() => shop.giveBack(line))).toBe(model.giveBack(act.nth))
          }
          expect(shelf.map((one) => shop.left(one))).toEqual(model.stock)
        }
        for (const at of ['1001', '1002']) expect(shop.account(at).balance).toBe(model.balance[at])
        expect(Math.min(...model.stock, ...Object.values(model.balance))).toBeGreaterThanOrEqual(0)
        expect(listRedemptions(store, shop.id, {}, null, 100)).toHaveLength(lines.length)
        expect(shop.faults()).toEqual([])
      }),
      { numRuns: 40 },
    )
  })
})

describe('a balance below zero', () => {
  it('comes of taking back what was spent; the reversal is possible, and nothing is redeemed meanwhile', () => {
    const shop = new Shop(store)
    const oil = shop.goods()
    const posting = shop.enter('duty')
    shop.take(oil)
    shop.reverse(posting)
    const own = () => findHousehold(store, shop.id, '1001')
    expect(own()).toMatchObject({ balance: -30, score: 0 })
    expect(refusalOf(() => shop.take(oil))).toMatchObject({
      code: 'balance-negative',
      params: { balance: -30 },
    })
    expect(shop.faults()).toEqual([])
    // Made up by 30 and more, it can be spent again.
    shop.enter('duty')
    shop.enter('meeting')
    expect(own()?.balance).toBe(30)
    shop.take(oil)
    expect(own()?.balance).toBe(0)
  })

  it('is not helped by points on hold', () => {
    const shop = new Shop(store)
    const oil = shop.goods()
    const posting = shop.enter('duty')
    shop.take(oil)
    changeVillage(store, shop.scope, { holdsPublicity: true })
    shop.enter('yard', { points: 90 })
    shop.reverse(posting)
    expect(findHousehold(store, shop.id, '1001')).toMatchObject({ balance: -30, onHold: 90 })
    expect(refusalOf(() => shop.take(oil)).code).toBe('balance-negative')
  })

  it('is made up by giving back what was taken', () => {
    const shop = new Shop(store)
    const posting = shop.enter('duty')
    const { lines } = shop.take(shop.goods()).redemption
    shop.reverse(posting)
    shop.giveBack(lines[0]!.id)
    expect(findHousehold(store, shop.id, '1001')?.balance).toBe(0)
  })
})
