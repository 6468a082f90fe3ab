import { io } from 'socket.io-client'
import { afterEach, describe, expect, it } from 'vitest'
import type { Problem } from '../../../server/contract/fields/problem.ts'
import {
  Caller,
  makeUser,
  makeVillage,
  password,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'

let server: TestServer
afterEach(() => server.close())

describe('the limit on guesses', () => {
  const headers = (number: number) => ({ cookie: `yiping_session=${String(number).padStart(43, 'x')}` })

  it('of the set-up code counts by address, whatever cookie the guesser makes up', async () => {
    server = await startTestServer()
    const body = { code: 'AAAA-BBBB', username: 'chief', displayName: '示范', password }
    const statuses: number[] = []
    for (let guess = 0; guess < 14; guess += 1)
      statuses.push((await new Caller(server.url).post('/api/setup', body, headers(guess))).status)
    expect(statuses).toEqual([...Array<number>(10).fill(403), 429, 429, 429, 429])
  })

  it('of the password before a change counts by person, in however many sessions', async () => {
    server = await startTestServer()
    await makeVillage(server, 'one')
    const username = await makeUser(server, 'clerk', 'one')
    const statuses: number[] = []
    for (let session = 0; session < 3; session += 1) {
      const caller = new Caller(server.url)
      await caller.post('/api/session', { username, password })
      for (let guess = 0; guess < 4; guess += 1) {
        const body = { current: `guess ${guess}`, next: 'another long password' }
        statuses.push((await caller.post('/api/session/password', body)).status)
      }
    }
    expect(statuses).toEqual([...Array<number>(10).fill(422), 429, 429])
  })

  it('says when to come again', async () => {
    server = await startTestServer()
    const caller = new Caller(server.url)
    const signIn = () => caller.post('/api/session', { username: 'nobody', password: 'x' })
    for (let guess = 0; guess < 10; guess += 1) await signIn()
    const { status, headers } = await signIn()
    expect(status).toBe(429)
    const seconds = Number(headers.get('retry-after'))
    expect(seconds).toBeGreaterThan(0)
    expect(seconds).toBeLessThanOrEqual(600)
  })
})

describe('the first administrator', () => {
  const administrator = { username: 'chief', displayName: '示范管理员', password }

  it('comes in with the code that the server printed', async () => {
    server = await startTestServer()
    const caller = new Caller(server.url)
    const { status } = await caller.post('/api/setup', { code: server.setupCode, ...administrator })
    expect(status).toBe(201)
    const { body } = await caller.get('/api/session')
    expect(body).toMatchObject({ setupNeeded: false, session: { roles: [{ role: 'admin', village: null }] } })
  })

  it('does not come in with another code', async () => {
    server = await startTestServer()
    const { status } = await new Caller(server.url).post('/api/setup', {
      code: 'AAAA-BBBB',
      ...administrator,
    })
    expect(status).toBe(403)
  })

  it('is one, when two use the code at the same moment', async () => {
    server = await startTestServer()
    const answers = await Promise.all(
      ['one', 'two'].map((username) =>
        new Caller(server.url).post('/api/setup', { code: server.setupCode, ...administrator, username }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
  })
})

describe('a session of half a day', () => {
  it('survives its socket: only answers over HTTP bring a new token', async () => {
    server = await startTestServer()
    await makeVillage(server, 'one')
    const caller = await signedIn(server, 'clerk', 'one')
    const { store } = server.services
    const age = async (ms: number) =>
      store.write('installation', async (store) =>
        store.run('UPDATE sessions SET rotated_at = rotated_at - ?', ms),
      )
    await age(13 * 3_600_000)
    const socket = io(`${server.url}/staff`, {
      extraHeaders: { cookie: caller.cookie ?? '' },
      forceNew: true,
    })
    await new Promise<void>((resolve) => socket.on('connect', resolve))
    socket.close()
    // Longer than the grace of a replaced token.
    await age(2 * 60_000)
    const before = caller.cookie
    expect((await caller.get('/api/villages/one/postings')).status).toBe(200)
    expect(caller.cookie).not.toBe(before)
    expect((await caller.get('/api/villages/one/postings')).status).toBe(200)
  })

  it('keeps its cookie out of answers that everybody may read', async () => {
    server = await startTestServer()
    await makeVillage(server, 'one')
    const caller = await signedIn(server, 'clerk', 'one')
    await server.services.store.write('installation', async (store) =>
      store.run('UPDATE sessions SET rotated_at = rotated_at - ?', 13 * 3_600_000),
    )
    const board = await caller.get('/api/villages/one/board')
    expect([board.status, board.headers.get('set-cookie')]).toEqual([200, null])
  })
})

describe('a session', () => {
  it('is kept in a cookie that no script can read', async () => {
    server = await startTestServer()
    const caller = await signedIn(server, 'clerk', null)
    const { headers } = await caller.post('/api/session', { username: 'nobody', password: 'wrong' })
    expect(headers.get('set-cookie')).toBeNull()
    const { store } = server.services
    const stored = await store.all(store.sql.selectFrom('sessions').select('token_hash'))
    expect(stored).toHaveLength(1)
    expect(caller.cookie).not.toContain(stored[0]?.token_hash)
  })

  it('says where phones find the server, to those alone who are signed in', async () => {
    server = await startTestServer({ environment: { publicUrl: 'https://points.example.org' } })
    const caller = await signedIn(server, 'viewer', null)
    expect((await caller.get('/api/session')).body).toMatchObject({
      session: { origins: { configured: 'https://points.example.org', lan: [] } },
    })
    expect(JSON.stringify((await new Caller(server.url).get('/api/session')).body)).not.toContain('points.')
  })

  it('does not say whether the name or the password was wrong', async () => {
    server = await startTestServer()
    const caller = new Caller(server.url)
    await signedIn(server, 'clerk', null)
    const known = await server.services.store.one<{ username: string }>('SELECT username FROM users')
    const wrong = await caller.post('/api/session', { username: known.username, password: 'x' })
    const unknown = await caller.post('/api/session', { username: 'nobody', password: 'x' })
    expect([wrong.status, unknown.status]).toEqual([401, 401])
    expect((wrong.body as Problem).detail).toBe((unknown.body as Problem).detail)
  })

  it('slows down who guesses passwords', async () => {
    server = await startTestServer()
    const caller = new Caller(server.url)
    const statuses: number[] = []
    for (let guess = 0; guess < 25; guess += 1)
      statuses.push((await caller.post('/api/session', { username: 'nobody', password: 'x' })).status)
    expect(statuses.at(-1)).toBe(429)
  })

  it('is slow to guess at, and nobody is locked out by the guesses of others', async () => {
    server = await startTestServer()
    await makeVillage(server, 'one')
    const username = await makeUser(server, 'clerk', 'one')
    const colleague = await makeUser(server, 'clerk', 'one')
    const known = new Caller(server.url)
    const signIn = async (caller: Caller, name: string, secret: string) =>
      (await caller.post('/api/session', { username: name, password: secret })).status
    expect(await signIn(known, username, password)).toBe(201)
    const statuses: number[] = []
    for (let guess = 0; guess < 14; guess += 1)
      statuses.push(await signIn(new Caller(server.url), username.toUpperCase(), `guess ${guess}`))
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429, 429, 429, 429])
    // A stranger with the right password waits; a colleague at the same address does not, nor the own browser.
    expect(await signIn(new Caller(server.url), username, password)).toBe(429)
    expect(await signIn(new Caller(server.url), colleague, password)).toBe(201)
    expect(await signIn(known, username, password)).toBe(201)
    // Whose cookie it is, is known by the password.
    const forged = new Caller(server.url)
    forged.knownCookie = known.knownCookie!.replace(/.$/, (last) => (last === '0' ? '1' : '0'))
    expect(await signIn(forged, username, password)).toBe(429)
  })

  it('ends with signing out', async () => {
    server = await startTestServer()
    await makeVillage(server, 'one')
    const caller = await signedIn(server, 'clerk', 'one')
    const cookie = caller.cookie
    await caller.call('DELETE', '/api/session')
    caller.cookie = cookie
    expect((await caller.get('/api/villages/one')).status).toBe(401)
  })

  it('survives a restart of the server', async () => {
    server = await startTestServer()
    await makeVillage(server, 'one')
    const { cookie } = await signedIn(server, 'clerk', 'one')
    await server.stop()
    server = await startTestServer({ dataDir: server.dataDir })
    const caller = new Caller(server.url)
    caller.cookie = cookie
    expect((await caller.get('/api/villages/one')).status).toBe(200)
  })

  it('ends with a changed password everywhere else, and its sockets with it', async () => {
    server = await startTestServer()
    await makeVillage(server, 'one')
    const office = await signedIn(server, 'clerk', 'one')
    const { body } = await office.get('/api/session')
    const { username } = (body as { session: { user: { username: string } } }).session.user
    const home = new Caller(server.url)
    await home.post('/api/session', { username, password })
    const socket = io(`${server.url}/staff`, {
      extraHeaders: { cookie: home.cookie ?? '' },
      reconnection: false,
    })
    await new Promise<void>((resolve) => socket.on('connect', resolve))
    const closed = new Promise((resolve) => socket.on('disconnect', resolve))
    await office.post('/api/session/password', { current: password, next: 'another long password' })
    await closed
    expect((await home.get('/api/villages/one')).status).toBe(401)
    expect((await office.get('/api/villages/one')).status).toBe(200)
  })
})
