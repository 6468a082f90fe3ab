/** Roles in all villages: given and taken in the panel by those who hold them, and never lost altogether. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changeStaff } from '../../../db/people/staff.ts'
import { membershipsOf } from '../../../db/people/users.ts'
import type { StaffView } from '../../../server/contract/reports/town.ts'
import { Refused } from '../../../server/domain/answers/refused.ts'
import { powersOf } from '../../../server/domain/people/powers.ts'
import {
  Caller,
  makeVillage,
  password,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'

let server: TestServer
let admin: Caller
let count = 0

beforeAll(async () => {
  server = await startTestServer()
  await makeVillage(server, 'one')
  await makeVillage(server, 'two')
  admin = await signedIn(server, 'admin', null)
})
afterAll(() => server.close())

const listed = async () => ((await admin.get('/api/staff')).body as { items: StaffView[] }).items
async function add(roles: string[]): Promise<StaffView> {
  count += 1
  const body = { username: `staff${count}`, displayName: `示范员${count}`, password, roles }
  const answer = await admin.post('/api/staff', body)
  expect(answer.status).toBe(201)
  return answer.body as StaffView
}
async function signIn(username: string): Promise<Caller> {
  const caller = new Caller(server.url)
  await caller.post('/api/session', { username, password })
  return caller
}
const self = async (caller: Caller) => {
  const { body } = await caller.get('/api/session')
  const { username } = (body as { session: { user: { username: string } } }).session.user
  return (await listed()).find((one) => one.username === username)!
}

describe('somebody with roles in all villages', () => {
  it('is a new account, and may do it in every village', async () => {
    const person = await add(['viewer'])
    expect(person).toMatchObject({ everywhere: ['viewer'], villages: [] })
    const caller = await signIn(person.username)
    for (const village of ['one', 'two'])
      expect((await caller.get(`/api/villages/${village}/postings`)).status).toBe(200)
    expect((await caller.get('/api/staff')).status).toBe(403)
  })

  it('may have an account already, keeps the roles in single villages, and signs in again', async () => {
    const body = { username: 'only-one', displayName: '示范员', password, roles: ['clerk'] }
    await admin.post('/api/villages/one/people', body)
    const caller = await signIn('only-one')
    const given = await admin.post('/api/staff', { username: 'only-one', roles: ['viewer'] })
    expect(given.body).toMatchObject({
      everywhere: ['viewer'],
      villages: [{ slug: 'one', roles: ['clerk'] }],
    })
    expect((await caller.get('/api/villages/two/postings')).status).toBe(401)
    expect((await (await signIn('only-one')).get('/api/villages/two/postings')).status).toBe(200)
  })

  it('loses them, and every session with them', async () => {
    const { id, username } = await add(['admin'])
    const caller = await signIn(username)
    expect((await caller.get('/api/staff')).status).toBe(200)
    const taken = await admin.call('PATCH', `/api/staff/${id}`, { roles: [] })
    expect(taken.body).toMatchObject({ everywhere: [] })
    expect((await caller.get('/api/staff')).status).toBe(401)
    expect((await (await signIn(username)).get('/api/villages/one/postings')).status).toBe(403)
  })

  it('gets a new name and password even when working in several villages', async () => {
    const { id, username } = await add(['clerk'])
    const change = { displayName: '新名字', password: 'quite another one' }
    expect((await admin.call('PATCH', `/api/staff/${id}`, change)).status).toBe(200)
    const caller = await signIn(username)
    expect((await caller.get('/api/villages/one/postings')).status).toBe(401)
  })
})

describe('those roles', () => {
  it('are nobody’s own to change', async () => {
    const { id, username } = await self(admin)
    for (const refused of [
      await admin.call('PATCH', `/api/staff/${id}`, { roles: [] }),
      await admin.post('/api/staff', { username, roles: ['viewer'] }),
    ])
      expect([refused.status, (refused.body as { code: string }).code]).toEqual([422, 'own-roles'])
  })

  it('are not for the administrator of one village to give', async () => {
    const villageAdmin = await signedIn(server, 'admin', 'one')
    expect((await villageAdmin.get('/api/staff')).status).toBe(403)
    const body = { username: 'nobody', password, roles: ['admin'] }
    expect((await villageAdmin.post('/api/staff', body)).status).toBe(403)
  })

  it('always leave one administrator, and are asked for again when the change is made', async () => {
    const { store } = server.services
    const { id: other } = await add(['admin'])
    const me = await self(admin)
    const scope = { village: 0, user: other, name: '', powers: powersOf(['admin']) }
    const owner = { ...scope, user: null }
    // Let in before the role was taken away, like a call that waits for its password to be hashed.
    await changeStaff(store, owner, other, { roles: ['viewer'] })
    await expect(async () => changeStaff(store, scope, me.id, { roles: [] })).rejects.toThrow(Refused)
    for (const { id } of await listed())
      if (id !== me.id && (await membershipsOf(store, id)).some(({ role }) => role === 'admin'))
        await changeStaff(store, owner, id, { roles: [] })
    await expect(async () => changeStaff(store, owner, me.id, { roles: ['viewer'] })).rejects.toThrow(
      'last-administrator',
    )
    expect((await admin.get('/api/staff')).status).toBe(200)
  })

  it('are written down with who changed them', async () => {
    const { username } = await add(['viewer'])
    const { store } = server.services
    const change = await store.first(
      store.sql
        .selectFrom('audit')
        .select(['after', 'user_id', 'village_id'])
        .where('action', '=', 'user.roles-changed')
        .where('subject', '=', username),
    )
    expect(change).toMatchObject({ after: JSON.stringify({ roles: ['viewer'] }), village_id: null })
    expect(change?.user_id).toBe((await self(admin)).id)
  })

  it('malformed, or of somebody unknown, are refused with a sentence', async () => {
    expect((await admin.call('PATCH', '/api/staff/99999', { roles: [] })).status).toBe(404)
    expect((await admin.post('/api/staff', { username: 'nobody', roles: ['viewer'] })).status).toBe(422)
    expect((await admin.post('/api/staff', { username: 'nobody', roles: ['king'] })).status).toBe(400)
  })
})
