/** Rules that a workbook has only as columns, where somebody says that they are new. */
import type { Effect } from '../../points/points.ts'
import { cutText } from '../../text/characters.ts'
import { recordText } from '../../text/recordText.ts'
import type { OfficeRule, OfficeWorkbook, Place } from '../office.ts'
import type { NamedRule } from '../rules/rulebook.ts'
import { longestRuleText, ruleKey } from '../rules/ruleText.ts'

export interface NewRules {
  /** The new rule of an item, once it was added. */
  find(item: string): NamedRule | undefined
  /** The dimension for an item: one of its name, or of the words above it. */
  dimensionOf(item: string, section: string): string
  /** @param effect of points without a sign */
  add(place: Place, text: string, dimension: string, item: string, effect: Effect): NamedRule
  has(rule: NamedRule): boolean
  /** Points that the workbook has under a new rule; others count for nothing. */
  count(rule: NamedRule, points: number): void
  /** Sets the terms by the points that were counted: fixed where all are the same, or else a range. */
  finish(): void
}

/** @param known rules whose dimensions there are */
export function createNewRules(office: OfficeWorkbook, known: readonly { dimension: string }[]): NewRules {
  const added = new Map<string, { rule: OfficeRule; points: Set<number> }>()
  const dimensions = new Set(known.map(({ dimension }) => dimension))
  return {
    find: (item) => added.get(item)?.rule,
    dimensionOf(item, section) {
      const named = [...dimensions].find((name) =>
        [item, section].some((word) => ruleKey(word) === ruleKey(name)),
      )
      return named ?? (section || recordText('no-dimension'))
    },
    add({ sheet, row }, text, dimension, item, effect) {
      const rule: OfficeRule = {
        ...{ sheet, row, dimension, text: cutText(text, longestRuleText), notUnderstood: [] },
        terms: {
          effect,
          scale: { type: 'fixed', points: 0 },
          caps: [],
          evidence: false,
          reviewers: 0,
        },
      }
      added.set(item, { rule, points: new Set() })
      office.rules.push(rule)
      return rule
    },
    has: (rule) => [...added.values()].some((one) => one.rule === rule),
    count(rule, points) {
      for (const one of added.values()) if (one.rule === rule) one.points.add(points)
    },
    finish() {
      for (const { rule, points } of added.values()) {
        const figures = [...points].map(Math.abs)
        const [only, another] = new Set(figures)
        if (points.size > 0) rule.terms.effect = [...points].every((one) => one <= 0) ? 'deduct' : 'award'
        rule.terms.scale =
          only !== undefined && another === undefined
            ? { type: 'fixed', points: only }
            : { type: 'range', min: 0, max: Math.max(...figures, 0) }
      }
    },
  }
}
