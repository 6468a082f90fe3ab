/** Verification on demand: shared by all who ask, one at a time, and started by those alone who enter. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verifySteps } from '../../../db/ledger/proof/verify.ts'
import { inOrder } from '../../../db/store/inOrder.ts'
import { mustFindVillage } from '../../../db/villages/findVillages.ts'
import { itOnSqlite } from '../../support/db/itOnSqlite.ts'
import {
  Caller,
  day,
  makeVillage,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'

let server: TestServer
/** `village ended` or `village going` for each word of progress. */
const told: string[] = []
const postings = 600

beforeAll(async () => {
  server = await startTestServer()
  const admin = await signedIn(server, 'admin', null)
  for (const slug of ['one', 'two']) {
    await makeVillage(server, slug)
    const rule = await ruleId(admin, slug, '应急值守')
    const lines = Array.from({ length: postings / 2 }, (_, index) => ({
      door: String(1001 + (index % 12)),
      rule,
      occurredOn: day,
    }))
    for (let half = 0; half < 2; half += 1) {
      const body = lines.map((line) => ({ id: randomUUID(), ...line }))
      expect((await admin.post(`/api/villages/${slug}/postings`, body)).status).toBe(201)
    }
  }
  const { readiness, store } = server.services
  await readiness.verifyAll()
  const slugs = new Map(
    await inOrder(['one', 'two'], async (slug) => [(await mustFindVillage(store, slug)).id, slug]),
  )
  readiness.onProgress((village, share) =>
    told.push(`${slugs.get(village)} ${share === null ? 'ended' : 'going'}`),
  )
})
afterAll(() => server.close())

const ended = () => told.filter((word) => word.endsWith('ended'))

describe('a verification on demand', () => {
  it('is one for ten who ask at once', async () => {
    told.length = 0
    const clerk = await signedIn(server, 'clerk', 'one')
    const answers = await Promise.all(Array.from({ length: 10 }, () => clerk.get('/api/villages/one/verify')))
    expect(answers.map(({ body }) => body)).toEqual(
      Array(10).fill(expect.objectContaining({ holds: true, seq: postings })),
    )
    expect(new Set(ended())).toEqual(new Set(['one ended']))
    told.length = 0
    const { store, readiness } = server.services
    const village = await mustFindVillage(store, 'one')
    const shared = await Promise.all(Array.from({ length: 10 }, () => readiness.verify(village)))
    expect(new Set(shared).size).toBe(1)
    expect(ended()).toEqual(['one ended'])
  })

  it('is begun by nobody who may only read: they get the last result and its time', async () => {
    told.length = 0
    const { store, readiness } = server.services
    const last = readiness.results.get((await mustFindVillage(store, 'one')).id)
    for (const role of ['viewer', 'desk', 'reviewer', 'inspector'] as const) {
      const { body } = await (await signedIn(server, role, 'one')).get('/api/villages/one/verify')
      expect(body).toEqual(last)
    }
    expect((await new Caller(server.url).get('/api/villages/one/verify')).status).toBe(401)
    expect(told).toEqual([])
  })

  it('waits for the one of another village', async () => {
    told.length = 0
    const { store, readiness } = server.services
    const villages = await inOrder(['two', 'one'], (slug) => mustFindVillage(store, slug))
    await Promise.all(villages.map((village) => readiness.verify(village)))
    expect(told.indexOf('two ended')).toBeLessThan(told.indexOf('one going'))
    expect(ended()).toEqual(['two ended', 'one ended'])
  })

  it('lets others have their turn after every few hundred postings', async () => {
    const { store } = server.services
    let steps = 0
    for await (const _share of verifySteps(store, await mustFindVillage(store, 'one'))) steps += 1
    expect(steps).toBeGreaterThanOrEqual(Math.floor(postings / 250))
  })
})

describe('a verification that meets damage', () => {
  itOnSqlite('does not hold, and the server goes on', async () => {
    const { store, readiness } = server.services
    await store.write('installation', async (store) => store.run('ALTER TABLE line_totals RENAME TO lost'))
    try {
      await readiness.verifyAll()
      const ready = await new Caller(server.url).get('/readyz')
      expect([ready.status, readiness.failed[0]?.faults]).toEqual([
        503,
        [
          {
            code: 'database-damaged',
            params: { detail: expect.stringContaining('no such table: line_totals') },
          },
        ],
      ])
    } finally {
      await store.write('installation', async (store) => store.run('ALTER TABLE lost RENAME TO line_totals'))
    }
    await readiness.verifyAll()
    expect(readiness.failed).toEqual([])
  })
})
