/** Why a file that somebody named cannot be used is told in a sentence with its path, with and without a server. */
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeVillage, startTestServer, type TestServer } from '../support/server.ts'
import { canMount, smallDisk } from '../support/smallDisk.ts'
import { hasStranger, makeStrangersFolder, yipingAsStranger } from '../support/stranger.ts'
import { yiping } from '../support/yiping.ts'

let folder: string
let alone: string
let served: string
let server: TestServer
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'yiping-named-'))
  chmodSync(folder, 0o755)
  alone = join(folder, 'alone')
  served = join(folder, 'served')
  mkdirSync(join(folder, 'folder'))
  writeFileSync(join(folder, 'file'), 'x')
  writeFileSync(join(folder, 'private'), 'x', { mode: 0o600 })
  server = await startTestServer({ dataDir: served })
  await makeVillage(server, 'one')
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

const village = ['--village', 'one', '--name', '示范一村', '--year', '2026']
const locales = { en: 'en_US.UTF-8', zh: 'zh_CN.UTF-8' }

interface Sentences {
  en: string
  zh: string
}

/** Expects the sentences of one command alone and, where a server can do it, through the server. */
async function expectSentence(command: string, file: string, { en, zh }: Sentences): Promise<void> {
  const words = [command, file, ...(command === 'import' ? village : [])]
  for (const DATA_DIR of command === 'restore' ? [alone] : [alone, served]) {
    const inEnglish = await yiping(words, { DATA_DIR, LC_ALL: locales.en })
    expect(inEnglish).toEqual({ code: 1, out: '', err: `${en}\n` })
    const inChinese = await yiping(words, { DATA_DIR, LC_ALL: locales.zh })
    expect(inChinese).toEqual({ code: 1, out: '', err: `${zh}\n` })
  }
}

const at = (path: string) => join(folder, path)

describe.each(['import', 'restore'])('yiping %s', (command) => {
  it('names a file that is missing', () =>
    expectSentence(command, at('none.x'), {
      en: `There is no file ${at('none.x')}.`,
      zh: `文件 ${at('none.x')} 不存在。`,
    }))

  it('names a folder that is missing', () =>
    expectSentence(command, at('none/none.x'), {
      en: `There is no folder ${at('none')}.`,
      zh: `文件夹 ${at('none')} 不存在。`,
    }))

  it('says that a folder is one', () =>
    expectSentence(command, at('folder'), {
      en: `${at('folder')} is a folder; name a file.`,
      zh: `${at('folder')} 是文件夹，请指定文件。`,
    }))

  it.skipIf(process.platform === 'win32')('says that a device is no regular file', () =>
    expectSentence(command, '/dev/null', {
      en: '/dev/null is not a regular file; name another.',
      zh: '/dev/null 不是普通文件，请另指定文件。',
    }),
  )
})

describe('yiping backup', () => {
  it('names a folder that is missing', () =>
    expectSentence('backup', at('none/b.sqlite'), {
      en: `There is no folder ${at('none')}.`,
      zh: `文件夹 ${at('none')} 不存在。`,
    }))

  it('says that the path leads through a file', () =>
    expectSentence('backup', at('file/b.sqlite'), {
      en: `${at('file/b.sqlite')} is no file: part of its path is not a folder.`,
      zh: `${at('file/b.sqlite')} 不是文件：其路径中有一段不是文件夹。`,
    }))

  it('says that a name is too long', () => {
    const file = at('b'.repeat(300))
    return expectSentence('backup', file, {
      en: `The name ${file} is too long; name another.`,
      zh: `文件名 ${file} 过长，请另取文件名。`,
    })
  })

  it.skipIf(!canMount)('names the file on a disk without room, and leaves nothing there', async () => {
    const disk = smallDisk(1)
    disk.fill()
    const file = join(disk.folder, 'b.sqlite')
    await expectSentence('backup', file, {
      en: `There is no room left for ${file}. Free some space, or name a file elsewhere.`,
      zh: `${file} 所在磁盘空间不足。请清理空间，或在别处指定文件。`,
    })
    expect(readdirSync(disk.folder)).toEqual(['filler'])
  })

  it.skipIf(!canMount)('names the file on a disk that is mounted read-only', async () => {
    const disk = smallDisk(1)
    execFileSync('mount', ['-o', 'remount,ro', disk.folder])
    const file = join(disk.folder, 'b.sqlite')
    await expectSentence('backup', file, {
      en: `${file} is on a disk that is mounted read-only. Name a file elsewhere.`,
      zh: `${file} 所在磁盘以只读方式挂载，请在别处指定文件。`,
    })
  })
})

describe.skipIf(!hasStranger)('an account without rights to a file', () => {
  it.each([
    ['import', 'private'],
    ['restore', 'private'],
    ['backup', 'b.sqlite'],
  ])('is told so by yiping %s', async (command, name) => {
    const data = at(`data-${command}`)
    makeStrangersFolder(data)
    const words = [command, at(name), ...(command === 'import' ? village : [])]
    for (const [locale, sentence] of [
      [locales.en, `The account that runs yiping may not use ${at(name)}. `],
      [locales.zh, `运行 yiping 的账户无权使用 ${at(name)}。`],
    ] as const) {
      const { code, err } = await yipingAsStranger(words, { DATA_DIR: data, LC_ALL: locale })
      expect([code, err.trimEnd().split('\n')]).toEqual([1, [expect.stringContaining(sentence)]])
    }
  })
})
