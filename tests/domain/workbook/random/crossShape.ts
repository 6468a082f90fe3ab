/** The same records as cross tables, and as one sheet a household. */
import type { Cell } from '../../../../server/domain/workbook/cells/cells.ts'
import type { Sheet } from '../../../../server/domain/workbook/index.ts'
import type { Random } from '../../../faults/random.ts'
import type { Deed } from './shape.ts'

type Household = Omit<Deed, 'day' | 'rule' | 'points'>

const numberOf = ({ door, group }: Household) => door.replace(group, '')
const keyOf = ({ door, day, rule }: Pick<Deed, 'door' | 'day' | 'rule'>) => `${door} ${day} ${rule}`

/** Points as an office writes them below an item that takes or gives. */
function written(random: Random, points: number | undefined): Cell {
  if (points === undefined) return random.pick<Cell>([null, null, '/', ''])
  const word = points < 0 ? `扣${-points}分` : `加${points}分`
  return random.pick<Cell>([points, `${points}分`, word, String(points)])
}

function writtenDay(random: Random, day: string): Cell {
  const [, month = '', date = ''] = day.split('-')
  return random.pick<Cell>([
    day,
    new Date(`${day}T00:00:00Z`),
    `${Number(month)}月${Number(date)}日`,
    `2026.${Number(month)}.${Number(date)}`,
  ])
}

/** Days as columns, with the items of each below it, and perhaps a sum, which may be wrong. */
export function daysAcross(random: Random, households: readonly Household[], deeds: readonly Deed[]): Sheet {
  const days = [...new Set(deeds.map(({ day }) => day))].sort()
  const columns = days.flatMap((day) =>
    [...new Set(deeds.filter((deed) => deed.day === day).map(({ rule }) => rule))].map((rule) => ({
      day,
      rule,
    })),
  )
  const points = new Map(deeds.map((deed) => [keyOf(deed), deed.points]))
  const hasSum = random.chance(0.5)
  const isWrong = random.chance(0.2)
  const upper: Cell[] = ['组别', '门牌号', '户主']
  const lower: Cell[] = [null, null, null]
  const merges: string[] = []
  for (const [place, { day, rule }] of columns.entries()) {
    upper.push(columns[place - 1]?.day === day ? null : writtenDay(random, day))
    lower.push(rule)
  }
  const lines = households.map((household, place): Cell[] => {
    const own = columns.map((column) => points.get(keyOf({ ...household, ...column })))
    const sum = own.reduce<number>((sum, one) => sum + (one ?? 0), 0)
    const told = isWrong && place === 0 ? sum + 7 : sum
    return [
      ...[household.group, `${numberOf(household)}号`, household.head],
      ...own.map((one) => written(random, one)),
      ...(hasSum ? [told] : []),
    ]
  })
  if (hasSum) upper.push('合计')
  return { name: random.pick(['汇总', 'Sheet3', '积分公示']), rows: [upper, lower, ...lines], merges }
}

/** A line a household and day, with the items as columns. */
export function itemsAcross(random: Random, deeds: readonly Deed[]): Sheet {
  const rules = [...new Set(deeds.map(({ rule }) => rule))]
  const points = new Map(deeds.map((deed) => [keyOf(deed), deed.points]))
  const lines = [...new Map(deeds.map((deed) => [`${deed.door} ${deed.day}`, deed])).values()]
  return {
    name: random.pick(['登记表', 'Sheet2']),
    rows: [
      ['日期', '组别', '门牌号', '户主', ...rules],
      ...lines.map((line): Cell[] => [
        ...[writtenDay(random, line.day), line.group, `${numberOf(line)}号`, line.head],
        ...rules.map((rule) => written(random, points.get(keyOf({ ...line, rule })))),
      ]),
    ],
  }
}

/** A sheet for each household that did something, named or titled by it. */
export function sheetsOfHouseholds(random: Random, deeds: readonly Deed[]): Sheet[] {
  const households = [...new Map(deeds.map((deed) => [deed.door, deed])).values()]
  return households.map((household, place) => {
    const { head, group } = household
    const title = random.pick<Cell[]>([
      [`门牌号：${numberOf(household)}号　户主：${head}　组别：${group}`],
      ['组别', group, '门牌号', `${numberOf(household)}号`, '户主', head],
    ])
    const own = deeds.filter(({ door }) => door === household.door)
    return {
      name: `积分卡${place + 1}`,
      rows: [
        title,
        ['日期', '事项', '加分', '扣分'],
        ...own.map(({ day, rule, points }): Cell[] => [
          ...[writtenDay(random, day), rule],
          ...[points > 0 ? points : null, points < 0 ? random.pick<Cell>([-points, points]) : null],
        ]),
        ...(random.chance(0.5) ? [['合计', null, null, null] as Cell[]] : []),
      ],
    }
  })
}
