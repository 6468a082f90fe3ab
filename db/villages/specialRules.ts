/** Versions of rules whose postings have consequences beyond their points: base points, vetoes, honour points. */
import type { RuleTerms } from '../../server/domain/points/points.ts'
import type { BaseTerms, Veto } from '../../server/domain/points/ruleConditions.ts'
import type { Store } from '../store/store.ts'

/** A rule of base points. */
export interface BaseRule {
  /** Id of the rule, and those of its versions that give base points. */
  rule: number
  versions: number[]
  dimension: number
  /** The version in force; null where the rule is retired, or its newest version gives no base points. */
  current: { version: number; text: string; terms: RuleTerms; base: BaseTerms } | null
}

export interface SpecialRules {
  bases: readonly BaseRule[]
  /** By id of the version. */
  vetoes: ReadonlyMap<number, Veto>
  /** Ids of versions whose points are never redeemed. */
  honours: readonly number[]
}

/** Those of a village without any. */
export const noSpecialRules: SpecialRules = { bases: [], vetoes: new Map(), honours: [] }

interface Row {
  id: number
  rule: number
  version: number
  latest: number
  text: string
  terms: string
  dimension: number
  retired: 0 | 1
}

const special = `
  SELECT v.id, v.rule_id AS rule, v.version, v.text, v.terms, r.dimension_id AS dimension, r.retired,
    (SELECT max(l.version) FROM rule_versions l WHERE l.rule_id = v.rule_id) AS latest
  FROM rule_versions v JOIN rules r ON r.id = v.rule_id
  WHERE v.village_id = ? AND v.special = 1 ORDER BY v.rule_id, v.version`

/** The special versions of a village's rules; most villages have none. */
export async function readSpecialRules(store: Store, village: number): Promise<SpecialRules> {
  const bases = new Map<number, BaseRule>()
  const vetoes = new Map<number, Veto>()
  const honours: number[] = []
  for (const { id, rule, version, latest, text, terms: stored, dimension, retired } of await store.all<Row>(
    special,
    village,
  )) {
    const terms = JSON.parse(stored) as RuleTerms
    const { base, veto, honour } = terms
    if (veto) vetoes.set(id, veto)
    if (honour) honours.push(id)
    if (!base) continue
    const one = bases.get(rule) ?? { rule, versions: [], dimension, current: null }
    bases.set(rule, one)
    one.versions.push(id)
    if (version === latest && retired === 0) one.current = { version: id, text, terms, base }
  }
  return { bases: [...bases.values()], vetoes, honours }
}
