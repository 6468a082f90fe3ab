/** Workbooks that are imported one after the other, and what happens in between. */
import { randomUUID } from 'node:crypto'
import { type Caller, day as newYear, ruleId } from '../server.ts'
import { bookOf, type Table, type Value } from './bookFile.ts'
import { day, doors, duty, header, line } from './bookLines.ts'

const listWith = (door: string): Table => ({
  sheet: '户册',
  data: [
    ['组别', '门牌号', '户主'],
    ['1组', door, '示范子'],
    ['1组', '502号', '示范丑'],
    ['1组', '503号', '示范寅'],
  ],
})

export const first: Table[] = [
  listWith('501号'),
  {
    sheet: '台账',
    data: [header, line('501号'), line('502号'), line('503号'), [null, '503号', null, '上年结转', 30]],
  },
]

export const second: Table[] = [
  listWith('601号'),
  {
    sheet: '台账',
    data: [header, line('601号'), [day, '502号', null, duty, 30], [null, '503号', null, '上年结转', 40]],
  },
]

/** One month as a whole, and the deeds of another. */
export const monthAndDeeds = (month: string, dayOfDeeds: string): Table[] => [
  {
    sheet: '月汇总',
    data: [['门牌号', '户主', month], ...doors.map((door): Value[] => [door, null, 40])],
  },
  {
    sheet: '台账',
    data: [header, ...doors.map((door): Value[] => [dayOfDeeds, door, null, duty, 40])],
  },
]

const village = (...rows: Value[][]): Table => ({
  sheet: '户册',
  data: [['组别', '门牌号', '户主', '人口', '电话', '备注', '住户属性'], ...rows],
})
const plants = (points: string): Table => ({
  sheet: '细则',
  data: [
    ['类别', '内容', '分值'],
    ['示范', '植树', points],
  ],
})
const oldLines: Table = {
  sheet: '台账',
  data: [header, line('901号'), [day, '902号', null, duty, 30], line('909号')],
}
const others = ['09', '10', '11', '12', '13'].map((door): Value[] => ['1组', `9${door}号`, `示范${door}`])

export const known: Table[] = [
  village(
    ...['子', '丑', '寅', '卯', '辰', '同', '同'].map((name, place): Value[] => [
      '1组',
      `${901 + place}号`,
      `示范${name}`,
    ]),
    ['1组', '908号', '示范巳', 3, 13900000001, '示范'],
    ...others,
  ),
  plants('+5'),
  oldLines,
]

/** Exchanged doors, an heir, a household at its neighbour's door, namesakes, and other particulars. */
export const otherwise: Table[] = [
  village(
    ['1组', '902号', '示范子'],
    ['1组', '901号', '示范丑'],
    ['1组', '903号', '示范新'],
    ['1组', '905号', '示范卯'],
    ['1组', '926号', '示范同'],
    ['2组', '908号', '示范巳', 4, 13900000002, '示范户', '党员户'],
    ...others,
  ),
  plants('+8'),
  oldLines,
]

/** So many that new plates are asked about once. @param turn by how many lines the heads slipped */
export const plates = (hundred: number, turn = 0): Table[] => [
  {
    sheet: '户册',
    data: [
      ['组别', '门牌号', '户主'],
      ...Array.from('子丑寅卯辰巳午未申酉戌', (name, place): Value[] => [
        '1组',
        `${hundred + ((place + turn) % 11)}号`,
        `示范${name}`,
      ]),
    ],
  },
]

const api = '/api/villages/one/postings'

/** Enters a score by hand. */
export async function enter(caller: Caller): Promise<void> {
  const rule = await ruleId(caller, 'one', duty)
  await caller.post(api, { id: randomUUID(), door: '1001', rule, occurredOn: newYear })
}

/** Takes back what the last line of a workbook brought. */
export async function reverseFirst(caller: Caller): Promise<void> {
  const { items } = (await caller.get(api)).body as { items: { id: string }[] }
  await caller.post(`${api}/${items[0]?.id}/reversal`, { id: randomUUID(), reason: '示范' })
}

/** A score for each of these doors. */
export const onNewYear = (...doors: string[]): Promise<Buffer> =>
  bookOf([
    { sheet: '台账', data: [header, ...doors.map((door): Value[] => [newYear, door, null, duty, 40])] },
  ])
