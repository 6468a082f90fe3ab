/** Workbooks that leave something open: together they bring every kind of question. */
import { type Caller, year } from '../server.ts'
import { bookOf, type Table, type Value } from './bookFile.ts'
import { day, doors, duty, header, line, yard } from './bookLines.ts'
import {
  enter,
  first,
  known,
  monthAndDeeds,
  onNewYear,
  otherwise,
  plates,
  reverseFirst,
  second,
} from './secondBooks.ts'

const columns: Table[] = [
  { sheet: '7月', data: [['活动时间段', ...header.slice(1)], line('1001号'), line('1002号')] },
  { sheet: '值班', data: [['门牌号', '事项', '加分'], ...doors.map((door): Value[] => [door, duty, 40])] },
  {
    sheet: '检查表',
    data: [
      ['日期', '门牌号', '考核内容', '标准分', '实得分'],
      [day, '1001号', yard, 100, 85],
      [day, '1002号', yard, 100, 72],
    ],
  },
  { sheet: '台账草稿', data: [header, line('1001号')], hidden: true },
  { sheet: '筛选过的', data: [header, line('1001号'), line('1002号')], hiddenRow: 2 },
  { sheet: '隐藏列', data: [[...header, '扣分'], line('1001号', 5)], hiddenColumn: 6 },
  { sheet: '合并的', data: [header, line('1001号'), [day, '1002号', null, duty, null]], merged: 'E2:E3' },
  { sheet: '补记', data: [[...header, '次数'], line('1001号', 3)] },
  {
    sheet: '空着的',
    data: [header, line('1001号'), ...[2, 3, 4].map((): Value[] => [day, null, null, duty, 40])],
  },
  { sheet: '划掉的', data: [[...header, '备注'], line('1001号', '作废')] },
  { sheet: '农历', data: [header, ['三月初五', '1001号', null, duty, 40]] },
  {
    sheet: '错位',
    data: [header, ...doors.map((door): Value[] => [day, door, '示范户壬', duty, 40])],
  },
  {
    sheet: '两村合记',
    data: [
      ['村名', ...header],
      ['东塘村', ...line('1001号')],
      ['西塘村', ...line('1002号')],
    ],
  },
  { sheet: '东塘村', data: [header, line('1001号')] },
  { sheet: '样表', data: [header, line('1001号')] },
  { sheet: '西塘村', data: [header, line('1002号')] },
]

const across: Table[] = [
  {
    sheet: '月汇总',
    data: [['门牌号', '户主', '1月', '2月'], ...doors.map((door): Value[] => [door, null, 20, 40])],
  },
  {
    sheet: '签到',
    data: [['门牌号', '户主', '3月5日', '3月12日'], ...doors.map((door): Value[] => [door, null, 40, 40])],
  },
  {
    sheet: '活动',
    data: [['门牌号', '户主', duty, '拔草'], ...doors.map((door): Value[] => [door, null, '√', 5])],
  },
  {
    sheet: '周检',
    data: [['门牌号', '户主', '第1周', '第2周'], ...doors.map((door): Value[] => [door, null, 5, 4])],
  },
  {
    sheet: '3月值守',
    data: [
      ['门牌号', '户主', duty, '合计'],
      ...doors.map((door, place): Value[] => [door, null, 1 + place, 9]),
    ],
  },
  {
    sheet: '台账',
    data: [header, ...['1001号', '901号'].map((door): Value[] => [`${year}-01-05`, door, null, duty, 20])],
  },
  {
    sheet: '户册',
    data: [
      ['门牌号', '户主', '累计积分', '现有积分'],
      ['901号', '示范未', 20, 15],
    ],
  },
]

const lists: Table[] = [
  {
    sheet: '细则',
    data: [
      ['类别', '内容', '分值'],
      ['示范', '评比', '30/20/10'],
      ['二、扣分项', null, null],
      ['示范', '乱停车', '+5'],
      ['示范', '半日工', '0.5'],
    ],
  },
  {
    sheet: '1组',
    data: [
      ['门牌号', '户主', '积分'],
      ['1号', '示范一', 30],
      ['2号', '示范二', 20],
      ['3号', '示范三', 10],
    ],
  },
  {
    sheet: '2组',
    data: [
      ['门牌号', '户主'],
      ['1号', '示范四'],
      ['2号', '示范五'],
      ['3号', '示范六'],
    ],
  },
  {
    sheet: '3组',
    data: [
      ['门牌号', '当家人'],
      ['1号', '示范七'],
      ['2号', '示范八'],
    ],
  },
  {
    sheet: '清单',
    data: [
      ['门牌号', '户主', '拔草'],
      ['1号', '示范一', 5],
      ['2号', '示范二', 5],
      ['3号', '示范三', 5],
    ],
  },
  {
    sheet: '自然村',
    data: [
      ['组别', '门牌号', '户主'],
      ...['示范甲', '示范乙', '示范丙'].map((head, place): Value[] => ['4组', `北塘村${70 + place}号`, head]),
      ['5组', '8-12', '示范丁'],
      ['5组', 46093, '示范戊'],
    ],
  },
]

/** A year beside one of its months and the month's sums, each with more or other points than the others. */
const repeated: Table[] = [
  { sheet: '1月', data: [header, ...doors.map((door): Value[] => [`${year}-01-05`, door, null, duty, 40])] },
  {
    sheet: '全年汇总',
    data: [
      header,
      [`${year}-01-05`, '1001号', null, duty, 30],
      ...['1002号', '1003号'].map((door): Value[] => [`${year}-01-05`, door, null, duty, 40]),
      line('1001号'),
    ],
  },
  {
    sheet: '月汇总',
    data: [['门牌号', '户主', '1月', '2月'], ...doors.map((door): Value[] => [door, null, 40, 20])],
  },
]

/** A workbook as a file, with the codes of the questions that it brings. */
export interface QuestionBook {
  codes: readonly string[]
  bytes: () => Promise<Buffer>
  /** A workbook that is imported before. */
  before?: () => Promise<Buffer>
  /** What somebody does in between. */
  meanwhile?: (caller: Caller) => Promise<void>
}

export const questionBooks: Readonly<Record<string, QuestionBook>> = {
  columns: {
    codes: [
      ...[
        'missing-column',
        'no-column-near',
        'points-column',
        'hidden-sheet',
        'hidden-rows',
        'hidden-columns',
      ],
      ...['times-beside', 'blank-means-same', 'void-lines', 'lunar-dates', 'heads-disagree'],
      ...['several-villages', 'village-sheet', 'merged-points', 'sheet-set-aside', 'sheet-contained'],
    ],
    bytes: () => bookOf(columns),
  },
  across: {
    codes: [
      ...['months-as-columns', 'days-as-columns', 'occasions-as-columns', 'item-column', 'day-of-sheet'],
      ...['ticks', 'times-or-points', 'sums-differ', 'list-sums-same', 'list-sums-differ'],
    ],
    bytes: () => bookOf(across),
  },
  lists: {
    codes: [
      ...['steps-or-levels', 'sign-of-rule', 'points-unit', 'list-has-points', 'doors-restart'],
      ...['doors-as-dates', 'other-village-doors', 'sheet-unlike-others', 'figures-in-list'],
    ],
    bytes: () => bookOf(lists),
  },
  again: {
    codes: ['door-renumbered', 'lines-corrected', 'lines-gone', 'openings-corrected'],
    bytes: () => bookOf(second),
    before: () => bookOf(first),
  },
  repeated: {
    codes: ['sheet-repeated', 'counted-twice'],
    bytes: () => bookOf(repeated),
  },
  months: {
    codes: ['month-in-ledger', 'deeds-in-ledger'],
    bytes: () => bookOf(monthAndDeeds('2月', day)),
    before: () => bookOf(monthAndDeeds('3月', `${year}-02-05`)),
  },
  otherwise: {
    codes: [
      ...['doors-changed', 'head-changed', 'head-elsewhere', 'door-namesake', 'lines-of-other-doors'],
      ...['groups-differ', 'members-differ', 'phones-differ', 'notes-differ', 'attributes-differ'],
      ...['rules-differ', 'households-gone'],
    ],
    bytes: () => bookOf(otherwise),
    before: () => bookOf(known),
  },
  entered: {
    codes: ['lines-entered'],
    bytes: () => onNewYear('1001号', '1002号'),
    meanwhile: enter,
  },
  reversed: {
    codes: ['lines-reversed'],
    bytes: () => onNewYear('1001号', '1002号', '1003号'),
    before: () => onNewYear('1001号', '1002号'),
    meanwhile: reverseFirst,
  },
  slipped: {
    codes: ['doors-slipped'],
    bytes: () => bookOf(plates(701, 1)),
    before: () => bookOf(plates(701)),
  },
  plates: {
    codes: ['doors-renumbered'],
    bytes: () => bookOf(plates(801)),
    before: () => bookOf(plates(701)),
  },
}
