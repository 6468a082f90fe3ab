import { Refused } from '../../server/domain/answers/refused.ts'
import type { VillageRow } from '../store/schema.ts'
import type { Store } from '../store/store.ts'

/** All villages, the sample last. */
export function listVillages(store: Store): VillageRow[] {
  return store.all(store.sql.selectFrom('villages').selectAll().orderBy('sample').orderBy('id'))
}

export function findVillage(store: Store, slug: string): VillageRow | undefined {
  return store.first<VillageRow>('SELECT * FROM villages WHERE slug = ?', slug)
}

export function villageById(store: Store, id: number): VillageRow | undefined {
  return store.first<VillageRow>('SELECT * FROM villages WHERE id = ?', id)
}

/** @throws Refused when there is no such village */
export function mustFindVillage(store: Store, slug: string): VillageRow {
  const village = findVillage(store, slug)
  if (!village) throw new Refused('not-found', 'unknown-village', { slug })
  return village
}

/** @throws Refused when there is no such village, such as a sample that was removed meanwhile */
export function mustFindVillageById(store: Store, id: number): VillageRow {
  const village = villageById(store, id)
  if (!village) throw new Refused('not-found', 'unknown-village', { slug: '' })
  return village
}
