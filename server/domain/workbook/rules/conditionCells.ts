/** What a rule says beside its points, as cells of a workbook: written by exports, read back without a loss. */
import type { RuleTerms } from '../../points/points.ts'
import { type BasePeriod, basePeriods, type Multiplier, type Veto } from '../../points/ruleConditions.ts'
import { isSoundBase, isSoundVeto } from '../../points/soundTerms.ts'
import { recordText } from '../../text/recordText.ts'
import { type Cell, isBlank, shownText, tightText } from '../cells/cells.ts'
import { readDate } from '../cells/dates.ts'

/** The columns, by the fields of a header. */
export const conditionFields = [
  'multipliers',
  'base',
  'veto',
  'honour',
  'validFrom',
  'validTo',
  'ruleNote',
] as const
export type ConditionCells = Record<(typeof conditionFields)[number], string>

/** The cells of a rule's conditions; empty where it has none. */
export function writeConditions(terms: RuleTerms): ConditionCells {
  const { multipliers = [], base, veto, honour, validFrom, validTo, note } = terms
  return {
    multipliers: multipliers
      .map(({ attribute, factor }) => recordText('multiplier', { attribute, factor: String(factor) }))
      .join(recordText('semicolon')),
    base: base ? recordText(`base-${base.covers}`, { period: periodWord(base.period) }) : '',
    veto: veto ? writeVeto(veto) : '',
    honour: honour ? recordText('honour-points') : '',
    validFrom: validFrom ?? '',
    validTo: validTo ?? '',
    ruleNote: note ?? '',
  }
}

const periodWord = (period: BasePeriod) => recordText(`period-${period}`)

function writeVeto({ period, zero, honours, redemption, months }: Veto): string {
  const words = [
    ...(zero ? [recordText('veto-zero')] : []),
    ...(honours ? [recordText('veto-honours')] : []),
    ...(redemption
      ? [
          months === undefined
            ? recordText('veto-redemption')
            : recordText('veto-months', { months: String(months) }),
        ]
      : []),
  ]
  if (words.length === 0) words.push(recordText('veto-nothing'))
  return recordText('veto-of', { period: periodWord(period), words: words.join(recordText('comma')) })
}

/**
 * Adds to a rule's terms what its cells say.
 *
 * @returns words that set nothing, or that do not go with the rest
 */
export function readConditions(
  terms: RuleTerms,
  cell: (field: keyof ConditionCells) => Cell | undefined,
): { terms: RuleTerms; notUnderstood: string[] } {
  const notUnderstood: string[] = []
  let read = terms
  function take(field: keyof ConditionCells, said: Partial<RuleTerms> | null): void {
    if (isBlank(cell(field))) return
    const next = said && { ...read, ...said }
    if (next && isSoundBase(next) && isSoundVeto(next)) read = next
    else notUnderstood.push(shownText(cell(field)))
  }
  take('multipliers', readMultipliers(tightText(cell('multipliers'))))
  take('base', readBase(tightText(cell('base'))))
  take('veto', readVeto(tightText(cell('veto'))))
  take('honour', tightText(cell('honour')) === recordText('honour-points') ? { honour: true } : null)
  take('validFrom', readDay('validFrom', cell('validFrom')))
  take('validTo', readDay('validTo', cell('validTo')))
  if (!isBlank(cell('ruleNote'))) read = { ...read, note: shownText(cell('ruleNote')) }
  return { terms: read, notUnderstood }
}

function readMultipliers(words: string): Partial<RuleTerms> | null {
  const multipliers = words.split(';').flatMap((part): Multiplier[] => {
    const [, attribute = '', factor] = /^(.{1,12})[×xX*](\d{1,2}(?:\.\d)?)倍?$/u.exec(part) ?? []
    const times = Number(factor)
    return attribute !== '' && times >= 0.1 && times <= 10 ? [{ attribute, factor: times }] : []
  })
  return multipliers.length > 0 && multipliers.length === words.split(';').length ? { multipliers } : null
}

/** Splits `每季度:全部扣分` into the period and what follows. */
function ofPeriod(words: string): { period: BasePeriod; rest: string } | null {
  const [first = '', rest = ''] = words.split(':')
  const period = basePeriods.find((one) => periodWord(one) === first)
  return period && rest !== '' ? { period, rest } : null
}

function readBase(words: string): Partial<RuleTerms> | null {
  const said = ofPeriod(words)
  if (!said) return null
  const covers = (['all', 'dimension'] as const).find(
    (one) => tightText(recordText(`base-${one}`, { period: '' })).slice(1) === said.rest,
  )
  return covers ? { base: { period: said.period, covers } } : null
}

function readVeto(words: string): Partial<RuleTerms> | null {
  const said = ofPeriod(words)
  if (!said) return null
  const veto: Veto = { period: said.period, zero: false, honours: false, redemption: false }
  for (const part of said.rest.split(/[、,]/u)) {
    const months = /^(\d{1,2})个月内不能兑换$/u.exec(part)?.[1]
    if (part === recordText('veto-zero')) veto.zero = true
    else if (part === recordText('veto-honours')) veto.honours = true
    else if (part === recordText('veto-redemption')) veto.redemption = true
    else if (months !== undefined && Number(months) >= 1 && Number(months) <= 60)
      Object.assign(veto, { redemption: true, months: Number(months) })
    else if (part !== recordText('veto-nothing')) return null
  }
  return { veto }
}

function readDay(field: 'validFrom' | 'validTo', cell: Cell | undefined): Partial<RuleTerms> | null {
  const text = shownText(cell)
  const year = Number(/^\d{4}/u.exec(text)?.[0] ?? 0)
  const reading = readDate(cell, year)
  return 'date' in reading ? { [field]: reading.date } : null
}
