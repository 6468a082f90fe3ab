import { randomUUID } from 'node:crypto'
import { chainOrigin } from '../../server/domain/points/chain.ts'
import { type TieBreaker } from '../../server/domain/ranking/ranking.ts'
import { Refused } from '../../server/domain/answers/refused.ts'
import { recordChange } from '../audit/audit.ts'
import { type SeasonRow, type VillageRow } from '../store/schema.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import { type Store } from '../store/store.ts'

/** The five dimensions (维度) a new village starts with; the last one breaks ties. */
export const fiveDimensions = ['会议学习', '环境卫生', '传统美德', '遵纪守法', '志愿服务'] as const

/** First parts of the panel's own addresses; a village of this name could not be opened there. */
const panelAddresses: ReadonlySet<string> = new Set(['sign-in', 'set-up', 'villages', 'town', 'staff'])

export interface NewVillage {
  slug: string
  name: string
  timezone: string
  season: { name: string; startsOn: string; endsOn: string }
  slogan?: string
  sample?: boolean
}

/** Creates a village with its five dimensions, an active season and an empty ledger. */
export function createVillage(store: Store, user: number | null, village: NewVillage): VillageRow {
  if (panelAddresses.has(village.slug))
    throw new Refused('unprocessable', 'slug-reserved', { slug: village.slug })
  return store.write(() => {
    if (findVillage(store, village.slug))
      throw new Refused('conflict', 'village-exists', { slug: village.slug })
    const { sql } = store
    const { id } = store.run(
      sql.insertInto('villages').values({
        slug: village.slug,
        name: village.name,
        slogan: village.slogan ?? '',
        timezone: village.timezone,
        sample: village.sample ? 1 : 0,
        created_at: new Date().toISOString(),
      }),
    )
    store.run(
      sql.insertInto('chains').values({
        village_id: id,
        name: `${village.slug}/${randomUUID()}`,
        seq: 0,
        head: chainOrigin,
      }),
    )
    store.run(
      sql.insertInto('seasons').values({
        village_id: id,
        name: village.season.name,
        starts_on: village.season.startsOn,
        ends_on: village.season.endsOn,
        state: 'active',
      }),
    )
    const dimensions = fiveDimensions.map((name) => ensureDimension(store, id, name))
    const tieBreakers: TieBreaker[] = dimensions
      .slice(-1)
      .map((dimension) => ({ by: 'dimension', dimension }))
    store.run(
      sql
        .updateTable('villages')
        .set({ tie_breakers: JSON.stringify(tieBreakers) })
        .where('id', '=', id),
    )
    recordChange(store, { user, village: id }, 'village.created', village.slug, null, village)
    store.announce({ type: 'village', village: id })
    return mustFindVillage(store, village.slug)
  })
}

/** A season over one calendar year. */
export function yearSeason(year: number): NewVillage['season'] {
  return { name: String(year), startsOn: `${year}-01-01`, endsOn: `${year}-12-31` }
}

/** The id of the dimension by name in whatever normal form, made last in order where it is missing. */
export function ensureDimension(store: Store, village: number, name: string): number {
  const { sql } = store
  const known = store.all(
    sql.selectFrom('dimensions').select(['id', 'name', 'position']).where('village_id', '=', village),
  )
  const found = findNamed(known, name)
  if (found) return found.id
  return store.run(
    sql
      .insertInto('dimensions')
      .values({ village_id: village, name: name.normalize('NFC'), position: known.length + 1 }),
  ).id
}

/** The id of the group by name in whatever normal form, made where it is missing. */
export function ensureGroup(store: Store, village: number, name: string): number {
  const exact = store
    .prepare('SELECT id FROM household_groups WHERE village_id = ? AND name = ?')
    .get(village, name) as { id: number } | undefined
  if (exact) return exact.id
  const { sql } = store
  const known = store.all(
    sql.selectFrom('household_groups').select(['id', 'name']).where('village_id', '=', village),
  )
  const made = { village_id: village, name: name.normalize('NFC') }
  return findNamed(known, name)?.id ?? store.run(sql.insertInto('household_groups').values(made)).id
}

/** The one of the name: as written, else the first in another normal form, as earlier builds stored some. */
function findNamed<Named extends { name: string }>(known: readonly Named[], name: string): Named | undefined {
  const normal = name.normalize('NFC')
  return known.find((one) => one.name === name) ?? known.find((one) => one.name.normalize('NFC') === normal)
}

/** All villages, the sample last. */
export function listVillages(store: Store): VillageRow[] {
  return store.all(store.sql.selectFrom('villages').selectAll().orderBy('sample').orderBy('id'))
}

export function findVillage(store: Store, slug: string): VillageRow | undefined {
  return store.prepare('SELECT * FROM villages WHERE slug = ?').get(slug) as VillageRow | undefined
}

export function villageById(store: Store, id: number): VillageRow | undefined {
  return store.prepare('SELECT * FROM villages WHERE id = ?').get(id) as VillageRow | undefined
}

/** @throws Refused when there is no such village */
export function mustFindVillage(store: Store, slug: string): VillageRow {
  const village = findVillage(store, slug)
  if (!village) throw new Refused('not-found', 'unknown-village', { slug })
  return village
}

/** The season that postings go to, if one is open. */
export function activeSeason(store: Store, village: number): SeasonRow | undefined {
  return store.prepare(`SELECT * FROM seasons WHERE village_id = ? AND state = 'active'`).get(village) as
    SeasonRow | undefined
}

export function listDimensions(store: Store, village: number): { id: number; name: string }[] {
  return store.all(
    store.sql
      .selectFrom('dimensions')
      .select(['id', 'name'])
      .where('village_id', '=', village)
      .orderBy('position'),
  )
}

/** Groups in the order people count them: 2组 before 10组. */
export function listGroups(store: Store, village: number): { id: number; name: string }[] {
  const groups = store.all(
    store.sql.selectFrom('household_groups').select(['id', 'name']).where('village_id', '=', village),
  )
  const collator = new Intl.Collator('zh-Hans-CN', { numeric: true })
  return groups.sort((a, b) => collator.compare(a.name, b.name))
}

/** What of a change is given at all. */
export function defined<Change extends object>(
  change: Change,
): { [Key in keyof Change]?: Exclude<Change[Key], undefined> } {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as never
}

/** Says that screens must take a new board: something changed that cannot be folded. */
export function bumpRevision(store: Store, village: number): void {
  store.run(
    store.sql
      .updateTable('villages')
      .set((expression) => ({ revision: expression('revision', '+', 1) }))
      .where('id', '=', village),
  )
  store.announce({ type: 'village', village })
}

/** Tables of a village, children first, as they must be emptied. */
const villageTables = [
  'requests',
  'photos',
  'suggestions',
  'resident_sessions',
  'code_tries',
  'household_secrets',
  'round_results',
  'visits',
  'round_assignments',
  'rounds',
  'check_sheets',
  'grids',
  'memberships',
  'screens',
  'notices',
  'line_totals',
  'month_totals',
  'dimension_standings',
  'standings',
  'balances',
  'redemption_lines',
  'redemptions',
  'stock_movements',
  'goods',
  'desk_days',
  'objections',
  'publications',
  'season_closings',
  'claim_reviews',
  'claims',
  'own_households',
  'altered_postings',
  'postings',
  'household_history',
  'household_transfers',
  'chains',
  'rule_versions',
  'rules',
  'pictures',
  'households',
  'household_groups',
  'dimensions',
  'seasons',
  'audit',
] as const

/**
 * Removes the sample village with everything in it.
 *
 * @throws Refused for a real village: its ledger is kept for ever
 */
export function removeSample(store: Store, scope: Scope): void {
  requirePower(scope, 'administer')
  store.write(() => {
    const village = villageById(store, scope.village)
    if (!village) throw new Refused('not-found', 'unknown-village', { slug: '' })
    if (!village.sample) throw new Refused('conflict', 'village-is-real', { name: village.name })
    // The crest is a picture of the village, and the picture is the village's.
    store.run(store.sql.updateTable('villages').set({ crest: null }).where('id', '=', scope.village))
    for (const table of villageTables)
      store.prepare(`DELETE FROM ${table} WHERE village_id = ?`).run(scope.village)
    store.run(store.sql.deleteFrom('villages').where('id', '=', scope.village))
    recordChange(store, { user: scope.user, village: null }, 'sample.removed', village.slug, null, null)
    store.announce({ type: 'village-removed', village: scope.village })
  })
}
