/** Files with personal data are read by nobody else, whoever made the folder. */
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { shell } from '../support/yiping.ts'

/** What others may do in a folder: path and mode of everything that is not private. */
function open(path: string): string[] {
  const entry = statSync(path)
  const own = entry.mode & 0o077 ? [`${path} ${(entry.mode & 0o777).toString(8)}`] : []
  return entry.isDirectory() ? [...own, ...readdirSync(path).flatMap((name) => open(join(path, name)))] : own
}

it.skipIf(process.platform === 'win32')(
  'all files are private with any umask, the old ones too',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'yiping-private-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const data = join(folder, 'data')
    const copy = join(folder, 'copy.sqlite')
    mkdirSync(data)
    chmodSync(data, 0o777)
    const yiping = async (words: string) =>
      expect(await shell(`umask 000; yiping ${words}`, { DATA_DIR: data })).toMatchObject({ code: 0 })
    await yiping('sample load')
    expect(open(data)).toEqual([])
    await yiping(`backup ${copy}`)
    expect(open(copy)).toEqual([])
    mkdirSync(join(data, 'backups'), { recursive: true })
    for (const old of ['before-migration-1.sqlite', 'backups/nightly.sqlite', 'yiping.sqlite']) {
      if (old !== 'yiping.sqlite') writeFileSync(join(data, old), '')
      chmodSync(join(data, old), 0o666)
    }
    writeFileSync(join(data, 'notes.txt'), 'of somebody else')
    chmodSync(join(data, 'notes.txt'), 0o644)
    await yiping('verify')
    expect(open(data)).toEqual([expect.stringContaining('notes.txt')])
    rmSync(join(data, 'notes.txt'))
    await yiping(`restore ${copy}`)
    expect(open(data)).toEqual([])
  },
)
