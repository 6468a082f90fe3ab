import type { Effect } from '../../points/points.ts'
import { recordText } from '../../text/recordText.ts'
import { type Cell, isBlank, type Row, type Sheet, tightText } from '../cells/cells.ts'
import { type Carried, fieldAddress, fieldCell, findOddField, isBetween, soleText } from '../cells/lines.ts'
import { isOdd } from '../cells/oddText.ts'
import type { Findings } from '../findings.ts'
import type { Field, Header } from '../headers/header.ts'
import type { OfficeRule, Place } from '../office.ts'
import { longestRuleText, readRuleText, ruleKey } from './ruleText.ts'
import { readRuleWords } from './ruleWords.ts'

/** The dimension of rules whose sheet names none. */
const undivided: Carried = { text: recordText('no-dimension'), cell: null, address: null }

/** Remarks below the table. */
const remark = /^(?:注|备注|说明|附注|制表|审核)[::\d]/u
/** Headings of a part of the table are numbered 一、 or (一). */
const section = /^\(?[一二三四五六七八九十]{1,3}[.、):]/u

/** Reads the rules (细则) of rule sheets. */
export interface RuleReader {
  /**
   * Adds a sheet's rules to the list. The dimension is carried down from the
   * line that names it; lines such as 一、环境卫生 and 二、扣分项 between rules
   * name the dimension, or the sign, of those below.
   */
  read(sheet: Sheet, header: Header): void
}

export function createRuleReader(rules: OfficeRule[], findings: Findings): RuleReader {
  const seen = new Set<string>()

  function add(place: Place, row: Row, header: Header, carried: Carried, effect: Effect | null): void {
    const at = (field: Field): string | null => fieldAddress(header, field, place.row)
    const text = readRuleText(fieldCell(row, header, 'rule'))
    const key = ruleKey(text)
    if (key === '') return
    if (findOddField(row, header, ['rule']))
      return findings.problem(place, at('rule'), 'odd-characters', fieldCell(row, header, 'rule'))
    if (isOdd(carried.cell)) return findings.problem(place, carried.address, 'odd-characters', carried.cell)
    const dimension = carried.text
    if (text.length > longestRuleText) return findings.problem(place, at('rule'), 'rule-too-long', text)
    const { cell, field, sign } = pointsCell(row, header)
    const words = [fieldCell(row, header, 'caps'), fieldCell(row, header, 'note')]
    const reading = readRuleWords({ text, points: cell, words, effect: sign ?? effect })
    if (!reading) {
      const problem = isBlank(cell) ? 'rule-without-points' : 'rule-points-unclear'
      return findings.problem(place, at(field), problem, isBlank(cell) ? text : cell)
    }
    if (seen.has(`${dimension} ${key}`)) return findings.problem(place, at('rule'), 'rule-twice', text)
    seen.add(`${dimension} ${key}`)
    rules.push({ ...place, dimension, text, ...reading })
  }

  return {
    read(sheet, header) {
      let dimension = undivided
      let effect: Effect | null = null
      for (let index = header.firstRow - 1; index < sheet.rows.length; index++) {
        const row = sheet.rows[index] ?? []
        if (isBetween(row, header)) continue
        const sole = soleText(row, index + 1)
        if (sole && remark.test(sole.text)) continue
        if (sole && (isBlank(fieldCell(row, header, 'rule')) || section.test(sole.text))) {
          const sign = effectOfHeading(sole.text)
          if (sign) effect = sign
          else if (sole.text.length <= 16) dimension = { ...sole, text: readRuleText(sole.text) }
          continue
        }
        const cell = fieldCell(row, header, 'dimension')
        const address = fieldAddress(header, 'dimension', index + 1)
        if (!isBlank(cell)) dimension = { text: tightText(cell), cell, address }
        add(
          { sheet: sheet.name, row: index + 1 },
          row,
          header,
          dimension,
          effectOfHeading(dimension.text) ?? effect,
        )
      }
    },
  }
}

/** The cell with the rule's points, and the sign that its column gives them. */
function pointsCell(row: Row, header: Header): { cell: Cell; field: Field; sign: Effect | null } {
  const award = fieldCell(row, header, 'award')
  const deduct = fieldCell(row, header, 'deduct')
  const points = fieldCell(row, header, 'points')
  if (!isBlank(points)) return { cell: points, field: 'points', sign: null }
  if (!isBlank(award)) return { cell: award, field: 'award', sign: 'award' }
  if (!isBlank(deduct)) return { cell: deduct, field: 'deduct', sign: 'deduct' }
  return { cell: null, field: header.columns.points === undefined ? 'award' : 'points', sign: null }
}

/** 一、加分项 and 二、扣分项 tell the sign of the rules below them. */
function effectOfHeading(words: string): Effect | null {
  if (/扣分|减分|负面|负向/u.test(words)) return 'deduct'
  return /加分|奖分|奖励|正向|正面/u.test(words) ? 'award' : null
}
