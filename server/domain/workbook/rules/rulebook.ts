import type { RuleTerms } from '../../points/points.ts'
import { type Cell, shownText, tightText } from '../cells/cells.ts'
import { misreadText, ruleKey } from './ruleText.ts'

/** A rule that lines of the ledger can name. */
export interface NamedRule {
  dimension: string
  text: string
  terms: RuleTerms
}

/** Finds rules by the words of a ledger. */
export interface Rulebook {
  size: number
  readonly rules: readonly NamedRule[]
  /**
   * @param dimension as the line names it, to tell rules of one text apart
   * @returns `ambiguous` where several dimensions have the text and the line names none of them
   */
  find(text: Cell, dimension: Cell): NamedRule | 'ambiguous' | undefined
}

/** @param sources rules in order of preference: the workbook's, then the village's */
export function createRulebook(
  sources: Iterable<{ dimension: string; text: string; terms: RuleTerms }>,
): Rulebook {
  const byKey = new Map<string, NamedRule[]>()
  const rules: NamedRule[] = []
  for (const { dimension, text, terms } of sources) {
    const key = ruleKey(text)
    const same = byKey.get(key) ?? []
    if (same.some((rule) => rule.dimension === dimension)) continue
    const rule = { dimension, text, terms }
    same.push(rule)
    rules.push(rule)
    byKey.set(key, same)
  }
  const found = new Map<Cell, readonly NamedRule[]>()
  return {
    size: rules.length,
    rules,
    find(text, dimension) {
      let named = found.get(text)
      if (!named) {
        named = byKey.get(ruleKey(text)) ?? byKey.get(ruleKey(misreadText(shownText(text)))) ?? []
        found.set(text, named)
      }
      if (named.length < 2) return named[0]
      const beside = tightText(dimension)
      return named.find((rule) => rule.dimension === beside) ?? 'ambiguous'
    },
  }
}
