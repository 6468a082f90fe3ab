/** Levels of one rule, such as first, second and third prize, and how an office names them. */
import type { PointLevel } from '../../points/points.ts'
import { recordText } from '../../text/recordText.ts'
import { tightText } from '../cells/cells.ts'

const word =
  /国家级?|全国|省级?|市级?|[县区]级?|街道级?|[镇乡]级?|村级?|组级?|特等奖?|[一二三四五]等奖?|[一二三四五]级|[一二三四五]星级?|第[一二三四五六七八九十]名|冠军|亚军|季军|金奖|银奖|铜奖|优秀|良好|一般|合格|不合格|较差|差/gu
const first = /前([二三四五六七八九十两])名/u
const numbers = '一二三四五六七八九十'

/** The longest name of a level that the product keeps. */
const longestLevel = 12

/**
 * The levels that a rule's words name, in the order of their points.
 *
 * @param texts the rule's text, then what stands beside it
 * @param figures points of each level
 * @returns null where the words name more levels, or fewer
 */
export function namedLevels(texts: readonly string[], figures: readonly number[]): PointLevel[] | null {
  for (const text of texts) {
    const names = levelNames(text, figures.length)
    if (names.length === figures.length)
      return figures.map((points, place) => ({ name: names[place] ?? '', points }))
  }
  return null
}

function levelNames(text: string, count: number): string[] {
  const places = first.exec(text)?.[1]
  if (places !== undefined && (numbers.indexOf(places) + 1 === count || (places === '两' && count === 2)))
    return Array.from(numbers.slice(0, count), (number) => recordText('place', { number }))
  return [...new Set(text.match(word) ?? [])]
}

/** Levels by their order alone: 一档, 二档, … */
export function numberedLevels(figures: readonly number[]): PointLevel[] {
  return figures.map((points, place) => ({
    name: recordText('level', { number: numbers[place] ?? '' }),
    points,
  }))
}

const written = /^(\D*?[^\d\s:(\-+])[:(]?[+-]?(\d+(?:\.\d+)?)\)?$/u
/** 第二次 is no level. */
const repetition = /次|首|再|每|最|以|不|超|累|上限|封顶/u

/** Levels written with their points: 国家级100、省级50, 一等奖:30/二等奖:20; null for other words. */
export function writtenLevels(words: string): PointLevel[] | null {
  const parts = tightText(words).split(/[/、,;|]/u)
  if (parts.length < 2 || repetition.test(words)) return null
  const levels = parts.flatMap((part) => {
    const [, name = '', points = ''] = written.exec(part) ?? []
    return name === '' || name.length > longestLevel ? [] : [{ name, points: Number(points) }]
  })
  return levels.length === parts.length ? levels : null
}
