/** Rules of a workbook whose terms the village has otherwise. */
import { isDeepStrictEqual } from 'node:util'
import type { RuleTerms } from '../../../server/domain/points/points.ts'
import { scaleTerms } from '../../../server/domain/points/scaleTerms.ts'
import type { PointUnit } from '../../../server/domain/points/unit.ts'
import type { Question, QuestionExample } from '../../../server/domain/workbook/questions/questions.ts'
import { writeTerms } from '../../../server/domain/workbook/rules/writtenTerms.ts'
import { scaleBetween } from '../../villages/pointUnit.ts'
import type { Rule } from '../../villages/rulebook.ts'
import type { OfficeRule } from '../officeRecords.ts'
import { questionAbout } from './households/differences.ts'
import { nameOf } from './newRows.ts'

export interface RuleDifference {
  listed: OfficeRule
  known: Rule
  /** The village's terms with what the workbook says. */
  terms: RuleTerms
}

/** @param units that the workbook's points and the village's are counted in */
export function compareRules(
  listed: readonly OfficeRule[],
  known: readonly Rule[],
  units: { workbook: PointUnit; village: PointUnit },
): RuleDifference[] {
  const byName = new Map(known.map((rule) => [nameOf(rule), rule]))
  return listed.flatMap((rule): RuleDifference[] => {
    const own = byName.get(nameOf(rule))
    if (!own) return []
    const before = scaleTerms(own.terms, scaleBetween(units.village, units.workbook))
    const terms = { ...before, ...statedTerms(rule.terms) }
    return isDeepStrictEqual(plain(terms), plain(before)) ? [] : [{ listed: rule, known: own, terms }]
  })
}

/** What a workbook says of a rule: effect and points, and what is not left empty. */
function statedTerms({ effect, scale, ...others }: RuleTerms): Partial<RuleTerms> {
  const stated = Object.entries(others).filter(
    ([, value]) => Boolean(value) && !(Array.isArray(value) && value.length === 0),
  )
  return { effect, scale, ...Object.fromEntries(stated) }
}

const plain = (terms: RuleTerms): unknown => JSON.parse(JSON.stringify(terms))

/** @param mayChange whether the importer may change rules */
export function ruleQuestions(
  differences: readonly RuleDifference[],
  mayChange: boolean,
  units: { workbook: PointUnit; village: PointUnit },
): Question[] {
  const examples = differences.map(({ listed, known, terms }): QuestionExample => {
    const { sheet = '', row = null, dimension, text } = listed
    return {
      ...{ sheet, row, door: '', head: '', what: `${dimension} ${text}` },
      before: shownTerms(known.terms, units.village),
      after: shownTerms(terms, units.workbook),
    }
  })
  return questionAbout('rules-differ', examples, [
    { value: 'as-village', code: 'as-village' },
    ...(mayChange ? [{ value: 'as-workbook', code: 'as-workbook' } as const] : []),
  ])
}

function shownTerms(terms: RuleTerms, unit: PointUnit): string {
  return Object.values(writeTerms(terms, unit)).filter(Boolean).join(' ')
}
