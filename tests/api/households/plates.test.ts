/** Door plates: tokens for staff alone, in no record and no log. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PlateView } from '../../../server/contract/households/plates.ts'
import { valuesOf } from '../../support/db/values.ts'
import {
  type Caller,
  makeVillage,
  recordedLog,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'

let server: TestServer
let admin: Caller
let clerk: Caller
const { log, lines: logged } = recordedLog()

beforeAll(async () => {
  server = await startTestServer({ log })
  await makeVillage(server, 'one')
  admin = await signedIn(server, 'admin', 'one')
  clerk = await signedIn(server, 'clerk', 'one')
})
afterAll(() => server.close())

const plates = async () =>
  ((await clerk.get('/api/villages/one/plates')).body as { items: PlateView[] }).items

describe('the plates', () => {
  it('have a token of 128 bits each, and no name', async () => {
    const items = await plates()
    expect(items).toHaveLength(12)
    expect(new Set(items.map(({ token }) => token)).size).toBe(12)
    for (const item of items) {
      expect(Buffer.from(item.token, 'base64url')).toHaveLength(16)
      expect(Object.keys(item).sort()).toEqual(['door', 'group', 'token'])
    }
  })

  it('are for those who may enter: not for a viewer', async () => {
    const viewer = await signedIn(server, 'viewer', 'one')
    expect((await viewer.get('/api/villages/one/plates')).status).toBe(403)
  })

  it('are renewed one by one, by an administrator', async () => {
    const before = await plates()
    const path = '/api/villages/one/plates/1001/renewal'
    expect((await clerk.post(path, undefined)).status).toBe(403)
    const { body } = await admin.post(path, undefined)
    const after = await plates()
    const old = before.find(({ door }) => door === '1001')?.token
    expect((body as PlateView).token).not.toBe(old)
    expect(after.find(({ door }) => door === '1001')).toEqual(body)
    expect(after.filter(({ token }) => before.some((one) => one.token === token))).toHaveLength(11)
  })

  it('are found by what their codes carry, by all staff of their own village alone', async () => {
    await makeVillage(server, 'two')
    const { token } = (await plates()).find(({ door }) => door === '1005')!
    const desk = await signedIn(server, 'desk', 'one')
    const found = await desk.get(`/api/villages/one/doors/${token}`)
    expect([found.status, found.body]).toEqual([200, { door: '1005' }])
    expect(found.headers.get('cache-control')).toBe('no-store')
    const stranger = await signedIn(server, 'desk', 'two')
    for (const [caller, path] of [
      [stranger, `two/doors/${token}`],
      [desk, `one/doors/${token.toLowerCase()}`],
      [desk, `one/doors/${token}A`],
    ] as const) {
      const { status, body } = await caller.get(`/api/villages/${path}`)
      expect([status, (body as { detail: string }).detail]).toEqual([404, expect.stringContaining('门牌码')])
    }
    expect((await desk.get('/api/villages/one/doors/%00')).status).toBe(400)
    await admin.post('/api/villages/one/plates/1005/renewal', undefined)
    expect((await desk.get(`/api/villages/one/doors/${token}`)).status).toBe(404)
  })

  it('of a household that was merged say where it went', async () => {
    const { token } = (await plates()).find(({ door }) => door === '1007')!
    const merged = await clerk.post('/api/villages/one/households/1007/merge', {
      id: randomUUID(),
      into: '1008',
    })
    expect(merged.status).toBeLessThan(300)
    const { status, body } = await clerk.get(`/api/villages/one/doors/${token}`)
    expect([status, (body as { detail: string }).detail]).toEqual([409, expect.stringContaining('1008')])
  })

  it('leave no token in the record of changes, the histories, the households, or the log', async () => {
    await admin.post('/api/villages/one/plates/1002/renewal', undefined)
    await clerk.call('PATCH', '/api/villages/one/households/1002', { note: '示范' })
    for (const { token } of await plates()) await clerk.get(`/api/villages/one/doors/${token}`)
    const told = await Promise.all(
      ['audit', 'households', 'households/1002/history', 'households/1002/passbook', 'board'].map(
        async (path) => JSON.stringify((await admin.get(`/api/villages/one/${path}`)).body),
      ),
    )
    const kept = await valuesOf<string>(server.services.store, 'SELECT door_token FROM households')
    for (const token of kept) for (const text of [...told, ...logged]) expect(text).not.toContain(token)
    expect(logged.length).toBeGreaterThan(0)
    expect(told[0]).toContain('household.plate-renewed')
  })
})
