/** A terminal gets one language: Chinese unless its locale is English; refusals of a running server too. */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { terminalLanguage } from '../../server/words/terminal.ts'
import { startTestServer } from '../support/server.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'yiping-language-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

function yiping(locale: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const env = { ...process.env, LC_ALL: locale, DATA_DIR: dataDir }
  return new Promise((resolve) => {
    const child = execFile(process.execPath, ['server/yiping.mjs', ...args], { env }, (_error, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    )
    child.stdin?.end('long enough here\n')
  })
}

const chinese = /[\u4e00-\u9fff]/u
const locales = { english: 'en_US.UTF-8', chinese: 'zh_CN.UTF-8' }

it.each([
  [{}, 'zh-CN'],
  [{ LANG: 'C.UTF-8' }, 'zh-CN'],
  [{ LANG: 'zh_CN.UTF-8' }, 'zh-CN'],
  [{ LANG: 'en_GB.UTF-8' }, 'en'],
  [{ LANG: 'en_GB.UTF-8', LC_ALL: 'zh_CN.UTF-8' }, 'zh-CN'],
  [{ LANG: 'zh_CN.UTF-8', LC_MESSAGES: 'en_US.UTF-8' }, 'en'],
  [{ LANG: 'en_US.UTF-8', LC_ALL: '' }, 'en'],
])('the language of %j is %s', (env, language) => {
  expect(terminalLanguage(env)).toBe(language)
})

describe.each([
  ['wrong use', ['verify', '--force'], 2],
  ['a refusal', ['restore', 'package.json'], 1],
  ['a result', ['sample', 'load'], 0],
] as const)('%s', (_what, args, exitCode) => {
  it('is in English, without a Chinese character', async () => {
    const { code, out, err } = await yiping(locales.english, ...args)
    expect([code, out + err]).toEqual([exitCode, expect.not.stringMatching(chinese)])
    expect(err).toMatch(/[a-z]\.\n/)
  })

  it('is in Chinese', async () => {
    const { code, err } = await yiping(locales.chinese, ...args)
    expect(code).toBe(exitCode)
    for (const line of err.trim().split('\n')) expect(line).toMatch(chinese)
  })
})

it('a running server refuses in the language of the command line', async () => {
  const server = await startTestServer({ dataDir })
  try {
    const add = ['user', 'add', 'chief', '--role', 'admin', '--village', 'nowhere', '--password-stdin']
    expect((await yiping(locales.english, ...add)).err).toMatch(/^[\x20-\x7e]+\n$/)
    expect((await yiping(locales.chinese, ...add)).err).toMatch(/^.*[\u4e00-\u9fff].*。\n$/u)
  } finally {
    await server.stop()
  }
})

it('each command has a help of its own, with its options, an example and the exit codes', async () => {
  const [general, verify, user, serve] = await Promise.all([
    yiping(locales.english, '--help'),
    yiping(locales.english, 'verify', '--help'),
    yiping(locales.english, 'user', 'add', '--help'),
    yiping(locales.english, 'serve', '--help'),
  ])
  expect(general.out).toMatch(/yiping import .+yiping restore /s)
  expect(verify.out).toMatch(
    /^yiping verify .+--rebuild {2,}\w.+Example\n {2}yiping verify .+Exit codes: 0 /s,
  )
  expect(verify.out).not.toContain('--role')
  expect(user.out).toMatch(/^yiping user add .+--role ROLE {2,}one of .*admin/s)
  expect(serve.out).toMatch(/^yiping serve\n.+PORT/)
})
