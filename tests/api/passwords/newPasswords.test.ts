/** One rule for new passwords, wherever one is set. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createUser } from '../../../db/people/users.ts'
import { hashPassword } from '../../../server/identity/passwords.ts'
import { createLog } from '../../../server/log.ts'
import { startServer } from '../../../server/serve.ts'
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
beforeEach(async () => {
  server = await startTestServer()
  await makeVillage(server, 'one')
})
afterEach(() => server.close())

const refused = (field: string, detail: string) => ({
  status: 400,
  body: { detail: `${detail}。`, errors: [{ field, detail }] },
})

describe('a new password is refused by one rule', () => {
  const kinds = [
    ['short', '至少 8 个字符'],
    ['88888888', '太常见，容易被猜中，请换一个'],
    ['shifanyuan', '不能与用户名相同'],
  ] as const

  it.each(kinds)('at the set-up: %s', async (weak, says) => {
    const body = { code: server.setupCode, username: 'shifanyuan', displayName: '示范员', password: weak }
    const answer = await new Caller(server.url).post('/api/setup', body)
    expect(answer).toMatchObject(refused('password', `密码${says}`))
  })

  it.each(kinds)('for somebody new, and for somebody known: %s', async (weak, says) => {
    const administrator = await signedIn(server, 'admin', null)
    const person = { username: 'shifanyuan', roles: ['clerk'] }
    for (const path of ['/api/villages/one/people', '/api/staff'])
      expect(await administrator.post(path, { ...person, password: weak })).toMatchObject(
        refused('password', `密码${says}`),
      )
    const added = await administrator.post('/api/staff', { ...person, password })
    const { id } = added.body as { id: number }
    for (const path of ['/api/villages/one/people', '/api/staff'])
      expect(await administrator.call('PATCH', `${path}/${id}`, { password: weak })).toMatchObject(
        refused('password', `密码${says}`),
      )
  })

  it.each(kinds)('for the own one: %s', async (weak, says) => {
    await makeUser(server, 'clerk', 'one', 'shifanyuan')
    const clerk = new Caller(server.url)
    await clerk.post('/api/session', { username: 'shifanyuan', password })
    const answer = await clerk.post('/api/session/password', { current: password, next: weak })
    expect(answer).toMatchObject(refused('next', `新密码${says}`))
  })

  it('but one that was set before the rule still signs in', async () => {
    await createUser(server.services.store, null, {
      username: 'shifanyuan',
      displayName: '示范员',
      passwordHash: await hashPassword('12345678'),
      roles: [{ role: 'clerk', village: null }],
    })
    const answer = await new Caller(server.url).post('/api/session', {
      username: 'shifanyuan',
      password: '12345678',
    })
    expect(answer.status).toBe(201)
  })
})

describe('ADMIN_PASSWORD', () => {
  const start = (administrator: { username: string; password: string }) =>
    startServer({ ...server.services.environment, administrator }, createLog('silent'), {
      build: 'test',
      mount: () => {},
    })

  it('is judged where the first administrator is made', async () => {
    await server.stop()
    await expect(start({ username: 'chief', password: 'password' })).rejects.toThrow(/^ADMIN_PASSWORD: .{10}/)
  })

  it('is not judged once there is an administrator', async () => {
    await makeUser(server, 'admin', null, 'chief')
    await server.stop()
    const again = await start({ username: 'chief', password: 'short' })
    expect(again.setupCode).toBeNull()
    await again.close()
  })
})
