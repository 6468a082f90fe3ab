/** Makes the sample village: no real place, no real people, the same each time. */
import { addDays, type DateRange, type LocalDate, monthOf } from '../../server/domain/calendar/calendar.ts'
import { rulebooks } from '../../server/domain/rules/rulebooks.ts'
import type { OfficeHousehold, OfficeLine, OfficeRecords } from '../scores/officeRecords.ts'

/** Households of each group; some 300 in all. */
const groupSizes = [58, 47, 52, 44, 55, 48]
const surnames = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜'
const numerals = '一二三四五六七八九十'
const clerks = ['示范员甲', '示范员乙']
/** By which the yards of the sample are checked each month. */
export const yardRule = '美丽庭院月度检查'
const seed = 20_260_101

/** Numbers from 0 to 1 in a fixed order (mulberry32). */
function numbersFrom(start: number): () => number {
  let state = start
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/**
 * A season's records of the sample village.
 *
 * @param season its first day and its last
 * @param now ms since 1970, UTC; nothing is recorded later than this
 */
export function generateSample(season: DateRange, now: number): OfficeRecords {
  const random = numbersFrom(seed)
  const households = makeHouseholds(random)
  const lines: OfficeLine[] = []
  const zeal = new Map(households.map(({ door }) => [door, 0.25 + 0.75 * random() ** 1.4]))
  for (let day = season.from; day <= season.to && Date.parse(recordedAt(day)) <= now; day = addDays(day, 1))
    for (const { door } of households) lines.push(...deedsOf(door, day, zeal.get(door) ?? 0.5, random))
  return { households, rules: [...rulebooks.five], lines }
}

/** Half past four in the afternoon, where the sample village is. */
function recordedAt(day: LocalDate): string {
  return `${day}T08:30:00.000Z`
}

function makeHouseholds(random: () => number): OfficeHousehold[] {
  return groupSizes.flatMap((size, group) =>
    Array.from({ length: size }, (_, place) => ({
      door: `${group + 1}${String(place + 1).padStart(3, '0')}`,
      head: `${pick([...surnames], random)}${pick([...numerals], random)}${random() < 0.4 ? pick([...numerals], random) : ''}`,
      group: `${group + 1}组`,
      members: 1 + Math.floor(random() * 6),
      phone: null,
      note: null,
    })),
  )
}

/** How likely each deed is on one day, for a household of full zeal. */
const daily: [text: string, chance: number, points: (random: () => number, zeal: number) => number][] = [
  ['参加户代表会议', 0.028, () => 20],
  ['参加村民学习日', 0.022, () => 20],
  ['提出的建议被采纳', 0.0006, () => 50],
  ['参加周末清洁日', 0.05, () => 30],
  ['邻里互帮互助', 0.008, () => 30],
  ['拾金不昧', 0.0004, () => 80],
  ['参加反诈普法宣传', 0.012, () => 20],
  ['志愿服务', 0.035, (random) => 10 * (1 + Math.floor(random() * 4))],
  ['平安巡逻', 0.03, () => 30],
  ['防汛防台值守', 0.003, () => 40],
  ['无偿献血', 0.0006, () => 100],
]

/** How likely each slip is on one day, for a household without any zeal. */
const slips: [text: string, chance: number, points: number][] = [
  ['房前屋后乱堆放', 0.004, -20],
  ['户代表会议无故缺席', 0.002, -10],
  ['遛狗不牵绳', 0.002, -20],
]

function deedsOf(door: string, day: string, zeal: number, random: () => number): OfficeLine[] {
  const lines: OfficeLine[] = []
  const add = (rule: string, points: number) =>
    lines.push({
      door,
      rule,
      points,
      occurredOn: day,
      clerk: pick(clerks, random),
      note: null,
      recordedAt: recordedAt(day),
    })
  for (const [text, chance, points] of daily) if (random() < chance * zeal) add(text, points(random, zeal))
  for (const [text, chance, points] of slips) if (random() < chance * (1 - zeal)) add(text, points)
  // Month and quarter assessments fall on fixed days; yards are checked group by group.
  if (Number(day.slice(8)) === 8 + 2 * Number(door[0])) add(yardRule, Math.round(45 + 55 * zeal * random()))
  if (day.endsWith('-20') && random() < 0.4 + 0.5 * zeal) add('垃圾分类全月无混投', 30)
  if (day.endsWith('-15') && Number(monthOf(day).slice(5)) % 3 === 0) {
    if (random() < 0.95) add('全季度无违法违规', 50)
    if (random() < 0.15 * zeal) add('孝亲敬老季度评议', 60)
  }
  return lines
}

function pick<Value>(values: readonly Value[], random: () => number): Value {
  const value = values[Math.floor(random() * values.length)]
  if (value === undefined) throw new Error('nothing to pick from')
  return value
}
