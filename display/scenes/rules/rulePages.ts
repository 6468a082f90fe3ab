import type { BoardRule } from '../../../server/domain/board/board.ts'
import type { Orientation } from '../../ui/orientation.ts'

/** Room on a page that shows rules, by orientation: widths in ems of their type, height in logical px. */
export const ruleRoom: Record<Orientation, { text: number; worth: number; height: number }> = {
  landscape: { text: 22, worth: 14, height: 772 },
  portrait: { text: 11, worth: 9, height: 1376 },
}
/** Heights of a dimension's heading, of a line of text, and of what is around a rule, logical px. */
const headingHeight = 92
const lineHeight = 60
const around = 14

/** A dimension and some of its rules, under one heading. */
export interface RuleSection {
  /** Place of the dimension in the village's list, from 0. */
  dimension: number
  rows: {
    text: string
    /** What it is worth, in words; a line breaks between the parts rather than in one. */
    worth: string[]
  }[]
}

/**
 * The rules on pages, dimension after dimension in the village's order. Rules are not split over pages, and no
 * heading is the last line of one.
 *
 * @param dimensions ids in the village's order
 * @param worth puts a rule's terms into words
 */
export function rulePages(
  rules: readonly BoardRule[],
  dimensions: readonly number[],
  orientation: Orientation,
  worth: (rule: BoardRule) => string[],
): RuleSection[][] {
  const room = ruleRoom[orientation]
  const pages: RuleSection[][] = []
  let left = 0
  dimensions.forEach((id, dimension) => {
    let section: RuleSection | null = null
    for (const rule of rules.filter((one) => one.dimension === id)) {
      const row = { text: rule.text, worth: worth(rule) }
      const lines = Math.max(linesOf([row.text], room.text), linesOf(row.worth, room.worth))
      const height = around + lines * lineHeight
      const needed = height + (section ? 0 : headingHeight)
      if (needed > left) {
        pages.push([])
        section = null
        left = room.height
      }
      if (!section) {
        section = { dimension, rows: [] }
        pages[pages.length - 1]?.push(section)
        left -= headingHeight
      }
      section.rows.push(row)
      left -= height
    }
  })
  return pages
}

/** Lines that the parts take at this width, ems; a part is not broken where it fits in a line. */
function linesOf(parts: readonly string[], ems: number): number {
  const widths = parts.map(widthOf)
  const whole = widths.reduce((sum, width) => sum + width, 0) + parts.length - 1
  if (whole <= ems - 1) return 1
  return widths.reduce((lines, width) => lines + Math.max(1, Math.ceil(width / (ems - 1))), 0)
}

/** Estimated width, ems: 1 for a Chinese character, 0.62 for a Latin one. */
function widthOf(text: string): number {
  let width = 0
  for (const sign of text) width += sign.charCodeAt(0) < 0x2000 ? 0.62 : 1
  return width
}
