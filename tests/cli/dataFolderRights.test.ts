/** A data folder that the account may not write is named, with what to do about it. */
import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canMount, smallDisk } from '../support/smallDisk.ts'
import { giveToStranger, hasStranger, yipingAsStranger } from '../support/stranger.ts'
import { yiping } from '../support/yiping.ts'

let parent: string
let made: string
beforeAll(async () => {
  parent = mkdtempSync(join(tmpdir(), 'yiping-rights-'))
  chmodSync(parent, 0o755)
  made = join(parent, 'made')
  await yiping(['sample', 'load'], { DATA_DIR: made })
})
afterAll(() => rmSync(parent, { recursive: true, force: true }))

/** A data folder of root's that everybody may read; the named parts are the stranger's. */
function folderOf(name: string, ...given: string[]): string {
  const folder = join(parent, name)
  cpSync(made, folder, { recursive: true })
  writeFileSync(join(folder, 'yiping.sqlite-wal'), '')
  chmodSync(folder, 0o755)
  for (const file of readdirSync(folder)) chmodSync(join(folder, file), 0o644)
  for (const path of given) giveToStranger(join(folder, path))
  return folder
}

const commands: [string[], string][] = [
  [['serve'], ''],
  [['verify'], ''],
  [['backup', join(tmpdir(), 'yiping-never-written.sqlite')], ''],
  [['user', 'password', 'chief', '--password-stdin'], 'long enough here'],
]

describe.skipIf(!hasStranger)('an account that may not write', () => {
  it.each(['en_US.UTF-8', 'zh_CN.UTF-8'])('a data folder is told so by every command: %s', async (locale) => {
    const folder = folderOf(`all-${locale}`)
    for (const [words, input] of commands) {
      const { code, err } = await yipingAsStranger(
        words,
        { DATA_DIR: folder, PORT: '0', LC_ALL: locale },
        input,
      )
      expect([words, code, err.trimEnd().split('\n')]).toEqual([
        words,
        1,
        [expect.stringMatching(/chown -R \S+ ".*DATA_DIR/)],
      ])
      expect(err).toContain(locale.startsWith('en') ? `may not write ${folder}. ` : `无权写入 ${folder}。`)
      expect(err).toContain(`"${folder}"`)
    }
  })

  it.each([
    ['yiping.sqlite', ['', 'claim.sqlite', 'in-use', 'yiping.sqlite-wal']],
    ['yiping.sqlite-wal', ['', 'claim.sqlite', 'in-use', 'yiping.sqlite']],
    ['in-use', ['', 'claim.sqlite', 'yiping.sqlite', 'yiping.sqlite-wal']],
  ])('%s alone is told which file it is', async (file, given) => {
    const folder = folderOf(`without-${file}`, ...given)
    const { code, err } = await yipingAsStranger(['verify'], { DATA_DIR: folder })
    expect([code, err]).toEqual([1, expect.stringContaining(`may not write ${join(folder, file)}. `)])
  })

  it('a data folder is told so by a restore', async () => {
    const folder = folderOf('restored')
    const backup = join(folderOf('backup'), 'yiping.sqlite')
    const { code, err } = await yipingAsStranger(['restore', backup], { DATA_DIR: folder })
    expect([code, err]).toEqual([1, expect.stringContaining(`may not write ${folder}. `)])
  })
})

it.skipIf(!canMount)('a disk that is mounted read-only is told', async () => {
  const disk = smallDisk(32)
  cpSync(made, disk.folder, { recursive: true })
  execFileSync('mount', ['-o', 'remount,ro', disk.folder])
  for (const [words, input] of commands) {
    const { code, err } = await yiping(words, { DATA_DIR: disk.folder, PORT: '0' }, input)
    expect([words, code, err.trimEnd().split('\n')]).toEqual([
      words,
      1,
      [expect.stringContaining(`${disk.folder} is on a disk that is mounted read-only.`)],
    ])
  }
})
