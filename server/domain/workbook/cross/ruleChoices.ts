/** Rules to choose from where a column names none. */
import { cutText } from '../../text/characters.ts'
import type { Choice } from '../questions/questions.ts'
import type { NamedRule } from '../rules/rulebook.ts'
import { ruleKey } from '../rules/ruleText.ts'

/** The longest value of a choice that an answer may have. */
const longestValue = 100

/** The rules, those first whose words have most in common with the item. */
export function nearestRules(rules: readonly NamedRule[], item: string): NamedRule[] {
  const signs = new Set(ruleKey(item))
  const likeness = ({ text, dimension }: NamedRule) => {
    const own = Array.from(ruleKey(text))
    const shared = own.filter((sign) => signs.has(sign)).length / Math.max(own.length, 1)
    return shared + (Array.from(dimension).some((sign) => signs.has(sign)) ? 0.2 : 0)
  }
  return rules
    .map((rule) => ({ rule, near: likeness(rule) }))
    .sort((a, b) => b.near - a.near)
    .map(({ rule }) => rule)
}

export function ruleChoice(rule: NamedRule): Choice {
  const { text, dimension } = rule
  return { value: valueOf(rule), code: 'rule', params: { rule: text, dimension } }
}

/** The rule of a choice; undefined for a choice that is none. */
export function ruleOfChoice(rules: readonly NamedRule[], value: string | null): NamedRule | undefined {
  return rules.find((rule) => valueOf(rule) === value)
}

function valueOf({ dimension, text }: NamedRule): string {
  return cutText(`rule ${dimension} ${text}`, longestValue)
}
