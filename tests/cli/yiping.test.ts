import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import writeExcelFile from 'write-excel-file/node'
import { overwriteMiddle } from '../support/db/damage.ts'
import { makeVillage, startTestServer } from '../support/server.ts'
import { run, yiping as runYiping } from '../support/yiping.ts'

const office = resolve('../shared/data/village-office.xlsx')
const expected = resolve('../shared/data/expected.json')
const hasOffice = existsSync(office)
if (!hasOffice)
  process.stderr.write('The big office workbook is not beside the project: its test is skipped.\n')

let folder: string
let dataDir: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yiping-cli-'))
  dataDir = join(folder, 'data')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const yiping = (args: string[], input = '') => runYiping(args, { DATA_DIR: dataDir }, input)

async function smallWorkbook(): Promise<string> {
  const file = join(folder, 'small.xlsx')
  await writeExcelFile(
    [
      [
        ['组别', '门牌号', '户主姓名'],
        ['1组', '1001号', '示范户甲'],
        [null, '1002号', '示范户乙'],
      ],
      [
        ['类别', '内容', '分值', '上限及说明'],
        ['志愿服务', '应急值守', '+40', null],
      ],
      [
        ['日期', '门牌号', '事项', '加分', '扣分'],
        ['2026-01-05', '1002', '应急值守', 40, null],
        ['2026-01-05', '7777', '应急值守', 40, null],
      ],
    ].map((data, index) => ({ data, sheet: ['户册', '积分细则', '积分台账'][index] ?? '' })),
  ).toFile(file)
  return file
}

const village = ['--village', 'one', '--name', '示范一村', '--year', '2026']

describe('the command as it is installed', () => {
  it.each([
    [['--help'], 0],
    [['verify', 'extra'], 2],
    [['serve', 'extra'], 2],
  ])('takes %j', async (words, code) => {
    const ended = await run(process.execPath, ['server/yiping.mjs', ...words], { DATA_DIR: dataDir })
    expect(ended.code).toBe(code)
    expect(ended.out + ended.err).toContain('yiping')
  })
})

describe('yiping import', () => {
  it('prints the problem lines and writes nothing unless told to skip them', async () => {
    const { code, err } = await yiping(['import', await smallWorkbook(), ...village])
    expect([code, err.includes('B3'), err.includes('7777')]).toEqual([1, true, true])
    expect((await yiping(['verify'])).out).toBe('')
  })

  it('names each line of the list that brings no household', async () => {
    const file = join(folder, '户册.csv')
    const list = ['门牌号,户主', '1号,示范甲', '1号,示范甲', '1号,示范乙', ',示范丙']
    await writeFile(file, list.join('\n'))
    const { code, err } = await yiping(['import', file, ...village])
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/row 3.+row 2[^]+row 5: 示范丙[^]+户册 A4: .+示范甲/),
    ])
  })

  it('makes the village and gives the figures as JSON when told to skip them', async () => {
    const { code, out } = await yiping([
      'import',
      await smallWorkbook(),
      ...village,
      '--skip-problems',
      '--json',
    ])
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      village: '示范一村',
      households: 2,
      importableRows: 1,
      problemRows: [{ row: 3, problem: 'unknown-household' }],
      top20: [{ door: 1002, group: 1, head: '示范户乙', total: 40 }, {}],
    })
  })

  it('goes through the server while one runs, and its screens follow', async () => {
    const server = await startTestServer({ dataDir })
    await makeVillage(server, 'other')
    const { code } = await yiping(['import', await smallWorkbook(), ...village, '--skip-problems'])
    expect(code).toBe(0)
    const { items } = (await (await fetch(`${server.url}/api/villages`)).json()) as {
      items: { slug: string }[]
    }
    expect(items.map(({ slug }) => slug)).toContain('one')
    await server.close()
  })

  it.skipIf(!hasOffice)('reads a whole office as a careful person would', async () => {
    const { code, out } = await yiping([
      ...['import', office, '--village', 'xiaotang', '--name', '晓塘村', '--year', '2026'],
      ...['--skip-problems', '--json'],
    ])
    expect(code).toBe(0)
    expect(JSON.parse(out)).toEqual(JSON.parse(await readFile(expected, 'utf8')))
  })

  it.each([
    ['no file', ['import', ...village]],
    ['a year that is none', ['import', 'x.xlsx', '--village', 'one', '--name', 'n', '--year', 'soon']],
    ['an unknown flag', ['import', 'x.xlsx', '--force']],
  ])('says what is wrong with %s and exits 2', async (_what, args) => {
    const { code, err } = await yiping(args)
    expect(code).toBe(2)
    expect(err).toContain('yiping --help')
  })
})

describe('yiping verify', () => {
  it('names the posting whose byte was changed, and exits 1', async () => {
    await yiping(['import', await smallWorkbook(), ...village, '--skip-problems'])
    expect((await yiping(['verify'])).code).toBe(0)
    const sqlite = new Database(join(dataDir, 'yiping.sqlite'))
    sqlite.exec(`DROP TRIGGER postings_are_never_changed; UPDATE postings SET points = 41 WHERE seq = 1`)
    sqlite.close()
    const { code, out } = await yiping(['verify'])
    expect(code).toBe(1)
    expect(out).toContain('posting 1 ')
  })
})

describe('a damaged database', () => {
  it('is named by verify, backup and start, with the last good backup; nothing is called written', async () => {
    await yiping(['import', await smallWorkbook(), ...village, '--skip-problems'])
    const server = await startTestServer({ dataDir })
    const { name } = await server.services.backups.make('manual')
    await server.stop()
    overwriteMiddle(join(dataDir, 'yiping.sqlite'))
    const file = join(folder, 'backup.sqlite')
    for (const args of [['verify'], ['backup', file], ['serve']]) {
      const { code, out, err } = await yiping(args)
      expect([code, out]).toEqual([1, ''])
      expect(err).toMatch(/is damaged .+ The last good backup is of .+: npx yiping restore ".+"/)
      expect(err).toContain(name)
    }
    expect(existsSync(file)).toBe(false)
  })

  it('with a changed name is named by verify, and accepted when somebody says so', async () => {
    await yiping(['import', await smallWorkbook(), ...village, '--skip-problems'])
    const sqlite = new Database(join(dataDir, 'yiping.sqlite'))
    sqlite.exec(`UPDATE households SET head = '示范户丙' WHERE id = 1`)
    sqlite.close()
    const { code, err } = await yiping(['verify'])
    expect([code, err.includes('households 1 is not as it was written')]).toEqual([1, true])
    expect((await yiping(['verify', '--accept-rows'])).code).toBe(0)
    expect((await yiping(['verify'])).code).toBe(0)
  })

  it('with wrong totals is mended from the postings', async () => {
    await yiping(['import', await smallWorkbook(), ...village, '--skip-problems'])
    const sqlite = new Database(join(dataDir, 'yiping.sqlite'))
    sqlite.exec('UPDATE balances SET balance = 1')
    sqlite.close()
    expect((await yiping(['verify'])).code).toBe(1)
    const { code, err } = await yiping(['verify', '--rebuild'])
    expect([code, err]).toEqual([
      0,
      expect.stringContaining('totals rebuilt from the postings, 1 rows were wrong:'),
    ])
    expect(err).toMatch(/balances \d+ should be 40, but is 1/)
    expect((await yiping(['verify'])).code).toBe(0)
    expect((await yiping(['verify', '--rebuild'])).err).toContain('nothing was changed')
  })

  it('with a changed posting keeps its totals, and is refused a rebuild', async () => {
    await yiping(['import', await smallWorkbook(), ...village, '--skip-problems'])
    const sqlite = new Database(join(dataDir, 'yiping.sqlite'))
    sqlite.exec(`DROP TRIGGER postings_are_never_changed; UPDATE postings SET points = 90`)
    sqlite.close()
    const { code, err } = await yiping(['verify', '--rebuild'])
    expect([code, err]).toEqual([1, expect.stringContaining('totals NOT rebuilt')])
    const after = new Database(join(dataDir, 'yiping.sqlite'))
    expect(after.prepare('SELECT DISTINCT balance FROM balances').pluck().all()).toEqual([40])
    after.close()
  })

  it('is rebuilt through the server while one runs', async () => {
    const server = await startTestServer({ dataDir })
    await makeVillage(server, 'one')
    expect((await yiping(['verify', '--rebuild'])).err).toContain('one  totals agree with the postings')
    await server.stop()
  })
})

describe('yiping backup and restore', () => {
  it('bring all data back into an empty folder, with the same head', async () => {
    await yiping(['import', await smallWorkbook(), ...village, '--skip-problems'])
    const before = await yiping(['verify'])
    const backup = join(folder, 'backup.sqlite')
    expect((await yiping(['backup', backup])).code).toBe(0)
    rmSync(dataDir, { recursive: true })
    expect((await yiping(['restore', backup])).code).toBe(0)
    expect((await yiping(['verify'])).out).toBe(before.out)
  })

  it('verify and back up through the server while one runs', async () => {
    const server = await startTestServer({ dataDir })
    await makeVillage(server, 'one')
    const { code, out } = await yiping(['verify'])
    expect([code, out]).toEqual([0, expect.stringContaining('one  holds')])
    const file = join(folder, 'backup.sqlite')
    expect((await yiping(['backup', file])).code).toBe(0)
    expect((await yiping(['restore', file])).err).toContain('A server is running')
    await server.stop()
    expect((await yiping(['restore', file])).code).toBe(0)
  })

  it('refuse a damaged backup and leave the data as it was', async () => {
    await yiping(['import', await smallWorkbook(), ...village, '--skip-problems'])
    const before = await yiping(['verify'])
    const backup = join(folder, 'backup.sqlite')
    await writeFile(backup, 'this is no database')
    expect((await yiping(['restore', backup])).code).toBe(1)
    expect((await yiping(['verify'])).out).toBe(before.out)
  })
})

describe('yiping user add', () => {
  it('takes the password from standard input, and the user may sign in', async () => {
    const added = await yiping(
      ['user', 'add', 'chief', '--role', 'admin', '--password-stdin'],
      'a long password\n',
    )
    expect(added.code).toBe(0)
    const server = await startTestServer({ dataDir })
    const { status } = await fetch(`${server.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'chief', password: 'a long password' }),
    })
    expect(status).toBe(201)
    await server.close()
  })
})
