/** The smallest unit of a village's points. */
import { Refused } from '../../server/domain/answers/refused.ts'
import type { RuleTerms } from '../../server/domain/points/points.ts'
import type { RedemptionTerms } from '../../server/domain/points/redemptionTerms.ts'
import { scaleItems, type ScalePoints, scaleTerms } from '../../server/domain/points/scaleTerms.ts'
import { inPoints, inUnits, partsOf, type PointUnit, unitOfParts } from '../../server/domain/points/unit.ts'
import type { LevelScheme } from '../../server/domain/ranking/levels.ts'
import type { Given, SheetItem, StarThreshold } from '../../server/domain/rules/checkSheet.ts'
import type { ReviewPolicy } from '../../server/domain/rules/review.ts'
import { recordChange } from '../audit/audit.ts'
import type { VillageRow } from '../store/schema.ts'
import type { Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'

export function unitOf({ point_parts: parts }: Pick<VillageRow, 'point_parts'>): PointUnit {
  return unitOfParts(parts)
}

/** The unit of the village of this id. */
export async function readPointUnit(store: Store, village: number): Promise<PointUnit> {
  return unitOf(await store.one('SELECT point_parts FROM villages WHERE id = ?', village))
}

/** Whether the village has a posting, which fixes its unit. */
export async function hasPostings(store: Store, village: number): Promise<boolean> {
  return (await store.first('SELECT 1 FROM postings WHERE village_id = ? LIMIT 1', village)) !== undefined
}

/**
 * Changes the unit of a village without postings, in the caller's transaction, and records it. What has points
 * already (rules, scores that wait, prices, check sheets, visits) keeps its worth.
 *
 * @throws Refused `unit-fixed` after the first posting, `unit-too-coarse` where something is worth less than a unit
 */
export async function changePointUnit(
  store: Store,
  scope: Scope,
  village: VillageRow,
  unit: PointUnit,
): Promise<void> {
  if (unit === unitOf(village)) return
  const { id } = village
  if (await hasPostings(store, id)) throw new Refused('conflict', 'unit-fixed', { unit: unitOf(village) })
  const scale = scaleBetween(unitOf(village), unit)
  for (const table of tables) await scaleTable(store, id, table, scale)
  const review = JSON.parse(village.review) as ReviewPolicy
  const over = review.over === null ? null : scale(review.over)
  const { keep, least } = JSON.parse(village.redemption) as RedemptionTerms
  await store.update(
    'villages',
    { id },
    {
      point_parts: partsOf(unit),
      review: JSON.stringify({ ...review, over }),
      redemption: JSON.stringify({ keep: scale(keep), least: scale(least) }),
      levels: scaledLevels(village.levels, scale),
    },
  )
  await recordChange(store, scope, unitChanged, village.name, { unit: unitOf(village) }, { unit })
}

/** A scheme by points keeps its worth; places and shares are no points. */
function scaledLevels(stored: string | null, scale: ScalePoints): string | null {
  if (stored === null) return null
  const scheme = JSON.parse(stored) as LevelScheme
  if (scheme.by !== 'points') return stored
  return JSON.stringify({
    ...scheme,
    levels: scheme.levels.map((level) => ({ ...level, from: scale(level.from) })),
  })
}

/** Gives points of one unit the same worth in another. @throws Refused `unit-too-coarse` */
export function scaleBetween(from: PointUnit, to: PointUnit): ScalePoints {
  return (points) => {
    const scaled = inUnits(inPoints(points, from), to)
    if (scaled === null)
      throw new Refused('conflict', 'unit-too-coarse', { points: inPoints(points, from), unit: to })
    return scaled
  }
}

const unitChanged = 'village.unit-changed'

/** The unit that a village had when it recorded a change, by the id of that record. */
export async function pointUnitsOf(store: Store, village: number): Promise<(audit: number) => PointUnit> {
  const now = village === 0 ? 1 : await readPointUnit(store, village)
  const changes = await store.all<{ id: number; before: string }>(
    'SELECT id, before FROM audit WHERE village_id = ? AND action = ? ORDER BY id',
    village,
    unitChanged,
  )
  const before = changes.map(({ id, before }) => ({ id, ...(JSON.parse(before) as { unit: PointUnit }) }))
  return (audit) => before.find(({ id }) => id >= audit)?.unit ?? now
}

/** A column of a village's rows with points in it. */
interface PointColumn {
  table: string
  /** Columns that name a row. */
  key: readonly string[]
  column: string
  /** Null for a column of whole numbers. */
  inJson: ((value: unknown, scale: ScalePoints) => unknown) | null
}

const inItems = (value: unknown, scale: ScalePoints) => scaleItems(value as SheetItem[], scale)

const tables: readonly PointColumn[] = [
  {
    table: 'rule_versions',
    key: ['id'],
    column: 'terms',
    inJson: (terms, scale) => scaleTerms(terms as RuleTerms, scale),
  },
  { table: 'claims', key: ['id'], column: 'points', inJson: null },
  { table: 'claims', key: ['id'], column: 'chosen', inJson: null },
  { table: 'goods', key: ['id'], column: 'points', inJson: null },
  { table: 'check_sheets', key: ['id'], column: 'items', inJson: inItems },
  { table: 'rounds', key: ['id'], column: 'sheet', inJson: inItems },
  {
    table: 'rounds',
    key: ['id'],
    column: 'stars',
    inJson: (stars, scale) => (stars as StarThreshold[]).map((star) => ({ ...star, from: scale(star.from) })),
  },
  { table: 'visits', key: ['id'], column: 'points', inJson: null },
  {
    table: 'visits',
    key: ['id'],
    column: 'given',
    inJson: (given, scale) => scaleItems(given as Given[], scale),
  },
  { table: 'activities', key: ['id'], column: 'points', inJson: null },
  { table: 'round_results', key: ['round_id', 'household_id'], column: 'points', inJson: null },
]

async function scaleTable(
  store: Store,
  village: number,
  { table, key, column, inJson }: PointColumn,
  scale: ScalePoints,
): Promise<void> {
  const rows = await store.all<Record<string, number | string>>(
    `SELECT ${[...key, column].join(', ')} FROM ${table} WHERE village_id = ? AND ${column} IS NOT NULL`,
    village,
  )
  const where = key.map((name) => `${name} = ?`).join(' AND ')
  for (const row of rows) {
    const value = row[column]
    if (value == null) continue
    const scaled =
      inJson === null ? scale(Number(value)) : JSON.stringify(inJson(JSON.parse(String(value)), scale))
    const named = key.map((name) => row[name] ?? 0)
    await store.run(
      `UPDATE ${table} SET ${column} = ? WHERE village_id = ? AND ${where}`,
      scaled,
      village,
      ...named,
    )
  }
}
