/** A server whose PostgreSQL is restarted under load. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type EmbeddedServer, startEmbedded } from '../../support/db/embeddedServer.ts'
import { valuesOf } from '../../support/db/values.ts'
import {
  type Caller,
  day,
  makeVillage,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'

let postgres: EmbeddedServer
let server: TestServer
let clerk: Caller
let rule: number

beforeAll(async () => {
  postgres = await startEmbedded({ isDurable: true })
  server = await startTestServer({ environment: { databaseUrl: postgres.url } })
  await makeVillage(server, 'one')
  clerk = await signedIn(server, 'clerk', 'one')
  rule = await ruleId(clerk, 'one', '应急值守')
})
afterAll(async () => {
  await server.close()
  await postgres.remove()
})

const enter = (id: string) =>
  clerk.post('/api/villages/one/postings', { id, door: '1001', rule, occurredOn: day })

it('answers 503 with a sentence meanwhile, is well again by itself, and loses nothing', async () => {
  const acknowledged: string[] = []
  const refused = new Map<number, unknown>()
  let isOver = false
  const load = Array.from({ length: 4 }, async () => {
    while (!isOver) {
      const id = randomUUID()
      const { status, body } = await enter(id)
      if (status === 201) acknowledged.push(id)
      else refused.set(status, body)
    }
  })
  await expect.poll(() => acknowledged.length).toBeGreaterThan(10)
  await postgres.stop()
  await expect.poll(() => refused.size, { timeout: 10_000 }).toBeGreaterThan(0)
  await postgres.start()
  const before = acknowledged.length
  await expect.poll(() => acknowledged.length, { timeout: 10_000 }).toBeGreaterThan(before + 10)
  isOver = true
  await Promise.all(load)
  expect([...refused.keys()]).toEqual([503])
  expect(refused.get(503)).toMatchObject({
    code: 'database-unavailable',
    detail: expect.stringContaining('数据库') as string,
  })
  const written = await valuesOf<string>(server.services.store, 'SELECT id FROM postings')
  expect(new Set(written).size).toBe(written.length)
  expect(acknowledged.filter((id) => !written.includes(id))).toEqual([])
  const ready = await clerk.get('/readyz')
  expect(ready.status).toBe(200)
})
