/** Sentences about single fields: the field's name and the rule it breaks, made from the contract's issues. */
import type { z } from 'zod'
import { formatPoints, type PointUnit } from '../../domain/points/unit.ts'
import { cutText } from '../../domain/text/characters.ts'
import { filled, type Language } from '../index.ts'
import { isPointField } from '../pointFigures.ts'
import en from './fields.en.json' with { type: 'json' }
import zhCN from './fields.zh-CN.json' with { type: 'json' }

/** By code of the rule; `{field}` is the field's name. */
const rulesIn: Record<Language, Record<string, string>> = { 'zh-CN': zhCN.rules, en: en.rules }
/** By path, the longest end of it that there is: `lines.points` before `points`. */
const namesIn: Record<Language, Map<string, string>> = {
  'zh-CN': new Map(Object.entries(zhCN.names)),
  en: new Map(Object.entries(en.names)),
}
const ruleCodes = new Set(Object.keys(zhCN.rules))

/** What is wrong with one field. */
export interface FieldFault {
  /** Dotted path, such as `terms.caps.0.limit`; empty for the content as a whole. */
  field: string
  /** Code of the rule that is broken. */
  code: string
  /** Sentence without a full stop. */
  detail: string
}

/** Longest part of a name made up by a client that is repeated to it. */
const longestUnknownName = 40

/**
 * One fault for each issue, in the order of the schema. The issues must come from a parse
 * with `reportInput: true`, which tells what is missing from what is wrong.
 *
 * @param place name of the operation, for fields whose name depends on it (`setup.code`)
 * @param unit of the village whose points were sent
 */
export function fieldFaults(
  language: Language,
  issues: readonly z.core.$ZodIssue[],
  place = '',
  unit: PointUnit = 1,
): FieldFault[] {
  const faults = issues.flatMap(meantIssues).flatMap((issue) => faultsOf(language, issue, place, unit))
  const first = new Map<string, FieldFault>()
  // One field is told one thing at a time.
  for (const fault of faults) if (!first.has(fault.field)) first.set(fault.field, fault)
  return [...first.values()]
}

/** The name of the field at a path, null when it has none. */
export function fieldName(language: Language, path: readonly string[], place = ''): string | null {
  const whole = [place, ...path]
  const ends = whole.map((_, start) => whole.slice(start).join('.'))
  const known = ends.find((end) => namesIn[language].has(end))
  return known === undefined ? null : (namesIn[language].get(known) ?? null)
}

function faultsOf(language: Language, issue: z.core.$ZodIssue, place: string, unit: PointUnit): FieldFault[] {
  if (issue.code !== 'unrecognized_keys') {
    const [code, figures] = ruleOf(issue)
    return [faultOf(language, issue.path, code, inVillageUnit(issue, figures, unit), place)]
  }
  return issue.keys.map((key) => faultOf(language, [...issue.path, key], 'unknown-field', {}, place))
}

type Figures = Record<string, string | number>

function faultOf(
  language: Language,
  path: readonly PropertyKey[],
  code: string,
  figures: Figures,
  place: string,
): FieldFault {
  const names = path.filter((part) => typeof part === 'string')
  const index = path.find((part) => typeof part === 'number')
  const plain = nameToSay(language, names, place)
  const field =
    index === undefined ? plain : filled(rulesIn, language, 'item', { field: plain, n: index + 1 })
  return { field: path.join('.'), code, detail: filled(rulesIn, language, code, { ...figures, field }) }
}

/** Bounds of points as the village writes them. */
function inVillageUnit({ path }: z.core.$ZodIssue, figures: Figures, unit: PointUnit): Figures {
  if (!isPointField(path.filter((part) => typeof part === 'string'))) return figures
  const written = Object.entries(figures).map(([name, figure]) => [
    name,
    typeof figure === 'number' ? formatPoints(figure, unit) : figure,
  ])
  return Object.fromEntries(written) as Figures
}

function nameToSay(language: Language, names: readonly string[], place: string): string {
  const known = fieldName(language, names.length === 0 ? ['content'] : names, place)
  if (known !== null) return known
  const name = cutText((names[names.length - 1] ?? '').replace(/[^\p{L}\p{N}_.-]/gu, ''), longestUnknownName)
  return filled(rulesIn, language, 'unknown-name', { name })
}

/** The rule that an issue breaks, with its figures. */
function ruleOf(issue: z.core.$ZodIssue): [code: string, figures: Figures] {
  if (isMissing(issue)) return [missing(issue), {}]
  const own = ownCode(issue)
  if (own !== null) return [own, {}]
  switch (issue.code) {
    case 'too_small':
      return tooSmall(issue)
    case 'too_big':
      return tooBig(issue)
    case 'not_multiple_of':
      return ['multiple', { divisor: issue.divisor }]
    case 'invalid_type':
      return [typeRules[issue.expected] ?? 'invalid', {}]
    case 'invalid_value':
    case 'invalid_union':
      return ['choice', {}]
    default:
      return ['invalid', {}]
  }
}

const typeRules: Record<string, string> = {
  string: 'expects-text',
  number: 'expects-number',
  int: 'whole-number',
  boolean: 'expects-boolean',
}

function isMissing(issue: z.core.$ZodIssue): boolean {
  if (issue.code === 'too_small') return issue.origin === 'string' && issue.minimum === 1
  return issue.input === undefined && (issue.code === 'invalid_type' || isChoice(issue))
}

function isChoice(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'invalid_value' || issue.code === 'invalid_union'
}

function missing(issue: z.core.$ZodIssue): string {
  if (issue.path.length === 0) return 'no-content'
  const isChosen = isChoice(issue) || (issue.code === 'invalid_type' && issue.expected === 'boolean')
  return isChosen ? 'missing-choice' : 'missing'
}

function tooSmall({ origin, minimum, inclusive }: z.core.$ZodIssueTooSmall): [string, Figures] {
  const figures = { minimum: Number(minimum) }
  if (origin === 'string') return ['text-short', figures]
  if (origin === 'array' || origin === 'set') return ['list-short', figures]
  if (!Number.isSafeInteger(figures.minimum - 1)) return ['number-beyond', {}]
  return [inclusive === false ? 'number-not-above' : 'number-small', figures]
}

function tooBig({ origin, maximum, inclusive }: z.core.$ZodIssueTooBig): [string, Figures] {
  const figures = { maximum: Number(maximum) }
  if (origin === 'string') return ['text-long', figures]
  if (origin === 'array' || origin === 'set') return ['list-long', figures]
  if (!Number.isSafeInteger(figures.maximum + 1)) return ['number-beyond', {}]
  return [inclusive === false ? 'number-not-below' : 'number-large', figures]
}

/** The contract's own checks carry the code of their rule as `params.code` or as message. */
function ownCode(issue: z.core.$ZodIssue): string | null {
  const code: unknown = issue.code === 'custom' ? (issue.params?.code ?? issue.message) : issue.message
  return typeof code === 'string' && ruleCodes.has(code) ? code : null
}

/** Of a choice of shapes, what is wrong with the one that was meant: the one that comes nearest. */
function meantIssues(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union' || issue.input === undefined) return [issue]
  const [nearest] = [...issue.errors].sort((a, b) => misfit(a) - misfit(b) || depth(b) - depth(a))
  if (!nearest || nearest.every((inner) => inner.code === 'invalid_value' && inner.path.length === 0))
    return [issue]
  return nearest.flatMap((inner) => meantIssues({ ...inner, path: [...issue.path, ...inner.path] }))
}

const depth = (issues: z.core.$ZodIssue[]) => Math.max(0, ...issues.map(({ path }) => path.length))

/** How little what was sent looks like a shape: another type altogether, or other fields. */
function misfit(issues: z.core.$ZodIssue[]): number {
  const counts = issues.map((issue) => {
    if (issue.code === 'invalid_type' && issue.path.length === 0) return 1_000
    if (issue.code === 'unrecognized_keys' && issue.path.length === 0) return issue.keys.length
    return issue.path.length === 1 && issue.input === undefined ? 1 : 0
  })
  return counts.reduce((sum, count) => sum + count, 0)
}
