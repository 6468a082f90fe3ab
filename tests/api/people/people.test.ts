/** The staff of a village, managed by its administrators; and the record of every change. */
import readXlsxFile from 'read-excel-file/node'
import { io } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AuditView, PersonView } from '../../../server/contract/people/people.ts'
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
let villageAdmin: Caller

beforeAll(async () => {
  server = await startTestServer()
  await makeVillage(server, 'one')
  await makeVillage(server, 'two')
  admin = await signedIn(server, 'admin', null)
  villageAdmin = await signedIn(server, 'admin', 'one')
})
afterAll(() => server.close())

const people = '/api/villages/one/people'
const listed = async (village = 'one') =>
  ((await admin.get(`/api/villages/${village}/people`)).body as { items: PersonView[] }).items
const personOf = async (username: string, village = 'one') =>
  (await listed(village)).find((person) => person.username === username)
let count = 0
async function add(more: object = {}): Promise<PersonView> {
  count += 1
  const body = {
    username: `person${count}`,
    displayName: `示范员${count}`,
    password,
    roles: ['clerk'],
    ...more,
  }
  const { status, body: person } = await villageAdmin.post(people, body)
  expect(status).toBe(201)
  return person as PersonView
}
async function signIn(username: string, secret = password): Promise<{ caller: Caller; status: number }> {
  const caller = new Caller(server.url)
  const { status } = await caller.post('/api/session', { username, password: secret })
  return { caller, status }
}

describe('somebody new', () => {
  it('signs in with the first password and may do what the roles allow, in this village alone', async () => {
    const person = await add({ roles: ['clerk', 'reviewer'] })
    expect(person).toMatchObject({ roles: ['clerk', 'reviewer'], everywhere: [], isShared: false })
    const { caller } = await signIn(person.username)
    expect((await caller.get('/api/villages/one/postings')).status).toBe(200)
    expect((await caller.get('/api/villages/two/postings')).status).toBe(403)
    expect((await caller.get(people)).status).toBe(403)
  })

  it('needs a password, a free name, and a role', async () => {
    const body = { username: 'nobody', roles: ['clerk'] }
    expect((await villageAdmin.post(people, body)).status).toBe(422)
    const taken = await add()
    expect((await villageAdmin.post(people, { ...body, username: taken.username, password })).status).toBe(
      409,
    )
    expect((await villageAdmin.post(people, { ...body, password, roles: [] })).status).toBe(400)
    expect((await villageAdmin.post(people, { ...body, password: 'short' })).status).toBe(400)
    expect(await personOf('nobody')).toBeUndefined()
  })

  it('may have an account already, from another village', async () => {
    const { username } = await add()
    const body = { username, roles: ['viewer'] }
    expect((await admin.post('/api/villages/two/people', body)).status).toBe(201)
    expect(await personOf(username, 'two')).toMatchObject({ roles: ['viewer'], isShared: true })
    expect(await personOf(username)).toMatchObject({ roles: ['clerk'], isShared: true })
  })
})

describe('somebody of the staff', () => {
  it('has new roles from the next call on, and signs in again', async () => {
    const { id, username } = await add()
    const { caller } = await signIn(username)
    const changed = await villageAdmin.call('PATCH', `${people}/${id}`, { roles: ['viewer'] })
    expect(changed.status).toBe(204)
    expect((await caller.get('/api/villages/one/postings')).status).toBe(401)
    const again = await signIn(username)
    expect((await again.caller.post('/api/villages/one/postings', {})).status).toBe(403)
  })

  it('leaves the village with the last role, and can read nothing of it', async () => {
    const { id, username } = await add()
    await villageAdmin.call('PATCH', `${people}/${id}`, { roles: [] })
    expect(await personOf(username)).toBeUndefined()
    const { caller } = await signIn(username)
    expect((await caller.get('/api/villages/one/postings')).status).toBe(403)
  })

  it('has every session ended by a new password', async () => {
    const { id, username } = await add()
    const { caller } = await signIn(username)
    await villageAdmin.call('PATCH', `${people}/${id}`, { password: 'quite another one' })
    expect((await caller.get('/api/villages/one/postings')).status).toBe(401)
    expect((await signIn(username)).status).toBe(401)
    expect((await signIn(username, 'quite another one')).status).toBe(201)
  })

  it('who works for other villages too keeps name and password', async () => {
    const { id, username } = await add()
    await admin.post('/api/villages/two/people', { username, roles: ['clerk'] })
    for (const change of [{ password: 'quite another one' }, { displayName: '别的名字' }])
      expect((await villageAdmin.call('PATCH', `${people}/${id}`, change)).status).toBe(422)
    expect((await signIn(username)).status).toBe(201)
    expect((await villageAdmin.call('PATCH', `${people}/${id}`, { roles: [] })).status).toBe(204)
    expect(await personOf(username, 'two')).toMatchObject({ roles: ['clerk'] })
  })

  it('whose account is another village’s keeps name and password, even without a role there', async () => {
    const { id, username } = await add()
    await villageAdmin.call('PATCH', `${people}/${id}`, { roles: [] })
    const neighbour = await signedIn(server, 'admin', 'two')
    const taken = await neighbour.post('/api/villages/two/people', { username, roles: ['clerk'] })
    expect([taken.status, taken.body]).toMatchObject([201, { isShared: true }])
    for (const change of [{ password: 'quite another one' }, { displayName: '别的名字' }]) {
      const refused = await neighbour.call('PATCH', `/api/villages/two/people/${id}`, change)
      expect([refused.status, refused.body]).toMatchObject([422, { code: 'person-elsewhere' }])
    }
    expect((await signIn(username)).status).toBe(201)
    // Nor does the village that the account belongs to, while it works elsewhere.
    await villageAdmin.post(people, { username, roles: ['viewer'] })
    const own = await villageAdmin.call('PATCH', `${people}/${id}`, { password: 'quite another one' })
    expect(own.status).toBe(422)
    await neighbour.call('PATCH', `/api/villages/two/people/${id}`, { roles: [] })
    const back = await villageAdmin.call('PATCH', `${people}/${id}`, { password: 'quite another one' })
    expect(back.status).toBe(204)
  })

  it('who was made for all villages keeps name and password in each', async () => {
    const username = 'from-the-town'
    const made = await admin.post('/api/staff', {
      username,
      displayName: '示范镇',
      password,
      roles: ['viewer'],
    })
    const { id } = made.body as { id: number }
    await admin.call('PATCH', `/api/staff/${id}`, { roles: [] })
    await villageAdmin.post(people, { username, roles: ['clerk'] })
    const refused = await villageAdmin.call('PATCH', `${people}/${id}`, { password: 'quite another one' })
    expect(refused.status).toBe(422)
  })

  it('who works elsewhere too stays signed in there when one village changes the roles', async () => {
    const { id, username } = await add()
    await admin.post('/api/villages/two/people', { username, roles: ['clerk'] })
    const { caller } = await signIn(username)
    const socket = io(`${server.url}/staff`, {
      extraHeaders: { cookie: caller.cookie ?? '' },
      forceNew: true,
    })
    const closed = new Promise((resolve) => socket.on('disconnect', resolve))
    expect(await socket.emitWithAck('follow', 'one')).toBe(true)
    await villageAdmin.call('PATCH', `${people}/${id}`, { roles: [] })
    // What it followed is not this person's to read any more.
    await closed
    socket.close()
    expect((await caller.get('/api/villages/one/postings')).status).toBe(403)
    expect((await caller.get('/api/villages/two/postings')).status).toBe(200)
  })

  it('does not change the own roles', async () => {
    const { body } = await villageAdmin.get('/api/session')
    const { username } = (body as { session: { user: { username: string } } }).session.user
    const self = await personOf(username)
    const refused = await villageAdmin.call('PATCH', `${people}/${self!.id}`, { roles: [] })
    expect(refused.status).toBe(422)
    // Nor, as if somebody new came, the own household.
    const again = await villageAdmin.post(people, { username, roles: ['admin'], ownDoor: null })
    expect([again.status, again.body]).toMatchObject([422, { code: 'own-roles' }])
    expect((await villageAdmin.get(people)).status).toBe(200)
  })

  it('who is taken in again keeps a record of the household before', async () => {
    const { username } = await add({ ownDoor: '1001' })
    await admin.post(people, { username, roles: ['clerk'], ownDoor: '1002' })
    const path = `/api/villages/one/audit?q=${username}`
    const [newest] = ((await admin.get(path)).body as { items: AuditView[] }).items
    expect(newest).toMatchObject({ before: '本人所在户：1001', after: '本人所在户：1002' })
  })

  it('of all villages cannot be touched by one village’s administrator', async () => {
    const everywhere = (await listed()).find((person) => person.everywhere.length > 0)!
    const path = `${people}/${everywhere.id}`
    for (const change of [{ password: 'quite another one' }, { displayName: 'x' }])
      expect((await villageAdmin.call('PATCH', path, change)).status).toBe(422)
    await villageAdmin.call('PATCH', path, { roles: [] })
    expect((await personOf(everywhere.username))?.everywhere).toEqual(['admin'])
  })

  it('of another village is not there', async () => {
    const { body } = await admin.post('/api/villages/two/people', {
      username: 'only-two',
      password,
      roles: ['clerk'],
    })
    const { id } = body as PersonView
    expect((await villageAdmin.call('PATCH', `${people}/${id}`, { roles: ['admin'] })).status).toBe(404)
  })
})

describe('the record of changes', () => {
  const audit = async (query = '', caller = villageAdmin) =>
    (await caller.get(`/api/villages/one/audit${query}`)).body as { items: AuditView[]; next: string | null }

  it('says who changed what, before and after, the newest first', async () => {
    const { id, username } = await add()
    await villageAdmin.call('PATCH', `${people}/${id}`, { roles: ['viewer'] })
    const [newest] = (await audit()).items
    expect(newest).toMatchObject({
      action: 'user.roles-changed',
      what: '修改角色',
      subject: username,
      before: '角色：录入员',
      after: '角色：查阅员',
    })
    expect(newest?.by).toMatch(/^admin-/)
  })

  it('is searched by any part of it, and read page by page', async () => {
    await admin.call('PATCH', '/api/villages/one', { slogan: '独一无二的标语' })
    const found = await audit(`?q=${encodeURIComponent('独一无二')}`)
    expect(found.items.map(({ action }) => action)).toEqual(['village.changed'])
    expect((await audit('?q=%25')).items).toEqual([])
    const all = await audit('?limit=500')
    const pages: AuditView[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: { items: AuditView[]; next: string | null } = await audit(
        `?limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`,
      )
      pages.push(...page.items)
      cursor = page.next
    }
    expect(pages).toEqual(all.items)
  })

  it('is searched by the words that people have for what was done, in their language', async () => {
    await villageAdmin.post('/api/villages/one/dimensions', { name: '移风易俗' })
    const found = await audit(`?q=${encodeURIComponent('新增维度')}`)
    expect(found.items.map(({ what, subject }) => [what, subject])).toEqual([['新增维度', '移风易俗']])
    const { body } = await villageAdmin.get('/api/villages/one/audit?q=dimension', {
      'accept-language': 'en',
    })
    expect((body as { items: AuditView[] }).items[0]).toMatchObject({
      what: 'Dimension added',
      before: '—',
      after: 'Name: 移风易俗',
    })
  })

  it('shows what was changed for all villages to those who look after them all', async () => {
    await admin.post('/api/staff', {
      username: 'town-eye',
      displayName: '示范镇',
      password: 'a long enough password',
      roles: ['viewer'],
    })
    const query = '?q=town-eye'
    expect((await audit(query, admin)).items.map(({ action }) => action)).toEqual([
      'user.roles-changed',
      'user.created',
    ])
    expect((await audit(query)).items).toEqual([])
  })

  it('never has a password in it, nor anything of another village', async () => {
    await add({ password: 'MARKER-password' })
    await admin.call('PATCH', '/api/villages/two', { slogan: 'MARKER-two' })
    const text = JSON.stringify(await audit('?limit=500'))
    expect(text).not.toMatch(/MARKER|argon2/)
  })

  it('goes out as a workbook', async () => {
    const response = await fetch(`${server.url}/api/villages/one/exports/audit.xlsx?q=roles-changed`, {
      headers: { cookie: villageAdmin.cookie ?? '' },
    })
    const [sheet] = await readXlsxFile(Buffer.from(await response.arrayBuffer()))
    const rows = sheet!.data
    expect(rows[0]).toContain('操作')
    expect(rows.length).toBeGreaterThan(1)
    expect(rows.slice(1).every((row) => row.includes('修改角色'))).toBe(true)
  })
})
