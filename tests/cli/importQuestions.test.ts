/** What the command line says of a workbook that differs from the village, before anything is written. */
import { mkdtempSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bookOf, type Value } from '../support/browser/bookFile.ts'
import { yiping } from '../support/yiping.ts'

let folder: string
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'yiping-'))))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const village = ['--village', 'shifan', '--name', '示范村', '--year', '2026']

async function file(name: string, heads: readonly string[], lines: readonly Value[][]): Promise<string> {
  const path = join(folder, name)
  const households = heads.map((head, place): Value[] => ['1组', `${101 + place}`, head])
  const book = await bookOf([
    { sheet: '户册', data: [['组别', '门牌号', '户主'], ...households] },
    {
      sheet: '细则',
      data: [
        ['维度', '细则', '分值'],
        ['环境卫生', '扫街', '+5'],
      ],
    },
    { sheet: '台账', data: [['日期', '门牌号', '事项', '分数'], ...lines] },
  ])
  await writeFile(path, book)
  return path
}

it('names the doors, lines and points that differ, the preset, and what is odd', async () => {
  const env = { DATA_DIR: join(folder, 'data'), LC_ALL: 'zh_CN.UTF-8' }
  const lines: Value[][] = [
    ['2026-03-05', '101', '扫街', 5],
    ['2026-03-05', '102', '扫街', 5],
  ]
  const first = await file('first.xlsx', ['示范甲', '示范乙', '示范丙'], lines)
  expect(await yiping(['import', first, ...village], env)).toMatchObject({ code: 0 })

  const second = await file(
    'second.xlsx',
    ['示范甲', '示范新', '示范丙', '示范丁'],
    [
      ['2026-03-05', '101', '扫街', 50],
      ['2026-03-06', '103', '扫街', -5],
    ],
  )
  const { code, err } = await yiping(['import', second, ...village], env)
  expect(code).toBe(1)
  expect(err).toContain('户册 第 3 行 102 示范新：示范乙 → 示范新')
  expect(err).toContain('有 1 行的分数和细则的分值不一样，按台账原样记入：台账 D2（50，细则 +5）')
  expect(err).toContain('有 1 行的加分、扣分和细则相反，按台账原样记入：台账 D3（-5，细则 +5）')
  expect(err).toContain('将新增村里没有的 1 户（如 104 示范丁）')

  const answers = join(folder, 'answers.json')
  const again = await file(
    'again.xlsx',
    ['示范甲', '示范乙', '示范丙'],
    [
      ['2026-03-05', '101', '扫街', 50],
      ['2026-03-06', '103', '扫街', 5],
    ],
  )
  const asked = await yiping(['import', again, ...village, '--answers', answers], env)
  expect(asked.code).toBe(1)
  expect(asked.err).toContain('台账 第 2 行 101 示范甲 2026-03-05 扫街：5 → 50')
  expect(asked.err).toContain('102 示范乙 2026-03-05 扫街：5')
  expect(asked.err).toContain('* keep: 保留这些流水（未选择时）')
})

it('names odd lines that are new before those that the ledger has', async () => {
  const env = { DATA_DIR: join(folder, 'odd'), LC_ALL: 'zh_CN.UTF-8' }
  const heads = ['示范甲', '示范乙', '示范丙']
  const odd = Array.from({ length: 6 }, (_, place): Value[] => [`2026-03-1${place}`, '101', '扫街', 8])
  await yiping(['import', await file('odd.xlsx', heads, odd), ...village], env)
  const more = await file('more.xlsx', heads, [...odd, ['2026-04-01', '102', '扫街', 50]])
  expect((await yiping(['import', more, ...village], env)).err).toContain(
    '有 7 行的分数和细则的分值不一样，按台账原样记入：台账 D8（50，细则 +5）',
  )
})

it('brings nothing into the season of another year', async () => {
  const env = { DATA_DIR: join(folder, 'year'), LC_ALL: 'zh_CN.UTF-8' }
  const first = await file('year.xlsx', ['示范甲'], [['2026-03-05', '101', '扫街', 5]])
  expect(await yiping(['import', first, ...village], env)).toMatchObject({ code: 0 })
  const { code, err } = await yiping(['import', first, ...village.slice(0, -1), '2027'], env)
  expect(code).toBe(1)
  expect(err).toContain('--year 是 2027，而本村开放的积分年度是')
})
