/** A photo of a household for the redemption desk (兑换核对), in villages that want it; the newest replaces the earlier one. */
import { Refused } from '../../server/domain/answers/refused.ts'
import { portraitSubject } from '../../server/domain/rules/photos.ts'
import { recordChange } from '../audit/audit.ts'
import { type Household, mustFindOpenHousehold } from '../households/households.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { mustFindVillageById } from '../villages/findVillages.ts'
import { attachPhotos, type NewPhoto, storePhoto } from './photos.ts'

/**
 * Stores a household's photo, once per id.
 *
 * @throws Refused when the village shows none at the desk, or has no room left
 */
export async function storePortrait(
  store: Store,
  scope: Scope,
  door: string,
  photo: Omit<NewPhoto, 'household'>,
): Promise<{ fresh: boolean }> {
  requirePower(scope, 'redeem')
  const { village } = scope
  return store.write(village, async (store) => {
    if ((await mustFindVillageById(store, village)).desk_portraits === 0)
      throw new Refused('conflict', 'portraits-off')
    const household = await mustFindOpenHousehold(store, village, door)
    const { fresh } = await storePhoto(store, scope, { ...photo, household: household.id })
    if (!fresh) return { fresh }
    await deletePortrait(store, village, household.id)
    await attachPhotos(store, village, household.id, portraitSubject, [photo.id])
    await recordChange(store, scope, 'portrait.stored', household.door, null, null)
    return { fresh }
  })
}

/** Deletes a household's photo; without one, nothing changes. */
export async function removePortrait(store: Store, scope: Scope, door: string): Promise<void> {
  requirePower(scope, 'redeem')
  await store.write(scope.village, async (store) => {
    const household = await mustFindOpenHousehold(store, scope.village, door)
    if (await deletePortrait(store, scope.village, household.id))
      await recordChange(store, scope, 'portrait.removed', household.door, null, null)
  })
}

/**
 * Deletes a household's photo, in the transaction of what makes it needless.
 *
 * @returns whether there was one
 */
export async function deletePortrait(store: Store, village: number, household: number): Promise<boolean> {
  const { changes } = await store.run(
    'DELETE FROM photos WHERE village_id = ? AND household_id = ? AND subject = ?',
    village,
    household,
    portraitSubject,
  )
  return changes > 0
}

/** The id of a household's photo; null without one. */
export async function portraitOf(
  store: Store,
  village: number,
  { id }: Pick<Household, 'id'>,
): Promise<string | null> {
  const found = await store.first<{ id: string }>(
    'SELECT id FROM photos WHERE village_id = ? AND household_id = ? AND subject = ?',
    village,
    id,
    portraitSubject,
  )
  return found?.id ?? null
}

/**
 * A household's photo, WebP.
 *
 * @throws Refused when it is not the photo of this household
 */
export async function readPortrait(
  store: Store,
  village: number,
  household: number,
  id: string,
): Promise<Buffer> {
  const found = await store.first<{ bytes: Buffer | null }>(
    'SELECT bytes FROM photos WHERE village_id = ? AND household_id = ? AND id = ? AND subject = ?',
    village,
    household,
    id,
    portraitSubject,
  )
  if (!found?.bytes) throw new Refused('not-found', 'unknown-photo')
  return found.bytes
}
