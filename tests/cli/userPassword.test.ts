/** `yiping user password`: the way back in for somebody who forgot the password. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Caller, makeUser, password, startTestServer, type TestServer } from '../support/server.ts'
import { yiping } from '../support/yiping.ts'

let dataDir: string
let server: TestServer
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'yiping-cli-'))
  server = await startTestServer({ dataDir })
  await makeUser(server, 'admin', null, 'chief')
})
afterEach(async () => {
  await server.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

const user = (args: string[], input: string) =>
  yiping(['user', ...args], { LC_ALL: 'zh_CN.UTF-8', DATA_DIR: dataDir }, input)

const next = 'another long password'
const setPassword = (name: string, typed: string) =>
  user(['password', name, '--password-stdin'], `${typed}\n`)

async function signIn(with_: string): Promise<Caller & { status: number }> {
  const caller = new Caller(server.url)
  const { status } = await caller.post('/api/session', { username: 'chief', password: with_ })
  return Object.assign(caller, { status })
}

describe('yiping user password', () => {
  it('sets a password and ends the sessions while the server runs', async () => {
    const before = await signIn(password)
    expect(await setPassword('CHIEF', next)).toMatchObject({ code: 0 })
    expect((await before.get('/api/staff')).status).toBe(401)
    expect((await signIn(password)).status).toBe(401)
    expect((await signIn(next)).status).toBe(201)
  })

  it('does the same while no server runs', async () => {
    const { cookie } = await signIn(password)
    await server.stop()
    expect(await setPassword('chief', next)).toMatchObject({ code: 0 })
    server = await startTestServer({ dataDir })
    const before = new Caller(server.url)
    before.cookie = cookie
    expect((await before.get('/api/staff')).status).toBe(401)
    expect((await signIn(next)).status).toBe(201)
  })

  it.each([
    ['a short one', 'chief', 'short', '密码至少 8 个字符。'],
    ['a common one', 'chief', '88888888', '密码太常见，容易被猜中，请换一个。'],
    ['nobody of that name', 'nobody', next, '没有用户 nobody，请核对用户名。'],
  ])('refuses %s in a sentence and changes nothing', async (_what, name, typed, sentence) => {
    expect(await setPassword(name, typed)).toMatchObject({ code: 1, err: `${sentence}\n` })
    expect((await signIn(password)).status).toBe(201)
  })

  it('says how it is used', async () => {
    expect(await user(['password', 'chief'], '')).toMatchObject({ code: 2 })
    expect(await user(['password'], '')).toMatchObject({ code: 2 })
  })
})

describe('yiping user add', () => {
  it('refuses a name and a password by the same rules, each in a sentence', async () => {
    const added = await user(['add', '!', '--role', 'clerk', '--password-stdin'], 'short\n')
    expect(added).toMatchObject({
      code: 1,
      err: '用户名须为 2 至 32 个汉字、字母、数字、点、下划线或短横线；密码至少 8 个字符。\n',
    })
  })
})
