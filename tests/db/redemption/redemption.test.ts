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
import { inOrder } from '../../../db/store/inOrder.ts'
import { mergeHousehold } from '../../../db/transfers/transfers.ts'
import { storePicture, readPicture } from '../../../db/villages/pictures.ts'
import { changeVillage } from '../../../db/villages/villageSettings.ts'
import { Refused } from '../../../server/domain/answers/refused.ts'
import { addDays } from '../../../server/domain/calendar/calendar.ts'
import { now, refusalOf, testStore, TestVillage, today } from '../../support/db/village.ts'

const store = await testStore()
afterEach(() => vi.setSystemTime(now))

class Shop extends TestVillage {
  async goods(more: Partial<Parameters<typeof createGoods>[2]> = {}, stock = 10): Promise<Goods> {
    const { goods: made } = await createGoods(store, this.scope, {
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

  async take(goods: Goods, amount = 1, more: { id?: string; door?: string } = {}) {
    return redeem(store, this.scope, {
      id: more.id ?? randomUUID(),
      door: more.door ?? '1001',
      lines: [{ goods: goods.id, amount }],
    })
  }

  async giveBack(line: number, id: string = randomUUID()) {
    return returnGoods(store, this.scope, line, { id, reason: '拿错了' })
  }

  async account(door = '1001') {
    return (await findHousehold(store, this.id, door))!
  }

  async left(goods: Goods): Promise<number | null> {
    return (await mustFindGoods(store, this.id, goods.id)).left
  }

  /** So many points for door 1001. */
  async earn(points: number, door = '1001'): Promise<void> {
    for (let rest = points; rest > 0; rest -= 100)
      await this.enter('yard', { points: Math.min(100, rest), door })
  }
}

describe('a redemption', () => {
  it('lowers balance and stock, and leaves score and place', async () => {
    const shop = await Shop.create(store)
    await shop.earn(100)
    const oil = await shop.goods()
    const { redemption } = await shop.take(oil, 2)
    expect(await shop.account()).toMatchObject({ score: 100, balance: 40, redeemed: 60 })
    expect(await shop.left(oil)).toBe(8)
    expect(redemption).toMatchObject({
      door: '1001',
      balanceAfter: 40,
      lines: [{ name: '大豆油', amount: 2, points: 60, seq: 2 }],
    })
    expect(redemption.lines[0]?.head).toBe((await shop.postings())[1]?.hash.slice(0, 8))
    expect(await shop.faults()).toEqual([])
  })

  it('under the same id is the same one; with other content it is refused', async () => {
    const shop = await Shop.create(store)
    await shop.earn(100)
    const oil = await shop.goods()
    const id = randomUUID()
    const first = await shop.take(oil, 1, { id })
    expect(await shop.take(oil, 1, { id })).toEqual({ ...first, fresh: false })
    expect((await refusalOf(async () => shop.take(oil, 2, { id }))).code).toBe('id-used-before')
    expect(await shop.left(oil)).toBe(9)
  })

  it('is all of the basket, or nothing', async () => {
    const shop = await Shop.create(store)
    await shop.earn(100)
    const [oil, soap] = [await shop.goods(), await shop.goods({ name: '香皂', points: 5 }, 1)]
    const basket = {
      id: randomUUID(),
      door: '1001',
      lines: [
        { goods: oil.id, amount: 1 },
        { goods: soap.id, amount: 2 },
      ],
    }
    expect((await refusalOf(async () => redeem(store, shop.scope, basket))).code).toBe('stock-short')
    expect(await shop.postings()).toHaveLength(1)
    expect(await shop.left(oil)).toBe(10)
  })

  it.each<[string, (shop: Shop) => Promise<unknown>, string]>([
    ['more than the balance', async (shop) => shop.take(await shop.goods({ points: 101 })), 'balance-short'],
    ['more than there is', async (shop) => shop.take(await shop.goods({ points: 1 }, 3), 4), 'stock-short'],
    [
      'more than a household’s share',
      async (shop) => shop.take(await shop.goods({ points: 1, householdLimit: 2 }), 3),
      'goods-limit',
    ],
    [
      'goods out of use',
      async (shop) =>
        shop.take(await changeGoods(store, shop.scope, (await shop.goods()).id, { retired: true })),
      'goods-retired',
    ],
    [
      'an unknown door',
      async (shop) => shop.take(await shop.goods(), 1, { door: '9999' }),
      'unknown-household',
    ],
  ])('refuses %s, and writes nothing', async (_name, attempt, code) => {
    const shop = await Shop.create(store)
    await shop.earn(100)
    expect((await refusalOf(async () => attempt(shop))).code).toBe(code)
    expect(await shop.account()).toMatchObject({ balance: 100, redeemed: 0 })
  })

  it('does without stock where it is not counted', async () => {
    const shop = await Shop.create(store)
    await shop.earn(100)
    const haircut = await shop.goods({ name: '理发一次', isCounted: false })
    await shop.take(haircut)
    expect(await shop.left(haircut)).toBeNull()
    expect(await listMovements(store, shop.id, haircut.id)).toEqual([])
  })

  it('is not reversed: the desk takes goods back, once, and the share is free again', async () => {
    const shop = await Shop.create(store)
    await shop.earn(100)
    const oil = await shop.goods({ householdLimit: 1 })
    const { redemption } = await shop.take(oil)
    const posting = (await shop.postings())[1]!
    expect(
      (
        await refusalOf(async () =>
          reversePosting(store, shop.scope, posting.id, { id: randomUUID(), reason: '错' }),
        )
      ).code,
    ).toBe('reversal-of-redemption')
    const line = redemption.lines[0]!.id
    const id = randomUUID()
    expect((await shop.giveBack(line, id)).lines[0]?.returnSeq).toBe(3)
    await shop.giveBack(line, id)
    expect((await refusalOf(async () => shop.giveBack(line))).code).toBe('returned-before')
    expect(await shop.account()).toMatchObject({ score: 100, balance: 100, redeemed: 0 })
    expect(await shop.left(oil)).toBe(10)
    await shop.take(oil)
    expect(await shop.faults()).toEqual([])
  })
})

describe('what was handed out', () => {
  it('of a household that was merged is returned to the one that has its points now', async () => {
    const shop = await Shop.create(store)
    const oil = await shop.goods()
    await shop.enter('duty')
    const line = (await shop.take(oil)).redemption.lines[0]!.id
    for (const [door, into] of [
      ['1001', '1002'],
      ['1002', '1003'],
    ] as const)
      await mergeHousehold(store, shop.scope, door, { id: randomUUID(), into })
    expect((await shop.giveBack(line)).lines[0]?.returnSeq).not.toBeNull()
    expect(await shop.account('1003')).toMatchObject({ score: 40, balance: 40 })
    expect(await shop.left(oil)).toBe(10)
    expect(await shop.faults()).toEqual([])
  })

  it('is reported by goods and by household, returns left out; the lines tell of them', async () => {
    const shop = await Shop.create(store)
    for (const door of ['1001', '1002']) await shop.earn(100, door)
    const [oil, haircut] = [
      await shop.goods(),
      await shop.goods({ name: '理发', points: 5, valueCents: null }),
    ]
    await shop.take(oil, 2)
    await shop.take(haircut, 1, { door: '1002' })
    const wrong = (await shop.take(oil, 1, { door: '1002' })).redemption
    await shop.giveBack(wrong.lines[0]!.id)
    const household = { head: '刘建国', group: '1组', redemptions: 1 }
    expect(await reportRedemptions(store, shop.id, today, today)).toEqual({
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
      (await listHandedOut(store, shop.id, today, today)).map(
        ({ door, name, valueCents, seq, returnSeq }) => [...[door, name, valueCents], ...[seq, returnSeq]],
      ),
    ).toEqual([
      ['1001', '大豆油', 9_000, 3, null],
      ['1002', '理发', null, 4, null],
      ['1002', '大豆油', 4_500, 5, 6],
    ])
    expect(
      (await redemptionsOfDay(store, shop.id, today)).map(({ door, balanceAfter }) => [door, balanceAfter]),
    ).toEqual([
      ['1001', 40],
      ['1002', 95],
      ['1002', 65],
    ])
    expect(await redemptionsOfDay(store, shop.id, '2026-06-14')).toEqual([])
    expect(await listHandedOut(store, (await Shop.create(store)).id, today, today)).toEqual([])
  })
})

describe('the picture of goods', () => {
  const keep = async (shop: Shop, content: number) =>
    (await storePicture(store, shop.scope, { width: 1, height: 1, bytes: Buffer.from([content]) })).id

  it('is kept as long as goods show it, however many pictures come after', async () => {
    const shop = await Shop.create(store)
    const [shown, unused] = [await keep(shop, 0), await keep(shop, 1)]
    const oil = await shop.goods({ picture: shown })
    for (let content = 2; content < 110; content += 1) {
      vi.setSystemTime(now + content)
      await keep(shop, content)
    }
    expect(await readPicture(store, shop.id, shown)).toEqual(Buffer.from([0]))
    expect((await refusalOf(async () => readPicture(store, shop.id, unused))).code).toBe('unknown-picture')
    expect((await mustFindGoods(store, shop.id, oil.id)).picture).toBe(shown)
  })

  it('is one of the village', async () => {
    const [shop, other] = [await Shop.create(store), await Shop.create(store)]
    const oil = await shop.goods()
    const picture = await keep(other, 0)
    expect((await refusalOf(async () => shop.goods({ picture }))).code).toBe('unknown-picture')
    expect((await refusalOf(async () => changeGoods(store, shop.scope, oil.id, { picture }))).code).toBe(
      'unknown-picture',
    )
  })
})

describe('the desk', () => {
  it('is open at all times until it has days, and then at those alone', async () => {
    const shop = await Shop.create(store)
    await shop.earn(100)
    const oil = await shop.goods()
    await shop.take(oil)
    // The clock stands at noon in Shanghai.
    await addDeskDay(store, shop.scope, { on: today, from: '14:00', to: '16:00' }, today)
    expect((await refusalOf(async () => shop.take(oil))).params).toMatchObject({ on: today, from: '14:00' })
    const over = { on: addDays(today, -1), from: '09:00', to: '12:00' }
    expect((await refusalOf(async () => addDeskDay(store, shop.scope, over, today))).code).toBe(
      'desk-day-over',
    )
    await addDeskDay(store, shop.scope, { on: today, from: '09:00', to: '12:00' }, today)
    await shop.take(oil)
    vi.setSystemTime(now + 5 * 60 * 60 * 1000)
    expect((await refusalOf(async () => shop.take(oil))).code).toBe('desk-closed')
    expect((await shop.board()).redemption).toMatchObject({
      goods: [{ name: '大豆油', points: 30, left: 8 }],
      desk: { on: today, from: '09:00' },
    })
    // No day is left: closed, until it is said that it redeems at all times again.
    vi.setSystemTime(now + 2 * 86_400_000)
    expect((await refusalOf(async () => shop.take(oil))).code).toBe('desk-closed')
    await clearDeskDays(store, shop.scope)
    await shop.take(oil)
  })
})

describe('a price', () => {
  it('that changed since it was shown is asked about first', async () => {
    const shop = await Shop.create(store)
    await shop.earn(100)
    const oil = await shop.goods()
    const request = { id: randomUUID(), door: '1001', lines: [{ goods: oil.id, amount: 2 }], total: 60 }
    await changeGoods(store, shop.scope, oil.id, { points: 40 })
    const refused = await refusalOf(async () => redeem(store, shop.scope, request))
    expect([refused.code, refused.params]).toEqual(['price-changed', { shown: 60, now: 80 }])
    const { redemption } = await redeem(store, shop.scope, { ...request, total: 80 })
    expect(redemption.lines.map(({ points }) => points)).toEqual([80])
  })
})

describe('stock', () => {
  it('is the sum of its movements: a count is the difference that it found', async () => {
    const shop = await Shop.create(store)
    await shop.earn(100)
    const oil = await shop.goods()
    await shop.take(oil, 2)
    await moveStock(store, shop.scope, oil.id, {
      id: randomUUID(),
      kind: 'count',
      amount: 7,
      note: '月底盘点',
    })
    await moveStock(store, shop.scope, oil.id, { id: randomUUID(), kind: 'loss', amount: 1, note: null })
    expect(
      (await listMovements(store, shop.id, oil.id)).map(({ kind, amount, left }) => [kind, amount, left]),
    ).toEqual([
      ['loss', -1, 6],
      ['count', -1, 7],
      ['redeem', -2, 8],
      ['purchase', 10, 10],
    ])
    const loss = { id: randomUUID(), kind: 'loss' as const, amount: 7, note: null }
    expect((await refusalOf(async () => moveStock(store, shop.scope, oil.id, loss))).code).toBe('stock-short')
    await expect(async () =>
      store.write('installation', async (store) => store.run('UPDATE stock_movements SET amount = 5')),
    ).rejects.toThrow('never changed')
  })
})

describe('64 desks at once', () => {
  /** How often they try; the long fault run asks for a thousand times. */
  const rounds = Number(process.env.YIPING_ROUNDS ?? 100)

  it(`take the last item once, ${rounds} times over`, async () => {
    const shop = await Shop.create(store)
    const doors = ['1001', '1002', '1003', '1004']
    for (const door of doors) await shop.earn(2_000, door)
    const oil = await shop.goods({ points: 1 }, 0)
    for (let round = 0; round < rounds; round += 1) {
      await moveStock(store, shop.scope, oil.id, {
        id: randomUUID(),
        kind: 'purchase',
        amount: 1,
        note: null,
      })
      const desks = Array.from({ length: 64 }, async (_, desk) =>
        shop.take(oil, 1, { door: doors[desk % 4]! }).then(
          () => 'had' as const,
          (error: unknown) => (error instanceof Refused ? error.code : Promise.reject(error as Error)),
        ),
      )
      const outcomes = await Promise.all(desks)
      if (outcomes.filter((one) => one === 'had').length !== 1) expect(outcomes).toContain('exactly one')
    }
    expect(await shop.left(oil)).toBe(0)
    const accounts = await inOrder(doors, (door) => shop.account(door))
    expect(accounts.reduce((sum, { balance }) => sum + balance, 0)).toBe(8_000 - rounds)
    expect(await reportRedemptions(store, shop.id, today, today)).toMatchObject({
      redemptions: rounds,
      points: rounds,
    })
    expect(await shop.faults()).toEqual([])
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
  it('stock and balances are those of a small model, and never below zero', async () => {
    await fc.assert(
      fc.asyncProperty(acts, async (list) => {
        const shop = await Shop.create(store)
        const model = new Model()
        const shelf = await inOrder(model.prices, async (points, index) =>
          shop.goods({ points, name: `货${index}` }, 0),
        )
        const lines: number[] = []
        const happens = async (work: () => Promise<unknown>): Promise<boolean> => {
          try {
            await work()
            return true
          } catch (error) {
            if (error instanceof Refused) return false
            throw error
          }
        }
        for (const act of list) {
          if (act.type === 'earn') {
            await shop.earn(act.points, act.door)
            model.balance[act.door]! += act.points
          } else if (act.type === 'stock') {
            const { kind, amount } = act
            const id = randomUUID()
            expect(
              await happens(async () =>
                moveStock(store, shop.scope, shelf[act.goods]!.id, { id, kind, amount, note: null }),
              ),
            ).toBe(model.move(kind, act.goods, amount))
          } else if (act.type === 'take') {
            const { door: at, amount } = act
            expect(
              await happens(async () => {
                lines.push((await shop.take(shelf[act.goods]!, amount, { door: at })).redemption.lines[0]!.id)
              }),
            ).toBe(model.take(act))
          } else {
            const line = lines[act.nth]
            expect(line !== undefined && (await happens(async () => shop.giveBack(line)))).toBe(
              model.giveBack(act.nth),
            )
          }
          expect(await inOrder(shelf, async (one) => shop.left(one))).toEqual(model.stock)
        }
        for (const at of ['1001', '1002']) expect((await shop.account(at)).balance).toBe(model.balance[at])
        expect(Math.min(...model.stock, ...Object.values(model.balance))).toBeGreaterThanOrEqual(0)
        expect(await listRedemptions(store, shop.id, {}, null, 100)).toHaveLength(lines.length)
        expect(await shop.faults()).toEqual([])
      }),
      { numRuns: 40 },
    )
  })
})

describe('a balance below zero', () => {
  it('comes of taking back what was spent; the reversal is possible, and nothing is redeemed meanwhile', async () => {
    const shop = await Shop.create(store)
    const oil = await shop.goods()
    const posting = await shop.enter('duty')
    await shop.take(oil)
    await shop.reverse(posting)
    const own = async () => findHousehold(store, shop.id, '1001')
    expect(await own()).toMatchObject({ balance: -30, score: 0 })
    expect(await refusalOf(async () => shop.take(oil))).toMatchObject({
      code: 'balance-negative',
      params: { balance: -30 },
    })
    expect(await shop.faults()).toEqual([])
    // Made up by 30 and more, it can be spent again.
    await shop.enter('duty')
    await shop.enter('meeting')
    expect((await own())?.balance).toBe(30)
    await shop.take(oil)
    expect((await own())?.balance).toBe(0)
  })

  it('is not helped by points on hold', async () => {
    const shop = await Shop.create(store)
    const oil = await shop.goods()
    const posting = await shop.enter('duty')
    await shop.take(oil)
    await changeVillage(store, shop.scope, { holdsPublicity: true })
    await shop.enter('yard', { points: 90 })
    await shop.reverse(posting)
    expect(await findHousehold(store, shop.id, '1001')).toMatchObject({ balance: -30, onHold: 90 })
    expect((await refusalOf(async () => shop.take(oil))).code).toBe('balance-negative')
  })

  it('is made up by giving back what was taken', async () => {
    const shop = await Shop.create(store)
    const posting = await shop.enter('duty')
    const { lines } = (await shop.take(await shop.goods())).redemption
    await shop.reverse(posting)
    await shop.giveBack(lines[0]!.id)
    expect((await findHousehold(store, shop.id, '1001'))?.balance).toBe(0)
  })
})
