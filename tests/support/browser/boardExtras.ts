import { exampleExtras } from '../../../display/example.ts'
import type { Board } from '../../../server/domain/board/board.ts'
import { localDateAt } from '../../../server/domain/calendar/calendar.ts'

/** Yards, a round, redemption, publicity, notices and improvements, in the longest words if asked. */
export function addExtras(board: Board, long: boolean, picture: string): void {
  const extras = exampleExtras(localDateAt(Date.now(), board.village.timezone))
  const { yards, activity, levels, redemption, publicity, notices, findAt } = extras
  const groups = board.groups.map(({ id }, index) => ({ id, visited: index, total: long ? 9_999 : 30 }))
  const round = { ...extras.round, groups, ...(long ? { visited: 99_999, total: 99_999 } : {}) }
  const rules = board.rules.length > 0 && !long ? board.rules : extras.rules
  if (long) {
    const words = '积极参加村集体组织的人居环境整治义务劳动并带动左邻右舍共同参与'
    for (const yard of yards.households)
      Object.assign(yard, { door: `12幢3-${yard.door}`, name: '欧阳示范娜仁托娅其木格古丽' })
    for (const one of levels.households)
      Object.assign(one, {
        door: `12幢3-${one.door}`,
        name: '欧阳示范娜仁托娅其木格古丽',
        level: '星'.repeat(12),
      })
    activity.name = words.slice(0, 24)
    activity.venue = words.slice(0, 24)
    activity.people = 99_999
    activity.room = 99_999
    for (const one of activity.arrived)
      Object.assign(one, { door: `12幢3-${one.door}`, name: '欧阳示范娜仁托娅其木格古丽' })
    redemption.goods = Array.from({ length: 30 }, (_, index) => ({
      name: `${index}${words}`,
      points: 99_999,
      left: 9_999,
    }))
    for (const notice of notices)
      Object.assign(notice, { title: '长'.repeat(24), text: words.repeat(8).slice(0, 160) })
    notices.push({ ...notices[0]!, id: 2, picture })
    publicity.push({ ...publicity[0]!, number: '示范镇人民政府文明积分公示 2026 年第 11 号' })
    rules.forEach((rule, index) => {
      rule.dimension = board.dimensions[index % board.dimensions.length]?.id ?? 0
      rule.text = words
      rule.terms.caps = (['day', 'month', 'season'] as const).map((period) => ({
        period,
        by: 'points',
        limit: 10_000,
      }))
    })
  } else
    rules.forEach(
      (rule, index) => (rule.dimension = board.dimensions[index % board.dimensions.length]?.id ?? 0),
    )
  board.households.forEach((household, index) => {
    household.rankBefore = 1 + ((index * 43) % board.households.length)
    if (long) household.month = 12_345
    if (index < 40) household.attributes = [long ? '党'.repeat(12) : '党员户']
    household.month = Math.abs(household.month) + 1
  })
  Object.assign(board, {
    mended: extras.mended,
    levels,
    yards,
    round,
    activity,
    redemption,
    publicity,
    notices,
    rules,
    findAt,
  })
}
