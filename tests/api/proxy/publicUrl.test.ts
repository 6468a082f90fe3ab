/** What PUBLIC_URL changes behind a proxy: the sentence when it is missing, cookies, redirects, the API's description. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  Caller,
  makeUser,
  makeVillage,
  password,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'

const townOrigin = 'https://town.example'
let plain: TestServer
let underPath: TestServer

beforeAll(async () => {
  plain = await startTestServer()
  underPath = await startTestServer({ environment: { publicUrl: `${townOrigin}/points` } })
  await makeVillage(underPath, 'one')
})
afterAll(async () => {
  await plain.close()
  await underPath.close()
})

describe('a proxy that rewrites Host, and no PUBLIC_URL', () => {
  it('is told over HTTP which address to set', async () => {
    const body = { username: 'somebody', password }
    for (const [language, word] of [
      ['zh-CN', '重启'],
      ['en', 'restart'],
    ]) {
      const headers = { origin: townOrigin, 'accept-language': language ?? '' }
      const answer = await new Caller(plain.url).post('/api/session', body, headers)
      expect(answer.status).toBe(403)
      const { detail } = answer.body as { detail: string }
      for (const part of ['PUBLIC_URL', townOrigin, new URL(plain.url).host, word])
        expect(detail).toContain(part)
    }
  })

  it('is told by sockets too', async () => {
    const headers = { origin: townOrigin }
    const answer = await new Caller(plain.url).get('/socket.io/?EIO=4&transport=polling', headers)
    expect(answer.status).toBe(403)
    expect((answer.body as { message: string }).message).toContain(`PUBLIC_URL`)
    expect((answer.body as { message: string }).message).toContain(townOrigin)
  })

  it('works once the address is set', async () => {
    const headers = { origin: townOrigin }
    const answer = await new Caller(underPath.url).get('/socket.io/?EIO=4&transport=polling', headers)
    expect(answer.status).toBe(200)
  })
})

describe('under a path', () => {
  it.each(['/api/villages', '/points/api/villages', '/healthz', '/points/healthz'])(
    '%s is answered, with the path and without',
    async (path) => expect((await new Caller(underPath.url).get(path)).status).toBe(200),
  )

  it('the path without its slash leads to the path', async () => {
    const response = await fetch(`${underPath.url}/points?lang=en`, { redirect: 'manual' })
    expect([response.status, response.headers.get('location')]).toEqual([308, '/points/?lang=en'])
  })

  it.each([
    ['a proxy that leaves the path', '/points', {}, '/points/'],
    [
      'a proxy that takes it off',
      '',
      { origin: townOrigin, referer: `${townOrigin}/points/admin/` },
      '/points/',
    ],
    ['a browser that hides the page', '', { origin: townOrigin }, '/points/'],
    ['the root of the same host', '', { origin: townOrigin, referer: `${townOrigin}/admin/` }, '/'],
    ['the local network', '', {}, '/'],
  ])('cookies are for what the browser sees behind %s', async (_, prefix, headers, path) => {
    const username = await makeUser(underPath, 'clerk', 'one')
    const caller = new Caller(underPath.url)
    const answer = await caller.post(`${prefix}/api/session`, { username, password }, headers)
    expect(answer.status).toBe(201)
    const paths = answer.headers.getSetCookie().map((cookie) => /Path=([^;]+)/.exec(cookie)?.[1])
    expect(paths).toEqual([path, `${path}api/session`])
    expect((await caller.get(`${prefix}/api/session`)).body).toMatchObject({
      session: { user: { username } },
    })
    const signedOut = await caller.call('DELETE', `${prefix}/api/session`, undefined, headers)
    expect(signedOut.headers.getSetCookie()[0]).toContain(`Path=${path};`)
  })

  it('the API’s description names the address', async () => {
    const servers = async (server: TestServer) =>
      ((await new Caller(server.url).get('/api/openapi.json')).body as { servers: unknown }).servers
    expect(await servers(underPath)).toEqual([{ url: `${townOrigin}/points` }])
    expect(await servers(plain)).toEqual([{ url: '/' }])
  })
})
