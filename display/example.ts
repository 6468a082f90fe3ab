/** A board with something for every scene, to look at a scene alone in development, and in its tests. */
import type {
  Board,
  BoardActivity,
  BoardLevels,
  BoardNotice,
  BoardPublication,
  BoardRedemption,
  BoardRound,
  BoardRule,
  BoardYards,
} from '../server/domain/board/board.ts'
import { addDays, localDateAt, monthOf } from '../server/domain/calendar/calendar.ts'

const timezone = 'Asia/Shanghai'
const doorCount = 120

/** What only some villages have: yards, a round, redemption, publicity, rules and notices, as of a local date. */
export function exampleExtras(today: string): {
  yards: BoardYards
  mended: number
  round: BoardRound
  activity: BoardActivity
  levels: BoardLevels
  redemption: BoardRedemption
  publicity: BoardPublication[]
  notices: BoardNotice[]
  rules: BoardRule[]
  findAt: string
} {
  const once = (points: number): BoardRule['terms'] => ({
    effect: 'award',
    scale: { type: 'fixed', points },
    caps: [],
  })
  return {
    yards: {
      month: monthOf(today),
      households: Array.from({ length: 10 }, (_, index) => ({
        door: String(1001 + index * 7),
        name: `示**`,
        group: 1 + (index % 6),
        points: 100 - index,
        stars: index < 6 ? 5 : 4,
      })),
    },
    round: {
      month: monthOf(today),
      name: `${Number(today.slice(5, 7))} 月美丽庭院检查`,
      visited: 75,
      total: 120,
      groups: Array.from({ length: 6 }, (_, index) => ({
        id: index + 1,
        visited: 20 - 3 * index,
        total: 20,
      })),
    },
    mended: 6,
    activity: {
      id: 1,
      name: '村民大会',
      venue: '村委会礼堂',
      heldOn: today,
      starts: '09:00',
      ends: '11:00',
      counts: 'household',
      room: null,
      byCode: true,
      alone: false,
      people: 38,
      arrived: Array.from({ length: 38 }, (_, index) => ({
        door: String(1001 + index * 3),
        name: `示**`,
        group: 1 + (index % 6),
      })),
    },
    levels: {
      period: monthOf(today),
      scheme: {
        by: 'share',
        period: 'month',
        levels: [
          { name: '五星级文明户', stars: 5, from: 10 },
          { name: '四星级文明户', stars: 4, from: 30 },
        ],
      },
      households: Array.from({ length: 30 }, (_, index) => ({
        door: String(1001 + index * 3),
        name: `示**`,
        ...(index < 12 ? { level: '五星级文明户', stars: 5 } : { level: '四星级文明户', stars: 4 }),
      })),
    },
    redemption: {
      goods: [
        ['洗衣液 2 升', 120, 35],
        ['食用油 5 升', 400, 12],
        ['大米 10 斤', 300, 40],
        ['毛巾两条', 60, null],
        ['牙膏一支', 40, 80],
        ['垃圾袋三卷', 30, null],
        ['保温杯', 260, 6],
        ['雨伞', 180, 0],
        ['理发一次', 80, null],
        ['家电清洗一次', 500, 10],
      ].map(([name, points, left]) => ({ name, points, left }) as BoardRedemption['goods'][number]),
      desk: { on: addDays(today, 3), from: '08:30', to: '11:00' },
    },
    publicity: [
      {
        number: '示范公示 2026-11',
        startsOn: addDays(today, -31),
        endsOn: addDays(today, -2),
        closesOn: addDays(today, 4),
        lines: 3_412,
        address: 'http://192.168.1.20:3000/d/objection',
      },
    ],
    findAt: 'http://192.168.1.20:3000/d/?v=example',
    notices: [
      {
        id: 1,
        title: '周六义务劳动',
        text: '早上八点在村中心集合，清扫河道。\n参加的户每小时记志愿服务积分。',
        picture: null,
        startsOn: today,
        endsOn: addDays(today, 3),
      },
    ],
    rules: [
      { dimension: 1, text: '参加村民大会', terms: once(20) },
      {
        dimension: 1,
        text: '户代表会议无故缺席',
        terms: { effect: 'deduct', scale: { type: 'escalating', steps: [10, 20, 30] }, caps: [] },
      },
      {
        dimension: 2,
        text: '庭院整洁，柴草杂物堆放有序，房前屋后无积存垃圾',
        terms: {
          effect: 'award',
          scale: { type: 'range', min: 0, max: 100 },
          caps: [{ period: 'month', by: 'times', limit: 1 }],
        },
      },
      {
        dimension: 5,
        text: '志愿服务',
        terms: {
          effect: 'award',
          scale: { type: 'perUnit', unit: '小时', points: 10, maxUnits: 8 },
          caps: [{ period: 'month', by: 'points', limit: 160 }],
        },
      },
    ],
  }
}

/** A village of 120 households in six groups. @param now ms since 1970 */
export function exampleBoard(now: number): Board {
  const today = localDateAt(now, timezone)
  const year = today.slice(0, 4)
  const dimensions = ['会议学习', '环境卫生', '传统美德', '遵纪守法', '志愿服务']
  const households = Array.from({ length: doorCount }, (_, index) => {
    const byDimension = dimensions.map((_, dimension) => 40 + ((index * 37 + dimension * 53) % 190))
    return {
      door: String(1001 + index),
      name: '示**',
      group: 1 + (index % 6),
      score: byDimension.reduce((sum, points) => sum + points, 0),
      month: 10 + ((index * 29) % 90),
      quarter: 10 + ((index * 53) % 240),
      year: byDimension.reduce((sum, points) => sum + points, 0),
      rankBefore: 1 + ((index * 43) % doorCount),
      byDimension,
    }
  })
  return {
    village: { slug: 'example', name: '示范村', slogan: '积分聚人心，文明润万家', timezone, crest: null },
    season: { name: year, startsOn: `${year}-01-01`, endsOn: `${year}-12-31` },
    month: monthOf(today),
    epoch: 'example',
    seq: 1_234,
    head: '0a1b2c3d',
    unit: 1,
    privacy: 'masked',
    tieBreakers: [{ by: 'dimension', dimension: 5 }],
    dimensions: dimensions.map((name, index) => ({ id: index + 1, name })),
    groups: Array.from({ length: 6 }, (_, index) => ({ id: index + 1, name: `${index + 1}组` })),
    households,
    months: Array.from({ length: Number(today.slice(5, 7)) }, (_, index) => ({
      month: `${year}-${String(index + 1).padStart(2, '0')}`,
      byDimension: dimensions.map((_, dimension) => 300 + ((index * 71 + dimension * 131) % 500)),
    })),
    recent: households.slice(0, 12).map(({ door, name, group }, index) => ({
      kind: 'award',
      text: '示范事项：参加志愿服务',
      points: 10 + 10 * (index % 3),
      dimension: 1 + (index % 5),
      occurredOn: today,
      household: { door, name, group },
    })),
    deductions: [
      { dimension: 2, points: -180 },
      { dimension: 4, points: -90 },
    ],
    ...exampleExtras(today),
  }
}
