import type { Effect, RuleTerms } from '../../points/points.ts'
import { scaleTerms } from '../../points/scaleTerms.ts'
import { inUnits, type PointUnit, typedPoints } from '../../points/unit.ts'
import { cutText } from '../../text/characters.ts'
import { recordText } from '../../text/recordText.ts'
import { type Cell, isBlank, type Row, type Sheet, shownText, tightText } from '../cells/cells.ts'
import { type Carried, fieldAddress, fieldCell, findOddField, isBetween, soleText } from '../cells/lines.ts'
import { isOdd } from '../cells/oddText.ts'
import type { Findings } from '../findings.ts'
import type { Field } from '../headers/fields.ts'
import { type Header, isHeaderLine } from '../headers/header.ts'
import { signsOfRows } from '../headers/signColumn.ts'
import { titlesOf } from '../headers/titles.ts'
import type { OfficeRule, Place } from '../office.ts'
import type { Questions } from '../questions/questions.ts'
import { conditionFields, readConditions } from './conditionCells.ts'
import { effectOfHeading, effectOfTitles, namesOnlySign, rankOfHeading } from './headings.ts'
import { numberedLevels } from './levels.ts'
import { longestRuleText, readRuleText, ruleKey } from './ruleText.ts'
import { readRuleWords } from './ruleWords.ts'

/** The dimension of rules whose sheet names none. */
const undivided: Carried = { text: recordText('no-dimension'), cell: null, address: null }

const longestNote = 200

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

/** @param unit of the village's points */
export function createRuleReader(
  rules: OfficeRule[],
  findings: Findings,
  questions: Questions,
  unit: PointUnit,
): RuleReader {
  const seen = new Set<string>()

  function add(place: Place, row: Row, header: Header, carried: Carried, said: SaidEffect): void {
    const at = (field: Field): string | null => fieldAddress(header, field, place.row)
    const text = readRuleText(fieldCell(row, header, 'rule'))
    const key = ruleKey(text)
    if (key === '') {
      const { cell, field } = pointsCell(row, header)
      if (!isBlank(cell)) findings.problem(place, at(field), 'no-rule', cell)
      return
    }
    const odd = findOddField(row, header, ['rule', ...conditionFields])
    if (odd) return findings.problem(place, at(odd), 'odd-characters', fieldCell(row, header, odd))
    if (isRetired(fieldCell(row, header, 'retired'))) return
    if (isOdd(carried.cell)) return findings.problem(place, carried.address, 'odd-characters', carried.cell)
    const dimension = carried.text
    if (text.length > longestRuleText) return findings.problem(place, at('rule'), 'rule-too-long', text)
    const { cell, field, sign } = pointsCell(row, header)
    const effect = said === 'unclear' ? null : said
    const words = [fieldCell(row, header, 'caps'), fieldCell(row, header, 'note')]
    const told = readRuleWords({ text, points: cell, words, effect: sign ?? effect })
    const conditions = told && readConditions(told.terms, (field) => fieldCell(row, header, field))
    const inUnit = conditions && inVillageUnit(conditions.terms, unit)
    if (!told || !conditions || !inUnit) {
      const problem = isBlank(cell)
        ? 'rule-without-points'
        : told || /\d\.\d*[1-9]/u.test(tightText(cell))
          ? 'points-not-whole'
          : 'rule-points-unclear'
      return findings.problem(place, at(field), problem, isBlank(cell) ? text : cell)
    }
    if (seen.has(`${dimension} ${key}`)) return findings.problem(place, at('rule'), 'rule-twice', text)
    seen.add(`${dimension} ${key}`)
    const { stepsUnclear } = told
    const notUnderstood = [
      ...told.notUnderstood,
      ...conditions.notUnderstood,
      ...otherPoints(row, header, field),
    ]
    const terms = withNote(inUnit, notUnderstood)
    const meant = stepsUnclear ? askAboutSteps(place, text, terms, unit, questions) : terms
    const section = said === 'unclear' ? 'deduct' : said
    const settled = section ? askAboutSign(place, text, meant, section, questions) : meant
    rules.push({ ...place, dimension, text, terms: settled, notUnderstood })
  }

  return {
    read(sheet, header) {
      const signOf = signsOfRows({ sheet, header, kind: 'rules' })
      let dimension = undivided
      const titled =
        effectOfHeading(header.labels[header.columns.rule ?? -1] ?? '') ??
        effectOfTitles(titlesOf(sheet, header.row))
      let effect: SaidEffect = titled
      let rank: string | null = null
      for (let index = header.firstRow - 1; index < sheet.rows.length; index++) {
        const row = sheet.rows[index] ?? []
        const sole = soleText(row, index + 1)
        // 扣分项 alone is a heading, though it is a word over a column too.
        const isSign = sole !== null && isHeaderLine(row) && effectOfHeading(sole.text) !== null
        if (isBetween(row, header) && !isSign) continue
        if (sole && remark.test(sole.text)) continue
        if (sole && (isSign || isBlank(fieldCell(row, header, 'rule')) || isHeading(sole.text))) {
          const sign = effectOfHeading(sole.text)
          const isNext = rankOfHeading(sole.text) === rank
          if (sign || isNext) effect = sign ?? titled
          if (sign) rank = rankOfHeading(sole.text) || null
          if (!namesOnlySign(readRuleText(sole.text)) && sole.text.length <= 16)
            dimension = { ...sole, text: readRuleText(sole.text) }
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
          signOf(row) ?? effectOfHeading(dimension.text) ?? effect,
        )
      }
    },
  }
}

/** What headings and titles say of the sign of rules written without one; `unclear` where they disagree. */
type SaidEffect = Effect | 'unclear' | null

const isHeading = (words: string) => section.test(words) || namesOnlySign(words)

/** An export names rules that are no longer in use, too. */
const isRetired = (cell: Cell) => tightText(cell) === '是'

/** Terms in smallest units; null where the unit is too coarse for them. */
function inVillageUnit(terms: RuleTerms, unit: PointUnit): RuleTerms | null {
  const scaled = scaleTerms(terms, (points) => inUnits(points, unit) ?? NaN)
  return JSON.stringify(scaled).includes('null') ? null : scaled
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

/** What stands under 扣分 beside points under 加分, with the word over it. */
function otherPoints(row: Row, header: Header, read: Field): string[] {
  return (['award', 'deduct'] as const)
    .filter((field) => field !== read && !isBlank(fieldCell(row, header, field)))
    .map(
      (field) =>
        `${header.labels[header.columns[field] ?? -1] ?? ''}${shownText(fieldCell(row, header, field))}`,
    )
}

/** Whether several figures are for repetitions, or for levels that the words do not name. */
function askAboutSteps(
  place: Place,
  text: string,
  terms: RuleTerms,
  unit: PointUnit,
  questions: Questions,
): RuleTerms {
  const { scale } = terms
  if (scale.type !== 'escalating') return terms
  const steps = scale.steps.map((step) => typedPoints(step, unit)).join('/')
  const answer = questions.ask({
    id: `steps ${ruleKey(text)} ${steps}`,
    code: 'steps-or-levels',
    ...place,
    params: { rule: text, steps },
    choices: [
      { value: 'levels', code: 'levels' },
      { value: 'escalating', code: 'escalating' },
    ],
    preset: null,
  })
  return answer === 'levels'
    ? { ...terms, scale: { type: 'levels', levels: numberedLevels(scale.steps) } }
    : terms
}

/** Which sign is meant where a rule's own is another than its section's. */
function askAboutSign(
  place: Place,
  text: string,
  terms: RuleTerms,
  section: Effect,
  questions: Questions,
): RuleTerms {
  if (terms.effect === section) return terms
  const answer = questions.ask({
    id: `sign ${ruleKey(text)} ${section}`,
    code: 'sign-of-rule',
    ...place,
    params: { rule: text },
    choices: [
      { value: 'deduct', code: 'deduct' },
      { value: 'award', code: 'award' },
    ],
    preset: null,
  })
  return answer === 'award' || answer === 'deduct' ? { ...terms, effect: answer } : terms
}

/** What was not understood stays with the rule. */
function withNote(terms: RuleTerms, notUnderstood: readonly string[]): RuleTerms {
  if (notUnderstood.length === 0 && terms.note === undefined) return terms
  const note = [...(terms.note === undefined ? [] : [terms.note]), ...notUnderstood]
  return { ...terms, note: cutText(note.join(recordText('semicolon')), longestNote) }
}
