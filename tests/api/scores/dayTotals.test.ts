/** The work page's answer: what waits, what was done today, the ledger, the backups, the disk. */
import { randomUUID } from 'node:crypto'
import { Writable } from 'node:stream'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { BackupView, WorkView } from '../../../server/contract/scores/work.ts'
import { maintain } from '../../../server/upkeep/nightlyMaintenance.ts'
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
let viewer: Caller
let secretary: Caller
let admin: Caller
let logged = ''

beforeAll(async () => {
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      logged += chunk.toString()
      done()
    },
  })
  server = await startTestServer({ log: pino({ level: 'info' }, stream) })
  await makeVillage(server, 'one')
  await makeVillage(server, 'two', 0)
  clerk = await signedIn(server, 'clerk', 'one')
  viewer = await signedIn(server, 'viewer', null)
  secretary = await signedIn(server, 'admin', 'one')
  admin = await signedIn(server, 'admin', null)
})
afterAll(() => server.close())

const read = async (caller: Caller, village = 'one') =>
  (await caller.get(`/api/villages/${village}/work`)).body as WorkView
async function post(caller: Caller, rule: string, door: string): Promise<string> {
  const id = randomUUID()
  const body = { id, door, rule: await ruleId(caller, 'one', rule), occurredOn: day }
  await caller.post('/api/villages/one/postings', body)
  return id
}

describe('the work page', () => {
  it('says who entered what today, and today’s numbers', async () => {
    await post(clerk, '应急值守', '1001')
    await post(clerk, '乱堆乱放', '1002')
    const wrong = await post(secretary, '应急值守', '1003')
    await secretary.post(`/api/villages/one/postings/${wrong}/reversal`, { id: randomUUID(), reason: '错' })
    const { today, staff } = await read(viewer)
    expect(today).toEqual({ lines: 4, points: 20, households: 3, deductions: 1, reversals: 1 })
    expect(staff.map(({ name, lines, points }) => [name.split('-')[0], lines, points]).sort()).toEqual([
      ['admin', 2, 0],
      ['clerk', 2, 20],
    ])
  })

  it('counts nothing of the days before', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 26 * 3_600_000 })
    try {
      expect(await read(viewer)).toMatchObject({ today: { lines: 0, points: 0 }, staff: [] })
    } finally {
      vi.useRealTimers()
    }
  })

  it('says what waits in a village that has just been made', async () => {
    expect((await read(viewer, 'two')).waiting.map(({ name }) => name)).toEqual(['households'])
    expect((await read(viewer)).waiting).toEqual([])
  })

  it('tells how much room there is', async () => {
    const { storage } = await read(viewer)
    expect(storage.databaseBytes).toBeGreaterThan(0)
    expect(storage.freeBytes).toBeGreaterThan(0)
  })
})

describe('a verification', () => {
  it('is begun by who enters, and its result is on the work page', async () => {
    expect((await viewer.post('/api/villages/one/verification', {})).status).toBe(403)
    const before = Date.now()
    expect((await clerk.post('/api/villages/one/verification', {})).status).toBe(202)
    await vi.waitFor(async () => {
      const { verification } = await read(viewer)
      expect(Date.parse(verification?.at ?? '')).toBeGreaterThanOrEqual(before)
      expect(verification).toMatchObject({ holds: true, seq: 4, faults: [] })
    }, 20_000)
  })
})

describe('a backup', () => {
  it('is made, listed and handed out to administrators of all villages alone', async () => {
    for (const caller of [clerk, viewer, secretary]) {
      expect((await caller.get('/api/backups')).status).toBe(403)
      expect((await caller.post('/api/backups', {})).status).toBe(403)
    }
    const made = await admin.post('/api/backups', {})
    const { name } = made.body as BackupView
    expect(made.status).toBe(201)
    const { body } = await admin.get('/api/backups')
    expect((body as { items: BackupView[] }).items.map((one) => one.name)).toEqual([name])
    expect((await secretary.get(`/api/backups/${name}`)).status).toBe(403)
    const file = await fetch(`${server.url}/api/backups/${name}`, { headers: { cookie: admin.cookie ?? '' } })
    expect(file.headers.get('content-disposition')).toContain(name)
    const bytes = Buffer.from(await file.arrayBuffer())
    expect(bytes.subarray(0, 15).toString()).toBe('SQLite format 3')
    expect((await read(viewer)).backup).toMatchObject({ bytes: bytes.length })
  })

  it('of another name is not there, whatever the name', async () => {
    for (const name of ['none', '..%2fyiping.sqlite', '%2e%2e'])
      expect((await admin.get(`/api/backups/${name}`)).status).toBe(404)
  })
})

describe('the night', () => {
  it('verifies, backs up, and says so in the log and the metrics, without a person or a door', async () => {
    logged = ''
    await maintain(server.services)
    expect(logged).toContain('verified the ledgers')
    expect(logged).toContain('wrote a backup')
    expect(logged).not.toMatch(/示范户|1001/)
    const { body } = await viewer.get('/metrics')
    expect(body).toMatch(/^yiping_ledger_holds\{village="one"\} 1$/m)
    expect(body).toMatch(/^yiping_backups [1-9]/m)
    expect(body).toMatch(/^yiping_data_free_bytes [1-9]/m)
    expect(body).toMatch(/^yiping_backup_timestamp_seconds 1[0-9.e+]+$/m)
  })

  it('says when a ledger does not hold, keeps no backup of it, and leaves the earlier ones alone', async () => {
    const { store, backups } = server.services
    const before = backups.list()
    await store.write('installation', async (store) => store.run('UPDATE balances SET balance = balance + 1'))
    await maintain(server.services)
    expect(await read(viewer)).toMatchObject({
      verification: { holds: false },
      night: { failure: 'ledger' },
    })
    const { status, body: problem } = await admin.post('/api/backups', {})
    expect([status, (problem as { code: string }).code]).toEqual([409, 'backup-ledger'])
    const ready = await viewer.get('/readyz')
    expect(ready.status).toBe(503)
    expect(ready.body).toMatch(/does not hold: one\nthe nightly run of .+ failed: ledger/)
    expect((await viewer.get('/metrics')).body).toMatch(/^yiping_night_failed 1$/m)
    expect((await viewer.get('/metrics')).body).toMatch(/^yiping_ledger_holds\{village="one"\} 0$/m)
    expect(backups.list()).toEqual(before)
  })
})
