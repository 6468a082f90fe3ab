/** What stops a command or a start is said in one line, with the exit code of its kind. */
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest'
import { makeVillage, startTestServer } from '../support/server.ts'
import { canMount, smallDisk } from '../support/smallDisk.ts'
import { type Ended, yiping as runYiping } from '../support/yiping.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yiping-starting-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Runs a command whose start does not hold. */
async function yiping(env: NodeJS.ProcessEnv, ...words: string[]): Promise<Ended> {
  const ended = await runYiping(words, { PORT: '0', ...env })
  return { ...ended, err: ended.err.trim() }
}

const oneLine = (text: RegExp) => expect.stringMatching(new RegExp(`^(?=.*${text.source})[^\\n]*$`)) as string

it.each<[NodeJS.ProcessEnv, string, number, RegExp]>([
  [{ PORT: 'eighty' }, 'serve', 2, /PORT/],
  [{ HOST: 'no-such-host.invalid', DATA_DIR: '' }, 'serve', 2, /HOST.*not known/],
  [{ DATABASE_URL: 'localhost/one' }, 'verify', 2, /DATABASE_URL/],
  [{ DATABASE_URL: 'postgres://127.0.0.1:9/one' }, 'serve', 1, /postgres:.*cannot be reached/],
  [{ DATA_DIR: 'package.json' }, 'serve', 1, /DATA_DIR/],
  [{ DATA_DIR: 'package.json/data' }, 'verify', 1, /DATA_DIR/],
])('%o stops "%s" with exit code %d', async (env, command, code, says) => {
  const dataDir = env.DATA_DIR || join(folder, 'data')
  const answer = await yiping({ ...env, DATA_DIR: dataDir }, command)
  expect([answer.code, answer.err]).toEqual([code, oneLine(says)])
})

/** A path as long as the system takes but not SQLite, and a longer one. */
const [long, longest] = [60, 600].map((depth) => join(tmpdir(), 'yiping-long', 'abcdefghi/'.repeat(depth)))

it
  .skipIf(process.platform !== 'linux')
  .each(['/proc/x', '/proc', join(tmpdir(), 'a'.repeat(300)), long, longest])(
  'every command says in one line that DATA_DIR=%.40s cannot be used',
  async (DATA_DIR) => {
    onTestFinished(() => rmSync(join(tmpdir(), 'yiping-long'), { recursive: true, force: true }))
    const commands = [['serve'], ['verify']]
    // Restoring is not stopped by SQLite's limit before the backup was looked at.
    if (DATA_DIR !== long) commands.push(['restore', 'package.json'])
    const answers = await Promise.all(commands.map((words) => yiping({ DATA_DIR }, ...words)))
    for (const { code, err } of answers)
      expect([code, err]).toEqual([1, oneLine(/DATA_DIR must be a folder/)])
  },
)

it.each([
  [['serve', '--port', '9000'], /--port.*PORT=8080/],
  [['verify', 'extra'], /verify does not take "extra"/],
  [['restore', 'one.sqlite', 'two.sqlite'], /restore does not take "two.sqlite"/],
])('%j is wrong use', async (words, says) => {
  const { code, err } = await yiping({ DATA_DIR: join(folder, 'data') }, ...words)
  expect(code).toBe(2)
  expect(err).toMatch(says)
})

it('a restore into a file is refused with a sentence', async () => {
  const file = join(folder, 'data')
  writeFileSync(file, 'of somebody else')
  const backup = join(folder, 'backup.sqlite')
  await yiping({ DATA_DIR: join(folder, 'other') }, 'backup', backup)
  const answer = await yiping({ DATA_DIR: file }, 'restore', backup)
  expect([answer.code, answer.err]).toEqual([1, oneLine(/DATA_DIR/)])
})

it.skipIf(process.platform === 'win32')('a folder that cannot be written is told in a sentence', async () => {
  const data = join(folder, 'data')
  await yiping({ DATA_DIR: data }, 'sample', 'load')
  if (process.getuid?.() === 0) {
    // Modes do not hold root back.
    if (!canMount) return
    const disk = smallDisk(4)
    execFileSync('mount', ['-o', 'remount,ro', disk.folder])
    const answer = await yiping({ DATA_DIR: disk.folder }, 'verify')
    expect([answer.code, answer.err]).toEqual([1, oneLine(/DATA_DIR/)])
    return
  }
  chmodSync(data, 0o500)
  onTestFinished(() => chmodSync(data, 0o700))
  const answer = await yiping({ DATA_DIR: data }, 'verify')
  expect([answer.code, answer.err]).toEqual([1, oneLine(/DATA_DIR/)])
})

it('a data folder may have any name: server, control line, backup, restore, import', async () => {
  const dataDir = join(folder, '村 里#1?100%25 data')
  const copy = join(folder, '备份 #1?%.sqlite')
  mkdirSync(dataDir)
  const server = await startTestServer({ dataDir })
  await makeVillage(server, 'one')
  try {
    expect(await yiping({ DATA_DIR: dataDir }, 'backup', copy)).toMatchObject({ code: 0 })
    await server.services.backups.make('manual')
  } finally {
    await server.stop()
  }
  const [nightly = ''] = readdirSync(join(dataDir, 'backups', 'manual'))
  for (const backup of [copy, join(dataDir, 'backups', 'manual', nightly)])
    expect(await yiping({ DATA_DIR: dataDir }, 'restore', backup)).toMatchObject({ code: 0 })
  expect((await yiping({ DATA_DIR: dataDir }, 'verify')).out).toMatch(/^one .*seq 0 /)
  expect(readdirSync(folder).sort()).toEqual(
    [copy, dataDir].map((path) => path.slice(folder.length + 1)).sort(),
  )
})
