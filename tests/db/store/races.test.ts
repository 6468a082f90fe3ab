/** Many at once, at two processes where the engine has such: as if they had come one after the other. */
import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { closeSeason } from '../../../db/closing/closeSeason.ts'
import { createGoods, moveStock, mustFindGoods } from '../../../db/redemption/goods.ts'
import { redeem } from '../../../db/redemption/redeem.ts'
import { takeCodeTry } from '../../../db/residents/codeTries.ts'
import { closeRound } from '../../../db/rounds/closeRound.ts'
import { createDoorScore } from '../../../db/rounds/doorScores.ts'
import { enterScores } from '../../../db/scores/enterScores.ts'
import { passClaims } from '../../../db/scores/review.ts'
import { activeSeason } from '../../../db/seasons/seasons.ts'
import type { Database } from '../../../db/store/store.ts'
import { changeRule, mustFindRule } from '../../../db/villages/rulebook.ts'
import { changeVillage } from '../../../db/villages/villageSettings.ts'
import { Refused } from '../../../server/domain/answers/refused.ts'
import { codeTriesAnHour } from '../../../server/domain/people/residents.ts'
import { newDatabase, postgresServer } from '../../support/db/engine.ts'
import { InspectedVillage } from '../../support/db/inspectedVillage.ts'
import { valueOf } from '../../support/db/values.ts'
import { now } from '../../support/db/village.ts'

vi.useFakeTimers({ toFake: ['Date'], now })
const { open } = await newDatabase(afterAll)
const processes: Database[] = [await open()]
if (postgresServer() !== undefined) processes.push(await open())
afterAll(() => {
  processes.forEach((process) => process.close())
  vi.useRealTimers()
})
const [first] = processes as [Database]

const create = () => InspectedVillage.create(first)

/** Does the work so often at once, at the processes in turn. @returns how often it ended how: `done`, or the code of a refusal */
async function race(
  times: number,
  work: (store: Database, turn: number) => Promise<unknown>,
): Promise<Record<string, number>> {
  const ends = await Promise.all(
    Array.from({ length: times }, (_, turn) =>
      work(processes[turn % processes.length] ?? first, turn).then(
        () => 'done',
        (error: unknown) => (error instanceof Refused ? error.code : Promise.reject(error as Error)),
      ),
    ),
  )
  return Object.fromEntries([...new Set(ends)].map((end) => [end, ends.filter((one) => one === end).length]))
}

describe('at once', () => {
  it('64 desks take the last item once', async () => {
    const village = await create()
    for (const door of ['1001', '1002']) await village.enter('yard', { points: 100, door })
    const made = {
      name: '大豆油',
      points: 1,
      valueCents: null,
      householdLimit: null,
      isCounted: true,
      picture: null,
    }
    const { goods } = await createGoods(first, village.scope, { id: randomUUID(), ...made })
    const stock = { id: randomUUID(), kind: 'purchase' as const, amount: 1, note: null }
    await moveStock(first, village.scope, goods.id, stock)
    const ends = await race(64, (store, turn) =>
      redeem(store, village.scope, {
        id: randomUUID(),
        door: turn % 4 < 2 ? '1001' : '1002',
        lines: [{ goods: goods.id, amount: 1 }],
      }),
    )
    expect(ends.done).toBe(1)
    expect((await mustFindGoods(first, village.id, goods.id)).left).toBe(0)
    expect(await village.faults()).toEqual([])
  })

  it('two reviewers pass a claim once', async () => {
    const village = await create()
    const { terms } = await mustFindRule(first, village.id, village.rules.duty)
    await changeRule(first, village.scope, village.rules.duty, { terms: { ...terms, reviewers: 1 } })
    const clerk = await village.person('录入员甲', ['clerk'])
    const reviewers = [
      await village.person('评议员甲', ['reviewer']),
      await village.person('评议员乙', ['reviewer']),
    ]
    const { claims } = await enterScores(first, clerk, [village.request('duty')])
    await race(8, (store, turn) => passClaims(store, reviewers[turn % 4 < 2 ? 0 : 1]!, randomUUID(), claims))
    expect(await village.postings()).toHaveLength(1)
  })

  it('two close a season once', async () => {
    const village = await create()
    await village.enter('duty')
    const season = (await activeSeason(first, village.id))?.id ?? 0
    vi.setSystemTime(Date.UTC(2027, 0, 5, 4))
    onTestFinished(() => void vi.setSystemTime(now))
    const next = { name: '2027', startsOn: '2027-01-01', endsOn: '2027-12-31' }
    const ends = await race(6, (store) =>
      closeSeason(
        store,
        village.secretary,
        season,
        { id: randomUUID(), carry: { type: 'none' }, next },
        '清零',
      ),
    )
    expect(ends.done).toBe(1)
    expect(await valueOf(first, 'SELECT count(*) FROM seasons WHERE village_id = ?', village.id)).toBe(2)
    expect(await village.faults()).toEqual([])
  })

  it('two close a round once', async () => {
    const village = await create()
    const round = await village.open({ outcome: 'postings' })
    await village.visit(round, '1001')
    await race(6, (store) => closeRound(store, village.secretary, round.id, { id: randomUUID(), visits: 1 }))
    expect(await village.postings()).toHaveLength(1)
  })

  it('the same id is one posting', async () => {
    const village = await create()
    const request = village.request('duty')
    expect(await race(12, (store) => enterScores(store, village.scope, [request]))).toEqual({ done: 12 })
    expect(await village.postings()).toHaveLength(1)
  })

  it('a cap is reached and never passed', async () => {
    const village = await create()
    const ends = await race(12, (store) => enterScores(store, village.scope, [village.request('meeting')]))
    expect(ends.done).toBe(3)
    const sum = 'SELECT sum(points) FROM postings WHERE village_id = ?'
    expect(await valueOf(first, sum, village.id)).toBe(60)
  })

  it('nobody scores more doors in a day than the village allows', async () => {
    const village = await create()
    await changeVillage(first, village.scope, { doorstep: { dailyDoors: 2, rules: [village.rules.litter] } })
    const doors = ['1001', '1002', '1003', '1004']
    const ends = await race(8, (store, turn) =>
      createDoorScore(store, village.inspector, {
        ...village.request('litter', { door: doors[Math.floor(turn / 2)] ?? '' }),
        photos: [],
      }),
    )
    expect(ends['doors-of-day']).toBe(4)
    const scored = 'SELECT count(DISTINCT household_id) FROM postings WHERE village_id = ?'
    expect(await valueOf(first, scored, village.id)).toBe(2)
  })

  it('a door’s code is tried no more often than an hour allows', async () => {
    const village = await create()
    const left: (number | null)[] = []
    await race(20, async (store) => left.push(await takeCodeTry(store, village.id, '1001', now)))
    expect(left.filter((one) => one !== null)).toHaveLength(codeTriesAnHour)
  })
})
