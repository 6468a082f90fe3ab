import type { BoardRule } from '../../../server/domain/board/board.ts'
import type { Orientation } from '../../ui/orientation.ts'

/**
 * Room on a page that shows rules, by orientation: widths in ems of their type, height in logical px. `scale` is the
 * least width of what comes first of a worth: the points stand in a column.
 */
export const ruleRoom: Record<Orientation, { text: number; worth: number; scale: number; height: number }> = {
  landscape: { text: 20, worth: 16, scale: 5, height: 772 },
  portrait: { text: 11, worth: 9, scale: 0, height: 1360 },
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
    isDeduction: boolean
  }[]
}

/** A rule in words, and the height of its row, logical px. */
interface MeasuredRule {
  dimension: number
  row: RuleSection['rows'][number]
  height: number
}

/**
 * The rules on pages, dimension after dimension in the village's order. Rules are not split over pages, and no
 * heading is the last line of one. Pages are about equally full: no more of them than needed.
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
  const measured = dimensions.flatMap((id, dimension) =>
    rules
      .filter((one) => one.dimension === id)
      .map((rule): MeasuredRule => {
        const row = { text: rule.text, worth: worth(rule), isDeduction: rule.terms.effect === 'deduct' }
        const lines = Math.max(linesOf([row.text], room.text), linesOf(row.worth, room.worth, room.scale))
        return { dimension, row, height: around + lines * lineHeight }
      }),
  )
  let pages = packed(measured, room.height)
  for (let height = room.height - lineHeight; height > 0; height -= lineHeight) {
    const tighter = packed(measured, height)
    if (tighter.length > pages.length) break
    pages = tighter
  }
  return pages
}

/** Fills pages of this height one after the other, logical px; a rule higher than a page has one of its own. */
function packed(measured: readonly MeasuredRule[], room: number): RuleSection[][] {
  const pages: RuleSection[][] = []
  let left = 0
  let section: RuleSection | undefined
  for (const { dimension, row, height } of measured) {
    if (section?.dimension !== dimension) section = undefined
    if (height + (section ? 0 : headingHeight) > left) {
      pages.push([])
      section = undefined
      left = room
    }
    if (!section) {
      section = { dimension, rows: [] }
      pages[pages.length - 1]?.push(section)
      left -= headingHeight
    }
    section.rows.push(row)
    left -= height
  }
  return pages
}

/** Between two parts in a line, ems. */
const partGap = 0.7

/** Lines that the parts take at this width, ems; a part is not broken where it fits in a line. The first is at least `least` wide. */
function linesOf(parts: readonly string[], ems: number, least = 0): number {
  const most = ems - 1
  let lines = 0
  let left = 0
  for (const [index, part] of parts.entries()) {
    const width = Math.max(index === 0 ? least : 0, widthOf(part))
    if (width + partGap > left) {
      lines += Math.max(1, Math.ceil(width / most))
      left = width > most ? 0 : most - width
    } else left -= width + partGap
  }
  return lines
}

/** Estimated width, ems: 1 for a Chinese character, 0.62 for a Latin one. */
function widthOf(text: string): number {
  let width = 0
  for (const sign of text) width += sign.charCodeAt(0) < 0x2000 ? 0.62 : 1
  return width
}
