/** Puts the record of changes into the office's words. */
import type { AuditEntry } from '../../../db/audit/audit.ts'
import type { RuleTerms } from '../../domain/points/points.ts'
import { formatPoints, type PointUnit } from '../../domain/points/unit.ts'
import { type Language, sentence, worthIn } from '../index.ts'
import en from './changes.en.json' with { type: 'json' }
import zhCN from './changes.zh-CN.json' with { type: 'json' }

interface ChangeWords {
  /** What was done. */
  actions: Record<string, string>
  /** What something of it is called. */
  fields: Record<string, string>
  /** What a field's values are called, where they are not what somebody typed. */
  values: Record<string, Record<string, string>>
}

const wordsOf: Readonly<Record<Language, ChangeWords>> = { 'zh-CN': zhCN, en }

/** A change as a person reads it. */
export interface ToldChange {
  what: string
  /** What was changed, a line each, as it was; `—` for nothing. */
  before: string
  after: string
}

type Change = Pick<AuditEntry, 'action' | 'before' | 'after'>

/** The reader's language, and the village's unit of points at the time of the change. */
interface Telling {
  language: Language
  unit: PointUnit
}

/** Tells a change: only what differs, where there is a before and an after. */
export function tellChange(telling: Telling, { action, before, after }: Change): ToldChange {
  return {
    what: wordsOf[telling.language].actions[action] ?? action,
    before: tell(telling, before, after),
    after: tell(telling, after, before),
  }
}

/** The actions whose words, in either language, hold the text. */
export function actionsCalled(text: string): string[] {
  const part = text.toLowerCase()
  const called = Object.values(wordsOf).flatMap(({ actions }) => Object.entries(actions))
  return called.filter(([, words]) => words.toLowerCase().includes(part)).map(([action]) => action)
}

/**
 * What of a change has no words yet, for tests.
 *
 * @internal
 */
export function untold({ action, before, after }: Change): string[] {
  const { actions, fields } = zhCN
  const parts = [...differing(before, after), ...differing(after, before)]
  const names = parts.flatMap(([field, part]) => [field, ...fieldsOf(part)])
  return [...(action in actions ? [] : [action]), ...names.filter((field) => !(field in fields))]
}

function fieldsOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap(fieldsOf)
  return told(value).flatMap(([field, part]) => [field, ...fieldsOf(part)])
}

/** What means nothing to a reader, and what a rule's worth tells in one. */
const inner: ReadonlySet<string> = new Set([
  ...['id', 'key', 'versionId', 'dimensionId', 'initials'],
  ...['effect', 'scale', 'caps', 'multipliers', 'base', 'veto', 'honour'],
])

/** Fields whose numbers are points. */
const pointFields: ReadonlySet<string> = new Set([
  ...['points', 'over', 'score', 'balance', 'expired', 'from', 'keep', 'least'],
])

/** Fields that hold a picture's id or address: that there is one must do. */
const pictures: ReadonlySet<string> = new Set(['picture', 'crest'])

const told = (value: object) =>
  Object.entries(value).filter(([field]) => !inner.has(field)) as [string, unknown][]

/** The parts that differ from the other side; a change may name only what it sets. */
function differing(value: unknown, other: unknown): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return []
  const besides = typeof other === 'object' ? (other as Record<string, unknown> | null) : null
  return told(value).filter(
    ([field, part]) =>
      besides === null || (field in besides && JSON.stringify(part) !== JSON.stringify(besides[field])),
  )
}

function tell(telling: Telling, value: unknown, other: unknown): string {
  const { language } = telling
  if (typeof value !== 'object' || value === null) return shown(telling, '', value)
  const lines = differing(value, other).map(([field, part]) =>
    sentence(language, 'change-line', {
      field: named(language, field, part),
      value: shown(telling, field, part),
    }),
  )
  return lines.length === 0 ? '—' : lines.join('\n')
}

/** A scene is on or off; the desk is open on a day. */
const named = (language: Language, field: string, value: unknown) =>
  wordsOf[language].fields[field === 'on' && typeof value === 'string' ? 'onDay' : field] ?? field

/** A long list has a line for each. */
function listed(language: Language, texts: readonly string[]): string {
  if (texts.length === 0) return '—'
  const line = texts.join(sentence(language, 'cell-comma'))
  return line.length <= 40 ? line : texts.map((text) => `\n· ${text}`).join('')
}

/** One value in words. */
function shown(telling: Telling, field: string, value: unknown): string {
  const { language, unit } = telling
  if (value === null || value === undefined || value === '') return '—'
  if (pictures.has(field)) return sentence(language, 'cell-yes')
  if (typeof value === 'boolean') return sentence(language, value ? 'cell-yes' : 'cell-no')
  if (Array.isArray(value))
    return listed(
      language,
      value.map((one) => shown(telling, field, one)),
    )
  if (typeof value === 'object') {
    const worth = field === 'terms' ? [worthIn(language, value as RuleTerms, unit)] : []
    const parts = told(value)
      .map(([part, its]) => [named(language, part, its), shown(telling, part, its)])
      .filter(([, words]) => words !== '—')
      .map((line) => line.join(' '))
    return [...worth, ...parts].join(sentence(language, 'change-comma'))
  }
  if (field === 'valueCents') return (Number(value) / 100).toFixed(2)
  if (typeof value === 'number' && pointFields.has(field)) return formatPoints(value, unit)
  const text = String(value)
  return wordsOf[language].values[field]?.[text] ?? text
}
