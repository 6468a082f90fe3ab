/** What reaches the product beside HTTP: arguments, standard input, the control line, the environment. */
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { controlPath } from '../../server/control/control.ts'
import { readEnvironment } from '../../server/environment.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { shell } from '../support/yiping.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'yiping-cli-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

const notUtf8 = '输入的文字不是 UTF-8 编码'

describe.skipIf(process.platform === 'win32')('the command line', () => {
  it.each([
    ['a password', `printf 'password \\377\\n' | yiping user add chief --role admin --password-stdin`],
    ['a user name', `yiping user add "$(printf 'ch\\377ef')" --role admin --password-stdin </dev/null`],
    ["a village's name", `yiping import x.xlsx --village one --year 2026 --name "$(printf '\\377')"`],
  ])('refuses %s that is not UTF-8 in a sentence', async (_, script) => {
    // The shell's `printf` writes bytes that no JavaScript string can hold.
    const { code, err } = await shell(script, { LC_ALL: 'zh_CN.UTF-8', DATA_DIR: dataDir })
    expect(code).toBeGreaterThan(0)
    expect(err).toContain(notUtf8)
    expect(err).not.toContain('    at ')
  })

  it("refuses a village's name with a character that nobody sees", async () => {
    const { code, err } = await shell(
      `yiping import x.xlsx --village one --year 2026 --name '示\u200b范村'`,
      { LC_ALL: 'zh_CN.UTF-8', DATA_DIR: dataDir },
    )
    expect(code).toBe(1)
    expect(err).toContain('名称')
    expect(err).toContain('看不见')
  })
})

describe('the control line', () => {
  let server: TestServer
  beforeEach(async () => {
    server = await startTestServer({ dataDir })
  })
  afterEach(() => server.stop())

  it.each([
    'no JSON',
    '7',
    'null',
    '{}',
    '{"command":"toString","input":{}}',
    '{"command":"__proto__","input":{}}',
    '{"command":"add-user"}',
    '{"command":"add-user","input":{"username":"a\\u200bb","password":"long enough here","role":"admin","village":null}}',
    '{"command":"set-password","input":{"username":"ab","password":"x\\ud800 long enough"}}',
    '{"command":"back-up","input":{"file":"x\\u0000y"}}',
    '{"command":"verify-ledgers","input":{"village":7}}',
    '{"command":"sample","input":{"action":"burn"}}',
  ])('answers %s with a sentence', async (line) => {
    const socket = createConnection(controlPath(dataDir))
    await once(socket, 'connect')
    socket.write(`${line}\n`)
    const [answer] = (await once(createInterface({ input: socket }), 'line')) as [string]
    socket.destroy()
    expect(JSON.parse(answer)).toEqual({ refused: expect.stringMatching(/[\u4e00-\u9fff].*。$/u) })
  })
})

describe('the environment', () => {
  it.each(['PUBLIC_URL', 'ADMIN_USERNAME', 'HOST', 'DATA_DIR', 'TLS_CERT'])(
    '%s is refused where it has characters that are invisible or not UTF-8',
    (variable) => {
      const usual: Record<string, string> = { PUBLIC_URL: 'https://points.example.org', ADMIN_PASSWORD: 'x' }
      for (const odd of ['\ufffd', '\u200b', '\u202e', '\t'])
        expect(() => readEnvironment({ ...usual, [variable]: `${usual[variable] ?? 'name'}${odd}` })).toThrow(
          `${variable}: it has characters that are invisible or not UTF-8`,
        )
    },
  )

  it('the first administrator is named in normal form', () => {
    const { administrator } = readEnvironment({ ADMIN_USERNAME: 'Jose\u0301', ADMIN_PASSWORD: 'any' })
    expect(administrator).toEqual({ username: 'Jos\u00e9', password: 'any' })
  })
})
