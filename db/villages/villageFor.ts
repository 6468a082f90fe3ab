import { ownerScope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { createVillage, type NewVillage } from './createVillage.ts'
import { findVillage } from './findVillages.ts'
import { removeUnused } from './removeVillage.ts'

/**
 * Runs long work for the village of a slug, which is created where there is none: in a turn of its own, so that the
 * work can prepare its writes outside of turns. A village that was created for work that failed is removed again,
 * unless something was entered meanwhile.
 *
 * @param work gets the village's id
 * @throws what the work throws
 */
export async function villageFor<Result>(
  store: Store,
  village: NewVillage,
  work: (id: number) => Promise<Result>,
): Promise<Result> {
  const known = await findVillage(store, village.slug)
  const { id } = known ?? (await createVillage(store, null, village))
  try {
    return await work(id)
  } catch (error) {
    // Where this fails too the village stays, empty: the next import finds it.
    if (!known) await removeUnused(store, ownerScope(id)).catch(() => {})
    throw error
  }
}
