import { describe, expect, it } from 'vitest'
import type { Cell, Sheet } from '../../../../server/domain/workbook/cells/cells.ts'
import { problemSentence } from '../../../../server/words/index.ts'
import { ledgerHeader, nothingKnown, office, rules, sheet, withLines } from '../office.ts'

/** Each of the ways in which a text cannot be stored as it stands, and how it is shown. */
const odd: [cell: string, shown: string][] = [
  ['x\ud800y', 'x\\ud800y'],
  ['x\u0000y', 'x\\u0000y'],
  ['x\ufffey', 'x\\ufffey'],
  ['x\u0008y', 'x\\u0008y'],
  ['x\u200by', 'x\\u200by'],
  ['x\ufeffy', 'x\\ufeffy'],
  ['x\u202ey', 'x\\u202ey'],
  ['x\u2066y', 'x\\u2066y'],
]

const list = (...rows: Cell[][]) => sheet('户册', ['组别', '门牌号', '户主', '备注'], ...rows)
const rulesOf = (...rows: Cell[][]) => sheet('细则', ['类别', '内容', '分值'], ...rows)
const line: Cell[] = ['2026-03-01', '1号', '张三', '参加村民会议', 20, null, '王干事', '到场']
const lineWith = (column: number, text: string) =>
  withLines(line.map((cell, at) => (at === column ? text : cell)))

/** Sheets whose only odd cell is the one at the address. */
const places: [what: string, address: string, sheets: (text: string) => Sheet[]][] = [
  ['a group', 'A2', (text) => [list([text, '1号', '张三'])]],
  ['a door', 'B2', (text) => [list(['1组', text, '张三'])]],
  ['a head', 'C2', (text) => [list(['1组', '1号', text])]],
  ['a head without a door', 'C2', (text) => [list(['1组', null, text])]],
  ['a household note', 'D2', (text) => [list(['1组', '1号', '张三', text])]],
  ['a line of a group', 'A2', (text) => [list([`${text}组`], [null, '1号', '张三'])]],
  ['a dimension', 'A2', (text) => [rulesOf([text, '参加村民会议', 20])]],
  ['a rule', 'B2', (text) => [rulesOf(['会议学习', text, 20])]],
  ['a heading of rules', 'A2', (text) => [rulesOf([text], [null, '参加村民会议', 20])]],
  ["a line's door", 'B2', (text) => lineWith(1, text)],
  ["a line's head", 'C2', (text) => lineWith(2, text)],
  ["a line's rule", 'D2', (text) => lineWith(3, text)],
  ["a line's clerk", 'G2', (text) => lineWith(6, text)],
  ["a line's note", 'H2', (text) => lineWith(7, text)],
]

describe.each(places)('a character that cannot be stored in %s', (_, address, sheets) => {
  it.each(odd)('is a problem of its cell, made visible: %j', (text, shown) => {
    const { problems, lines, households } = office(sheets(text))
    expect(problems).toMatchObject([{ cell: address, problem: 'odd-characters' }])
    expect(problems[0]?.value).toContain(shown)
    expect(lines).toEqual([])
    for (const household of households) expect(JSON.stringify(household)).not.toContain('\\u')
  })
})

it('is named with its cell in both languages', () => {
  const [problem] = office([list(['1组', '1号', '张\u200b三'])]).problems
  const said = (['zh-CN', 'en'] as const).map((language) => problem && problemSentence(language, problem))
  expect(said[0]).toContain('“张\\u200b三”含有看不见或无法保存的字符')
  expect(said[1]).toContain('“张\\u200b三” has characters that are invisible')
})

it('keeps out every household of a group that is written so', () => {
  const { problems, households } = office([
    list(['1组', '1号', '张三'], ['2\u200b组', '2号', '李四'], [null, '3号', '王五'], ['3组', '4号', '赵六']),
  ])
  expect(households.map(({ door, group }) => [door, group])).toEqual([
    ['1', '1组'],
    ['4', '3组'],
  ])
  expect(problems).toMatchObject([
    { row: 3, cell: 'A3' },
    { row: 4, cell: 'A3' },
  ])
})

it('keeps out the households of a sheet whose name is written so', () => {
  const { problems, households } = office([sheet('第三\u200b组', ['门牌号', '户主'], [1, '张三'])])
  expect(households).toEqual([])
  expect(problems).toMatchObject([{ row: 2, cell: null, problem: 'odd-characters', value: '第三\\u200b组' }])
})

it('reads line breaks and tabs as blanks, as spreadsheet programs write them', () => {
  const text = ' 参加\r\n村民\t会议 '
  const read = office([rulesOf(['会议学习', text, 20])])
  expect(read.problems).toEqual([])
  expect(read.rules.map((rule) => rule.text)).toEqual(['参加 村民 会议'])
  const note = '第一行\r\n第二行'
  expect(office(withLines([...line.slice(0, 7), note])).lines).toMatchObject([{ note: '第一行 第二行' }])
})

it('takes rare characters, variation selectors and emoji as they are', () => {
  const heads = ['𠮷田', '葛\u{e0100}城', '\ue000某', '👨‍👩‍👧']
  const read = office([list(...heads.map((head, index) => ['1组', `${index + 1}号`, head]))])
  expect(read.problems).toEqual([])
  expect(read.households.map(({ head }) => head)).toEqual(heads)
})

describe('a door that looks like another one', () => {
  const known = { ...nothingKnown, known: { doors: [{ door: 'A12', head: '张三' }], rules: [] } }
  const cyrillic = '\u041012'

  it('is a problem that names the door of the village', () => {
    const { problems, households } = office([list(['1组', cyrillic, '李四'])], known)
    expect(households).toEqual([])
    expect(problems).toMatchObject([
      { row: 2, cell: 'B2', problem: 'door-alike', value: '\u0410 (U+0410)12', other: 'A12' },
    ])
    expect(problems[0] && problemSentence('zh-CN', problems[0])).toContain('与已有的 A12 看起来一样')
  })

  it('is a problem beside the one above it in the list', () => {
    const { problems, households } = office([list(['1组', 'A12', '张三'], ['1组', cyrillic, '李四'])])
    expect(households.map(({ door }) => door)).toEqual(['A12'])
    expect(problems).toMatchObject([{ row: 3, cell: 'B3', problem: 'door-alike', other: 'A12' }])
  })

  it('comes in where the village has both from an earlier build', () => {
    const both = [...known.known.doors, { door: cyrillic, head: '李四' }]
    const context = { ...known, known: { doors: both, rules: [] } }
    expect(office([list(['1组', 'A12', '张三'], ['1组', cyrillic, '李四'])], context).problems).toEqual([])
  })
})

it('a workbook that writes é in two code points is read in one', () => {
  const read = office([list(['1组', '1号', 'Jose\u0301'])])
  expect(read.households.map(({ head }) => head)).toEqual(['Jos\u00e9'])
  const note = 'cafe\u0301'
  const lines = office([
    list(['1组', '1号', '张三']),
    rules,
    sheet('台账', ledgerHeader, [...line.slice(0, 7), note]),
  ]).lines
  expect(lines.map((one) => one.note)).toEqual(['caf\u00e9'])
})
