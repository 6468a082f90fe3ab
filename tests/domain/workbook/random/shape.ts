/** A village's records in one of many shapes that offices give them, chosen at random. */
import type { Cell } from '../../../../server/domain/workbook/cells/cells.ts'
import type { Sheet } from '../../../../server/domain/workbook/index.ts'
import type { Random } from '../../../faults/random.ts'
import { daysAcross, itemsAcross, sheetsOfHouseholds } from './crossShape.ts'

export interface Deed {
  /** Door as the village counts it; with the group in front where doors restart. */
  door: string
  head: string
  group: string
  day: string
  rule: string
  points: number
}

interface Rule {
  text: string
  points: number
  sign: string
}

const rules: [Rule, ...Rule[]] = [
  { text: '参加村民会议', points: 20, sign: '+' },
  { text: '庭院整洁', points: 10, sign: '+' },
  { text: '乱扔垃圾', points: -10, sign: '-' },
  { text: '占道堆物', points: -5, sign: '-' },
]
const heads = '赵钱孙李周吴郑王冯陈褚卫'
type Words = [string, ...string[]]
const words: Record<Field | 'odd', Words> = {
  group: ['组别', '村民小组', '组'],
  door: ['门牌号', '门牌', '户号'],
  head: ['户主', '户主姓名', '姓名'],
  date: ['日期', '活动日期', '记录日期'],
  rule: ['事项', '积分事项', '考核内容'],
  award: ['加分', '奖分', '加 分'],
  deduct: ['扣分', '减分', '扣\n分'],
  points: ['积分', '分值', '加减分'],
  odd: ['做的好事', '活动时间段', '哪一户人家', '干了什么'],
}

type Household = Omit<Deed, 'day' | 'rule' | 'points'>

/** The village and what its people did. */
export function village(random: Random): {
  households: Omit<Deed, 'day' | 'rule' | 'points'>[]
  deeds: Deed[]
  restarts: boolean
} {
  const restarts = random.chance(0.2)
  const households = Array.from(heads, (name, index) => {
    const group = `${1 + Math.floor(index / 4)}组`
    const number = restarts ? String(1 + (index % 4)) : String(101 + index)
    return { door: restarts ? `${group}${number}` : number, head: `${name}示范`, group }
  })
  const made = Array.from({ length: random.whole(8, 40) }, () => {
    const { text, points } = random.pick(rules)
    const day = `2026-0${random.whole(1, 6)}-${String(random.whole(1, 28)).padStart(2, '0')}`
    return { ...random.pick(households as [Household, ...Household[]]), day, rule: text, points }
  })
  // A cell of a cross table has one of a kind.
  const deeds = [...new Map(made.map((deed) => [`${deed.door} ${deed.day} ${deed.rule}`, deed])).values()]
  return { households, deeds, restarts }
}

/** The workbook of the village, with some of its columns headed by words that nobody knows. */
export function shaped(random: Random, made: ReturnType<typeof village>): Sheet[] {
  return [...sheetsOf(random, made), ...repeatedSheets(random, made)]
}

/** Perhaps a sheet with all or some of the lines again, in whatever shape. */
function repeatedSheets(
  random: Random,
  { households, deeds, restarts }: ReturnType<typeof village>,
): Sheet[] {
  if (!random.chance(0.2)) return []
  const some = random.chance(0.5) ? deeds : deeds.slice(random.whole(0, 4), random.whole(5, deeds.length))
  const shape = random.pick(['ledger', 'ledger', 'days', 'items'] as const)
  if (shape === 'days') return [{ ...daysAcross(random, households, some), name: '按日汇总' }]
  if (shape === 'items') return [{ ...itemsAcross(random, some), name: '按事项汇总' }]
  return [ledgerSheet(random, random.pick(['全年汇总', '1月 (2)', '副本']), some, restarts)]
}

function sheetsOf(random: Random, { households, deeds, restarts }: ReturnType<typeof village>): Sheet[] {
  const list = listSheet(random, households, restarts)
  const book: Sheet = {
    name: '积分细则',
    rows: [
      ['类别', '内容', '分值'],
      ...rules.map(({ text, points, sign }) => ['示范', text, `${sign}${Math.abs(points)}`]),
    ],
  }
  if (random.chance(0.4)) {
    const kind = random.pick(['days', 'items', 'households'] as const)
    if (kind === 'days') return [list, book, daysAcross(random, households, deeds)]
    if (kind === 'items') return [list, book, itemsAcross(random, deeds)]
    return [list, book, ...sheetsOfHouseholds(random, deeds)]
  }
  const parts = random.chance(0.5) ? byMonth(deeds) : [['台账', deeds] as const]
  const ledgers = parts.map(([name, some]) => ledgerSheet(random, name, some, restarts))
  const draft: Sheet[] = random.chance(0.3)
    ? [{ ...ledgerSheet(random, '草稿', deeds.slice(0, 3), restarts), hidden: true }]
    : []
  return [list, book, ...ledgers, ...draft]
}

function byMonth(deeds: readonly Deed[]): (readonly [string, Deed[]])[] {
  const months = [...new Set(deeds.map(({ day }) => day.slice(0, 7)))].sort()
  return months.map(
    (month) => [`${Number(month.slice(5))}月`, deeds.filter(({ day }) => day.startsWith(month))] as const,
  )
}

const doorNumber = ({ door, group }: { door: string; group: string }) => door.replace(group, '')

/** A door as somebody types it. */
function writtenDoor(random: Random, number: string): Cell {
  return random.pick<Cell>([
    number,
    `${number}号`,
    Number(number),
    `晓塘村${number}号`,
    `门牌${number}`,
    ` ${number} `,
  ])
}

function listSheet(
  random: Random,
  households: ReturnType<typeof village>['households'],
  restarts: boolean,
): Sheet {
  const merged = random.chance(0.4)
  const rows: Cell[][] = [[random.pick(words.group), random.pick(words.door), random.pick(words.head)]]
  const merges: string[] = []
  const title = titled(random)
  for (const [index, household] of households.entries()) {
    const isFirst = index % 4 === 0
    const number = doorNumber(household)
    const door = restarts ? `${number}号` : writtenDoor(random, number)
    rows.push([isFirst || !merged ? household.group : null, door, spaced(random, household.head)])
    if (merged && isFirst) merges.push(`A${title.length + rows.length}:A${title.length + rows.length + 3}`)
  }
  if (random.chance(0.5)) rows.push(['合计', null, null])
  if (random.chance(0.5)) rows.push([], ['制表人：示范员', '审核人：示范员', null])
  return { name: random.pick(['户册', 'Sheet1', '花名册']), rows: [...title, ...rows], merges }
}

function titled(random: Random): Cell[][] {
  const lines: Cell[][] = [['示范村二〇二六年登记表'], ['填表日期：2026年6月30日']]
  return lines.slice(0, random.whole(0, 2))
}

function spaced(random: Random, name: string): string {
  return random.chance(0.2) ? `${name.slice(0, 1)} ${name.slice(1)}` : name
}

type Field = 'group' | 'door' | 'head' | 'date' | 'rule' | 'award' | 'deduct' | 'points'

function ledgerSheet(random: Random, name: string, deeds: readonly Deed[], restarts: boolean): Sheet {
  const style = random.pick(['two', 'signed', 'bare'] as const)
  const fields: Field[] = [
    'date',
    'door',
    'rule',
    ...(style === 'two' ? (['award', 'deduct'] as const) : (['points'] as const)),
  ]
  if (restarts || random.chance(0.5)) fields.push('group')
  if (random.chance(0.7)) fields.push('head')
  const order = random.chance(0.5) ? fields : [...fields].reverse()
  const odd = random.chance(0.15) ? random.pick<Field>(['date', 'door', 'rule']) : null
  const header = order.map((field): Cell =>
    field === odd ? random.pick(words.odd) : random.pick(words[field]),
  )
  const slips = random.chance(0.1)
  const rows: Cell[][] = []
  for (const [index, deed] of deeds.entries()) {
    const head = slips ? (deeds[index + 1]?.head ?? deed.head) : deed.head
    rows.push(order.map((field) => cellOf(random, field, { ...deed, head }, style, restarts)))
    if (random.chance(0.05)) rows.push([])
    if (random.chance(0.03)) rows.push(header)
  }
  if (random.chance(0.4)) rows.push(order.map((_, place) => (place === 0 ? '合计' : null)))
  if (random.chance(0.3)) rows.push([], ['制表人：示范员'])
  return { name, rows: [...titled(random), header, ...rows] }
}

function cellOf(
  random: Random,
  field: Field,
  deed: Deed,
  style: 'two' | 'signed' | 'bare',
  restarts: boolean,
): Cell {
  const { day, points, rule, group, head } = deed
  const [year = '', month = '', date = ''] = day.split('-')
  switch (field) {
    case 'group':
      return random.pick([group, `第${group}`])
    case 'door':
      return restarts ? `${doorNumber(deed)}号` : writtenDoor(random, doorNumber(deed))
    case 'head':
      return spaced(random, head)
    case 'date':
      return random.pick<Cell>([
        new Date(`${day}T00:00:00Z`),
        day,
        `${year}.${Number(month)}.${Number(date)}`,
        `${year}年${Number(month)}月${Number(date)}日`,
        `${year}/${Number(month)}/${Number(date)}`,
      ])
    case 'rule':
      return rule
    case 'award':
      return points > 0 ? random.pick<Cell>([points, `${points}分`, `+${points}`]) : null
    case 'deduct':
      return points < 0 ? random.pick<Cell>([-points, points]) : null
    case 'points':
      return style === 'signed' ? (points > 0 ? `+${points}` : points) : Math.abs(points)
  }
}
