/** The groups (组) that households belong to. */
import type { Store } from '../store/store.ts'
import { findNamed } from './names/findNamed.ts'

/** Groups in the order people count them: 2组 before 10组. */
export async function listGroups(store: Store, village: number): Promise<{ id: number; name: string }[]> {
  const groups = await store.all(
    store.sql.selectFrom('household_groups').select(['id', 'name']).where('village_id', '=', village),
  )
  const collator = new Intl.Collator('zh-Hans-CN', { numeric: true })
  return groups.sort((a, b) => collator.compare(a.name, b.name))
}

/** The id of the group by name in whatever normal form, made where it is missing. */
export async function ensureGroup(store: Store, village: number, name: string): Promise<number> {
  const exact = await store.first<{ id: number }>(
    'SELECT id FROM household_groups WHERE village_id = ? AND name = ?',
    village,
    name,
  )
  if (exact) return exact.id
  const { sql } = store
  const known = await store.all(
    sql.selectFrom('household_groups').select(['id', 'name']).where('village_id', '=', village),
  )
  const made = { village_id: village, name: name.normalize('NFC') }
  return findNamed(known, name)?.id ?? (await store.insert('household_groups', made))
}
