import { Refused } from '../../server/domain/answers/refused.ts'
import type { VillageRow } from '../store/schema.ts'
import type { Store } from '../store/store.ts'

/** All villages, the sample last. */
export async function listVillages(store: Store): Promise<VillageRow[]> {
  return store.all(store.sql.selectFrom('villages').selectAll().orderBy('sample').orderBy('id'))
}

export async function findVillage(store: Store, slug: string): Promise<VillageRow | undefined> {
  return store.first<VillageRow>('SELECT * FROM villages WHERE slug = ?', slug)
}

export async function villageById(store: Store, id: number): Promise<VillageRow | undefined> {
  return store.first<VillageRow>('SELECT * FROM villages WHERE id = ?', id)
}

/** @throws Refused when there is no such village */
export async function mustFindVillage(store: Store, slug: string): Promise<VillageRow> {
  const village = await findVillage(store, slug)
  if (!village) throw new Refused('not-found', 'unknown-village', { slug })
  return village
}

/** @throws Refused when there is no such village, such as a sample that was removed meanwhile */
export async function mustFindVillageById(store: Store, id: number): Promise<VillageRow> {
  const village = await villageById(store, id)
  if (!village) throw new Refused('not-found', 'unknown-village', { slug: '' })
  return village
}
