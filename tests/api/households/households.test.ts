import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HouseholdView, PassbookView } from '../../../server/contract/households/households.ts'
import type { Board } from '../../../server/domain/board/board.ts'
import {
  type Caller,
  day,
  makeVillage,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'

let server: TestServer
let clerk: Caller
const households = '/api/villages/one/households'

beforeAll(async () => {
  server = await startTestServer()
  await makeVillage(server, 'one')
  clerk = await signedIn(server, 'clerk', 'one')
  await add('2001', '单秋月')
  await add('2002', '欧阳示范')
})
afterAll(() => server.close())

async function add(door: string, head: string, id = randomUUID()) {
  return clerk.post(households, { id, door, head, group: '3组' })
}

async function found(q: string): Promise<string[]> {
  const { body } = await clerk.get(`${households}?q=${encodeURIComponent(q)}`)
  return (body as { items: HouseholdView[] }).items.map(({ door }) => door)
}

describe('finding a household', () => {
  it.each([
    ['its door', '2001'],
    ['its door with the sign', '2001号'],
    ['its door in full-width digits', '２００１'],
    ['its name', '单秋月'],
    ['part of its name', '秋月'],
    ['the initials of its name, the surname read as a surname', 'sqy'],
  ])('works by %s', async (_by, q) => {
    expect(await found(q)).toContain('2001')
  })

  it('puts the exact door before doors that begin so', async () => {
    await add('200', '示范户')
    expect((await found('200')).slice(0, 2)).toEqual(['200', '2001'])
  })
})

describe('a household', () => {
  it('is on the public board as soon as it is added, with its name masked', async () => {
    await add('3001', '司马示范')
    const { body } = await clerk.get('/api/villages/one/board')
    expect((body as Board).households.find(({ door }) => door === '3001')).toMatchObject({
      name: '司马**',
      score: 0,
    })
  })

  it('is added once when the same request comes twice', async () => {
    const id = randomUUID()
    const first = await add('3002', '示范户', id)
    const again = await add('3002', '示范户', id)
    expect([first.status, again.status]).toEqual([201, 200])
  })

  it('is refused when its door is taken', async () => {
    expect((await add('2001号', '别人')).status).toBe(409)
  })

  it('shows its account at a glance', async () => {
    const duty = await ruleId(clerk, 'one', '应急值守')
    const litter = await ruleId(clerk, 'one', '乱堆乱放')
    const enter = (rule: number) =>
      clerk.post('/api/villages/one/postings', { id: randomUUID(), door: '2002', rule, occurredOn: day })
    await enter(duty)
    await enter(duty)
    await enter(litter)
    const { body } = await clerk.get(`${households}/2002/passbook`)
    const passbook = body as PassbookView & { lines: { points: number }[] }
    expect(passbook).toMatchObject({
      earned: 80,
      deducted: 20,
      household: { score: 60, balance: 60, rank: 1 },
    })
    expect(passbook.lines.map(({ points }) => points)).toEqual([-20, 40, 40])
  })
})
