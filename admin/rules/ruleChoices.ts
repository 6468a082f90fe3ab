/** Rules as they are offered for choosing: by code, by characters, by pinyin initials. */
import type { RuleView } from '../../server/contract/villages/rules.ts'

export interface RuleChoice {
  rule: RuleView
  /** The dimension's place and the rule's place in it: 103 is the third rule of the first dimension. */
  code: string
}

/**
 * All rules with their codes. A code never changes: rules are
 * never removed, and new ones come last in their dimension.
 *
 * @param rules retired ones too, in the village's order
 * @param dimensionIds ids of the village's dimensions, in order
 */
export function ruleChoices(rules: readonly RuleView[], dimensionIds: readonly number[]): RuleChoice[] {
  const counted = new Map<number, number>()
  return rules.map((rule) => {
    const { id } = rule.dimension
    const place = (counted.get(id) ?? 0) + 1
    counted.set(id, place)
    return { rule, code: `${dimensionIds.indexOf(id) + 1}${String(place).padStart(2, '0')}` }
  })
}

/**
 * The choices that fit what was typed; all of them, in order, when nothing was.
 * Those of one dimension stay together; the dimension with the closest rule comes first.
 */
export function filterRules(choices: readonly RuleChoice[], typed: string): RuleChoice[] {
  const wanted = normal(typed)
  // Base points are given by the system.
  const offered = choices.filter(({ rule }) => !rule.retired && !rule.terms.base)
  if (wanted === '') return offered
  const found = offered
    .map((choice) => ({ choice, closeness: closeness(choice, wanted) }))
    .filter((match) => match.closeness > 0)
  const best = new Map<number, number>()
  for (const { choice, closeness } of found) {
    const { id } = choice.rule.dimension
    best.set(id, Math.max(best.get(id) ?? 0, closeness))
  }
  const dimensionRank = (choice: RuleChoice) => best.get(choice.rule.dimension.id) ?? 0
  // Sorting is stable: equals keep the village's order.
  return found
    .sort(
      (a, b) =>
        dimensionRank(b.choice) - dimensionRank(a.choice) ||
        together(a.choice, b.choice) ||
        b.closeness - a.closeness,
    )
    .map(({ choice }) => choice)
}

/** Input methods put apostrophes and blanks between syllables that are still being composed. */
function normal(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s'’]/gu, '')
}

function together(a: RuleChoice, b: RuleChoice): number {
  if (a.rule.dimension.id === b.rule.dimension.id) return 0
  return Number(a.code) - Number(b.code)
}

function closeness({ rule, code }: RuleChoice, wanted: string): number {
  const text = normal(rule.text)
  if (code === wanted || text === wanted || rule.initials === wanted) return 5
  if (code.startsWith(wanted) || text.startsWith(wanted) || rule.initials.startsWith(wanted)) return 4
  if (text.includes(wanted) || rule.initials.includes(wanted)) return 3
  if (normal(rule.dimension.name).startsWith(wanted)) return 2
  return wanted.length > 1 && isScattered(wanted, rule.initials) ? 1 : 0
}

/** Whether the letters occur in this order, with others between: `hjg` in `hjzjg`. */
function isScattered(letters: string, text: string): boolean {
  let at = 0
  for (const letter of letters) {
    at = text.indexOf(letter, at) + 1
    if (at === 0) return false
  }
  return true
}
