import { Refused } from '../../server/domain/answers/refused.ts'
import { isSpecial, type RuleTerms } from '../../server/domain/points/points.ts'
import { scaleTerms } from '../../server/domain/points/scaleTerms.ts'
import type { PointUnit } from '../../server/domain/points/unit.ts'
import { recordChange } from '../audit/audit.ts'
import { once } from '../store/requests/idempotency.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { flagOf } from '../store/tables/flag.ts'
import { ensureDimension } from './dimensions.ts'
import { initialsOf } from './names/initials.ts'
import { readPointUnit, scaleBetween } from './pointUnit.ts'
import { bumpRevision } from './revision.ts'

/** A rule (细则) in its current version. */
export interface Rule {
  id: number
  versionId: number
  version: number
  dimensionId: number
  dimension: string
  text: string
  initials: string
  terms: RuleTerms
  retired: boolean
}

const currentRules = `
  SELECT r.id, v.id AS "versionId", v.version, r.dimension_id AS "dimensionId", d.name AS dimension,
         v.text, v.initials, v.terms, r.retired
  FROM rules r
  JOIN rule_versions v ON v.village_id = r.village_id AND v.rule_id = r.id
   AND v.version = (SELECT max(version) FROM rule_versions WHERE rule_id = r.id)
  JOIN dimensions d ON d.id = r.dimension_id
  WHERE r.village_id = ?`

type RuleRow = Omit<Rule, 'terms' | 'retired'> & { terms: string; retired: 0 | 1 }

/** All rules of the village, by dimension and place in it. */
export async function listRules(store: Store, village: number): Promise<Rule[]> {
  const rows = await store.all<RuleRow>(`${currentRules} ORDER BY d.position, r.position, r.id`, village)
  return rows.map(toRule)
}

export async function findRule(store: Store, village: number, id: number): Promise<Rule | undefined> {
  const row = await store.first<RuleRow>(`${currentRules} AND r.id = ?`, village, id)
  return row && toRule(row)
}

function toRule(row: RuleRow): Rule {
  return { ...row, terms: JSON.parse(row.terms) as RuleTerms, retired: row.retired === 1 }
}

export interface NewRule {
  /** Made by the client; the same again makes no second rule. */
  id?: string | undefined
  dimension: number
  text: string
  terms: RuleTerms
}

/** Adds a rule as version 1, last in its dimension; `fresh` is false when the same id made it before. */
export async function createRule(
  store: Store,
  scope: Scope,
  rule: NewRule,
): Promise<{ rule: Rule; fresh: boolean }> {
  requirePower(scope, 'administer')
  return store.write(scope.village, async (store) => {
    const { made, fresh } = await once(store, scope.village, 'rule', rule, async () => {
      const { id } = await insertRule(store, scope, rule)
      await recordChange(store, scope, 'rule.created', rule.text, null, rule)
      return id
    })
    if (fresh) await bumpRevision(store, scope.village)
    return { rule: await mustFindRule(store, scope.village, made), fresh }
  })
}

async function moveRule(store: Store, village: number, id: number, dimension: number): Promise<void> {
  await mustFindDimension(store, village, dimension)
  await store.update('rules', { village_id: village, id }, { dimension_id: dimension })
}

async function mustFindDimension(store: Store, village: number, id: number): Promise<void> {
  const found = await store.first('SELECT 1 FROM dimensions WHERE village_id = ? AND id = ?', village, id)
  if (!found) throw new Refused('not-found', 'unknown-dimension')
}

/**
 * Inserts a rule as version 1, last in its dimension, without recording the change; for imports that announce once.
 *
 * @returns ids of the rule and of its version
 */
export async function insertRule(
  store: Store,
  scope: Scope,
  { dimension, text, terms }: Omit<NewRule, 'id'>,
): Promise<{ id: number; versionId: number }> {
  const { village } = scope
  await mustFindDimension(store, village, dimension)
  const { count } = await store.one<{ count: number }>(
    'SELECT count(*) AS count FROM rules WHERE village_id = ?',
    village,
  )
  const id = await store.insert('rules', {
    village_id: village,
    dimension_id: dimension,
    position: count + 1,
  })
  return { id, versionId: await insertVersion(store, scope, id, 1, { text, terms }) }
}

export interface RuleChange {
  /** Id of the dimension for what is scored from now on. */
  dimension?: number | undefined
  text?: string | undefined
  terms?: RuleTerms | undefined
  retired?: boolean | undefined
}

/**
 * Makes a new version where text, terms or dimension change; postings keep the
 * version they were made under, and their dimension.
 */
export async function changeRule(store: Store, scope: Scope, id: number, change: RuleChange): Promise<Rule> {
  requirePower(scope, 'administer')
  return store.write(scope.village, async (store) => {
    const before = await mustFindRule(store, scope.village, id)
    const text = change.text ?? before.text
    const terms = change.terms ?? before.terms
    const { dimension = before.dimensionId } = change
    const changed =
      text !== before.text ||
      JSON.stringify(terms) !== JSON.stringify(before.terms) ||
      dimension !== before.dimensionId
    if (dimension !== before.dimensionId) await moveRule(store, scope.village, id, dimension)
    if (changed) await insertVersion(store, scope, id, before.version + 1, { text, terms })
    if (change.retired !== undefined)
      await store.update('rules', { village_id: scope.village, id }, { retired: change.retired ? 1 : 0 })
    const after = await mustFindRule(store, scope.village, id)
    await recordChange(store, scope, 'rule.changed', before.text, before, after)
    await bumpRevision(store, scope.village)
    return after
  })
}

/** One version of a rule, as it stood. */
export interface RuleVersion {
  version: number
  text: string
  terms: RuleTerms
  /** UTC. */
  createdAt: string
  /** Null for what came with the village or an import. */
  createdBy: string | null
}

/** All versions of a rule, the newest first. @throws Refused when the village has no such rule */
export async function listRuleVersions(store: Store, village: number, id: number): Promise<RuleVersion[]> {
  await mustFindRule(store, village, id)
  const rows = await store.all(
    store.sql
      .selectFrom('rule_versions as version')
      .leftJoin('users as user', 'user.id', 'version.created_by')
      .select(['version.version', 'version.text', 'version.terms', 'version.created_at', 'user.display_name'])
      .where('version.village_id', '=', village)
      .where('version.rule_id', '=', id)
      .orderBy('version.version', 'desc'),
  )
  return rows.map(({ version, text, terms, created_at, display_name }) => ({
    version,
    text,
    terms: JSON.parse(terms) as RuleTerms,
    createdAt: created_at,
    createdBy: display_name,
  }))
}

/**
 * Takes rules over into the village's own rulebook, making dimensions that it
 * lacks. A rule that it has already, by dimension and text, stays as it is.
 *
 * @param unit of the points of these rules
 * @throws Refused `unit-too-coarse` for points that the village's unit cannot say
 */
export async function takeRules(
  store: Store,
  scope: Scope,
  rules: readonly { dimension: string; text: string; terms: RuleTerms }[],
  unit: PointUnit,
): Promise<{ added: number; known: number }> {
  requirePower(scope, 'administer')
  return store.write(scope.village, async (store) => {
    const has = new Set(
      (await listRules(store, scope.village)).map(({ dimension, text }) => `${dimension}/${text}`),
    )
    const missing = rules.filter(({ dimension, text }) => !has.has(`${dimension}/${text}`))
    const scale = scaleBetween(unit, await readPointUnit(store, scope.village))
    for (const { dimension, text, terms } of missing)
      await createRule(store, scope, {
        dimension: await ensureDimension(store, scope.village, dimension),
        text,
        terms: scaleTerms(terms, scale),
      })
    return { added: missing.length, known: rules.length - missing.length }
  })
}

/** Makes the attributes that a rule multiplies by and the village lacks; no household has them yet. */
async function ensureAttributes(
  store: Store,
  village: number,
  { multipliers = [] }: RuleTerms,
): Promise<void> {
  const created_at = new Date().toISOString()
  for (const { attribute: name } of multipliers)
    if (!(await store.first('SELECT 1 FROM attributes WHERE village_id = ? AND name = ?', village, name)))
      await store.insert('attributes', { village_id: village, name, created_at })
}

/** @throws Refused when the village has no such rule */
export async function mustFindRule(store: Store, village: number, id: number): Promise<Rule> {
  const rule = await findRule(store, village, id)
  if (!rule) throw new Refused('not-found', 'unknown-rule')
  return rule
}

async function insertVersion(
  store: Store,
  scope: Scope,
  ruleId: number,
  version: number,
  { text, terms }: Pick<NewRule, 'text' | 'terms'>,
): Promise<number> {
  await ensureAttributes(store, scope.village, terms)
  return store.insert('rule_versions', {
    village_id: scope.village,
    rule_id: ruleId,
    version,
    text,
    initials: initialsOf(text, 'text'),
    terms: JSON.stringify(terms),
    created_at: new Date().toISOString(),
    created_by: scope.user,
    special: flagOf(isSpecial(terms)),
  })
}
