/** What inspectors found amiss in a yard, in the words of the check sheet. */
import { formatPoints, type PointUnit } from '../points/unit.ts'
import { recordText } from '../text/recordText.ts'
import { type Findings, givenPoints, type SheetItem } from './checkSheet.ts'

/** One thing that was found amiss. */
export interface Finding {
  item: SheetItem
  /** The item's text; of a graded one, with what it got: 垃圾分类 18/25. */
  text: string
}

/** In the order of the sheet; an item that several inspectors graded differently is named once for each grade. */
export function findingWords(
  items: readonly SheetItem[],
  visits: readonly Findings[],
  unit: PointUnit,
): Finding[] {
  return items.flatMap((item) => {
    const amiss = visits.filter(({ found }) => found.includes(item.key))
    const texts = amiss.map((visit) => textOf(item, givenPoints(item, visit), unit))
    return [...new Set(texts)].map((text) => ({ item, text }))
  })
}

function textOf({ text, points: most, grades }: SheetItem, points: number, unit: PointUnit): string {
  if (grades === undefined) return text
  if (grades === 'any')
    return recordText('graded-points', {
      text,
      points: formatPoints(points, unit),
      most: formatPoints(most, unit),
    })
  const level = grades.find((one) => one.points === points)
  return recordText('graded-level', { text, level: level?.text ?? formatPoints(points, unit) })
}
