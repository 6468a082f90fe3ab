/** A page that still counts in the unit that the village had before is refused, and told to refresh. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Problem } from '../../../server/contract/fields/problem.ts'
import { day, makeVillage, ruleId, signedIn, startTestServer, type TestServer } from '../../support/server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
  await makeVillage(server, 'one', 3)
})
afterAll(() => server.close())

describe('points with the unit that they are counted in', () => {
  const enter = async (headers: Record<string, string>) => {
    const clerk = await signedIn(server, 'clerk', 'one')
    const rule = await ruleId(clerk, 'one', '应急值守')
    const line = { id: randomUUID(), door: '1001', rule, occurredOn: day }
    return clerk.post('/api/villages/one/postings', line, headers)
  }

  it.each([[{}], [{ 'x-point-unit': '1' }]])(
    'are written where it is the village’s, or not said: %j',
    async (headers) => {
      expect((await enter(headers)).status).toBe(201)
    },
  )

  it.each(['0.5', '0.1', 'two'])('are refused in a unit of %s, and nothing is written', async (unit) => {
    const admin = await signedIn(server, 'admin', 'one')
    const count = async () => {
      const { body } = await admin.get('/api/villages/one/postings')
      return (body as { items: unknown[] }).items.length
    }
    const before = await count()
    const { status, body } = await enter({ 'x-point-unit': unit })
    expect([status, (body as Problem).code]).toEqual([409, 'unit-changed'])
    expect((body as Problem).detail).toContain('刷新页面')
    expect(await count()).toBe(before)
  })
})

describe('the most points of a score', () => {
  it.each([
    [1, 100_000],
    [0.5, 200_000],
    [0.1, 1_000_000],
  ] as const)('are 100,000 as the village writes them, in units of %d: %d units', async (unit, most) => {
    const slug = `most-${most}`
    await makeVillage(server, slug, 2)
    const admin = await signedIn(server, 'admin', slug)
    await admin.call('PATCH', `/api/villages/${slug}`, { unit })
    const { body: rules } = await admin.get(`/api/villages/${slug}/rules`)
    const [first] = (rules as { items: { dimension: { id: number } }[] }).items
    const { body: rule } = await admin.post(`/api/villages/${slug}/rules`, {
      ...{ id: randomUUID(), dimension: first?.dimension.id, text: '示范大奖' },
      terms: {
        ...{ effect: 'award', scale: { type: 'range', min: 0, max: most }, caps: [] },
        ...{ evidence: false, reviewers: 0 },
      },
    })
    const enter = (points: number) =>
      admin.post(`/api/villages/${slug}/postings`, {
        ...{ id: randomUUID(), door: '1001', rule: (rule as { id: number }).id, points, occurredOn: day },
      })
    expect((await enter(most)).status).toBe(201)
    const { status, body } = await enter(most + 1)
    expect([status, (body as Problem).detail]).toEqual([400, expect.stringContaining('100,000')])
  })
})
