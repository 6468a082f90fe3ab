/** What the name of a sheet and the lines above its header say of all of its lines. */
import { isBlank, type Sheet, tightText } from '../cells/cells.ts'
import { numeralPattern, parseNumeral } from '../cells/numerals.ts'
import { canonicalGroup, namesGroup } from '../lists/groups.ts'

/** Lines about the paper, not about the deeds. */
const aboutPaper = /填表|制表|打印|统计(?:日期|时间)|公示|编制|截[至止]|填报|审核|电话|单位:/u

/** The name of the sheet and the texts above its header, without blanks. @param top sheet row of the header */
export function titlesOf({ name, rows }: Sheet, top: number): string[] {
  const above = rows.slice(0, top - 1).flatMap((row) => row.filter((cell) => !isBlank(cell)))
  const texts = above.filter((cell) => typeof cell === 'string').map(tightText)
  return [tightText(name), ...texts.filter((text) => !aboutPaper.test(text))]
}

/** The year that the titles name; null where they name none, or several. */
export function yearInTitles(sheet: Sheet, top: number): number | null {
  const found = titlesOf(sheet, top).flatMap((text) =>
    [...inFigures(text).matchAll(/(?<!\d)(20\d{2})(?=年|[-./]\d|(?<=^20\d{2})$)/gu)].map(([, year]) =>
      Number(year),
    ),
  )
  const [first, ...others] = [...new Set(found)]
  return others.length === 0 ? (first ?? null) : null
}

const numerals = /[〇○零一二三四五六七八九]{4}(?=年)/gu

/** 二〇二六年 as 2026年. */
function inFigures(text: string): string {
  return text.replace(numerals, (year) =>
    Array.from(year.replaceAll('○', '〇'), (sign) => parseNumeral(sign) ?? '').join(''),
  )
}

/** A month, and a day of it where one is named. */
export interface TitleMonth {
  month: number
  day: number | null
}

/** The month that the titles name; null where they name none, or several. */
export function monthInTitles(sheet: Sheet, top: number): TitleMonth | null {
  const found = titlesOf(sheet, top).flatMap(monthsIn)
  const months = [...new Set(found.map(({ month }) => month))]
  const days = [...new Set(found.flatMap(({ day }) => day ?? []))]
  const [month] = months
  if (months.length !== 1 || month === undefined) return null
  return { month, day: days.length === 1 ? (days[0] ?? null) : null }
}

/** 一组一档 names none. */
const numberedGroup = new RegExp(`第?(${numeralPattern})(?:村民|居民)?小?组(?!一)`, 'gu')
/** 1-3组, 一、二组. */
const severalGroups = new RegExp(`${numeralPattern}组?[-—–~～至到、和及与]第?${numeralPattern}`, 'u')
/** 考核领导小组, 评议小组: no group of households. */
const body = /领导|工作|评|考核|督|检查|审|公示|统计/u
const labelledGroup = /^(?:组别|组名|村民小组|小组|所属组)[:|](.{1,12})$/u

/**
 * The group that the titles name for all lines: 第三组, 组别：3组, 3组积分台账.
 *
 * @returns null where they name none, or several
 */
export function groupInTitles(sheet: Sheet, top: number, village: string): string | null {
  const found = titlesOf(sheet, top).flatMap((text) => {
    const named = labelledGroup.exec(text)?.[1] ?? text
    if (namesGroup(named) && !severalGroups.test(named) && !body.test(named))
      return canonicalGroup(named, village) ?? []
    if (severalGroups.test(named)) return ['', ' ']
    return [...named.matchAll(numberedGroup)].map(([, number]) => canonicalGroup(number, village) ?? '')
  })
  const [group, ...others] = new Set(found)
  return others.length === 0 ? (group ?? null) : null
}

const monthAndDay =
  /(?:(\d{1,2}|[一二三四五六七八九]|十[一二]?)月份?)(?:(\d{1,2}|[一二三四五六七八九十]{1,3})[日号])?|20\d{2}[-./](\d{1,2})(?:[-./](\d{1,2}))?(?!\d)/gu
const severalMonths = /月份?[-—–~～至到、和]/u

function monthsIn(text: string): TitleMonth[] {
  // 1月—3月 and 1-3月 are several.
  if (severalMonths.test(text) || /\d[-—–~～至到、]\d{1,2}月/u.test(text)) {
    return [
      { month: 0, day: null },
      { month: 13, day: null },
    ]
  }
  return [...inFigures(text).matchAll(monthAndDay)].flatMap(([, word, dayWord, figures, dayFigures]) => {
    const month = parseNumeral(word ?? figures ?? '')
    const day = parseNumeral(dayWord ?? dayFigures ?? '')
    return month === null || month < 1 || month > 12 ? [] : [{ month, day }]
  })
}
