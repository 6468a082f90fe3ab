/** Two servers on one database agree on what is not data: the set-up code, what proofs found, the night's work. */
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lastAt } from '../../../server/upkeep/nightly.ts'
import { maintainAlone, nightlyHour } from '../../../server/upkeep/nightlyMaintenance.ts'
import {
  Caller,
  day,
  makeVillage,
  password,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'

let first: TestServer
let second: TestServer

beforeAll(async () => {
  first = await startTestServer()
  second = await startTestServer({ environment: { databaseUrl: first.services.environment.databaseUrl } })
})
afterAll(async () => {
  await second.close()
  await first.close()
})

describe('the set-up code', () => {
  it('that each prints is the same, and is taken by either', async () => {
    expect(second.setupCode).toBe(first.setupCode)
    const body = { code: first.setupCode, username: 'chief', displayName: '村书记', password }
    expect((await new Caller(second.url).post('/api/setup', body)).status).toBe(201)
    expect((await new Caller(first.url).post('/api/setup', body)).status).toBe(409)
  })
})

describe("the night's work", () => {
  const night = lastAt(nightlyHour, Date.now()) + 3 * 86_400_000
  const backups = () => [first, second].map(({ services }) => services.backups.list().length)

  it('is done by one of them, once, and both say how it ended', async () => {
    await Promise.all([first, second].map(({ services }) => maintainAlone(services, night)))
    await Promise.all([first, second].map(({ services }) => maintainAlone(services, night + 60_000)))
    expect(backups().sort()).toEqual([0, 1])
    await expect
      .poll(() => [first, second].map(({ services }) => services.soundness.night?.failure))
      .toEqual([null, null])
  })

  it('is done the next night again', async () => {
    await Promise.all([first, second].map(({ services }) => maintainAlone(services, night + 86_400_000)))
    expect(backups().sort()).toEqual([0, 2])
  })
})

describe('a ledger that does not hold', () => {
  it('is found by one, and the other is not ready either, until it holds again', async () => {
    await makeVillage(first, 'one')
    const clerk = await signedIn(first, 'clerk', 'one')
    const rule = await ruleId(clerk, 'one', '应急值守')
    const id = crypto.randomUUID()
    await clerk.post('/api/villages/one/postings', { id, door: '1001', rule, occurredOn: day })
    const ready = async () => (await new Caller(second.url).get('/readyz')).status
    expect(await ready()).toBe(200)

    const client = new pg.Client({ connectionString: first.services.environment.databaseUrl ?? '' })
    await client.connect()
    await client.query('SET session_replication_role = replica')
    const change = async (points: number) => {
      await client.query('UPDATE postings SET points = points + $1', [points])
      expect((await clerk.get('/api/villages/one/verify')).body).toMatchObject({ holds: points < 0 })
    }
    await change(1)
    await expect.poll(ready).toBe(503)
    await change(-1)
    await expect.poll(ready).toBe(200)
    await client.end()
  })
})

describe('a schema that was changed', () => {
  it("is found by the night's work of one, and the other is not ready either, until it is as it was", async () => {
    const ready = async () => (await new Caller(second.url).get('/readyz')).status
    const { store, backups } = first.services
    await store.all('ALTER TABLE postings DISABLE TRIGGER postings_are_never_changed')
    await backups.make('nightly')
    await expect.poll(ready).toBe(503)
    await store.all('ALTER TABLE postings ENABLE TRIGGER postings_are_never_changed')
    await backups.make('nightly')
    await expect.poll(ready).toBe(200)
  })
})
