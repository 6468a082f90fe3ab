/** The dimensions (维度) of a village: their names and their order. */
import { Refused } from '../../server/domain/answers/refused.ts'
import type { TieBreaker } from '../../server/domain/ranking/ranking.ts'
import { recordChange } from '../audit/audit.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { mustFindVillageById } from './findVillages.ts'
import { findNamed } from './names/findNamed.ts'
import { bumpRevision } from './revision.ts'

export interface Dimension {
  id: number
  name: string
}

/** More than these the wall's colours cannot tell apart. */
const mostDimensions = 8

/** The dimensions in their order. */
export async function listDimensions(store: Store, village: number): Promise<Dimension[]> {
  return store.all(
    store.sql
      .selectFrom('dimensions')
      .select(['id', 'name'])
      .where('village_id', '=', village)
      .orderBy('position'),
  )
}

/** The id of the dimension by name in whatever normal form, made last in order where it is missing. */
export async function ensureDimension(store: Store, village: number, name: string): Promise<number> {
  const { sql } = store
  const known = await store.all(
    sql.selectFrom('dimensions').select(['id', 'name', 'position']).where('village_id', '=', village),
  )
  const found = findNamed(known, name)
  if (found) return found.id
  return store.insert('dimensions', {
    village_id: village,
    name: name.normalize('NFC'),
    position: known.length + 1,
  })
}

/** Adds a dimension, last in order. @throws Refused when the name is taken, or there are enough */
export async function createDimension(store: Store, scope: Scope, name: string): Promise<Dimension> {
  requirePower(scope, 'administer')
  return store.write(scope.village, async (store) => {
    const known = await listDimensions(store, scope.village)
    refuseTaken(known, name)
    if (known.length >= mostDimensions)
      throw new Refused('conflict', 'dimensions-enough', { most: mostDimensions })
    const id = await ensureDimension(store, scope.village, name)
    await recordChange(store, scope, 'dimension.created', name, null, { name })
    await bumpRevision(store, scope.village)
    return { id, name }
  })
}

/**
 * Renames a dimension or puts it in another place, counted from 1; its points
 * stay with it.
 *
 * @throws Refused when there is no such dimension, or the name is taken
 */
export async function changeDimension(
  store: Store,
  scope: Scope,
  id: number,
  { name, place }: { name?: string | undefined; place?: number | undefined },
): Promise<Dimension> {
  requirePower(scope, 'administer')
  return store.write(scope.village, async (store) => {
    const known = await listDimensions(store, scope.village)
    const before = known.find((one) => one.id === id)
    if (!before) throw new Refused('not-found', 'unknown-dimension')
    const others = known.filter((one) => one.id !== id)
    if (name !== undefined) refuseTaken(others, name)
    const after = { id, name: name ?? before.name }
    const at = place === undefined ? known.indexOf(before) : Math.min(place, known.length) - 1
    const ordered = [...others.slice(0, at), after, ...others.slice(at)]
    for (const [index, one] of ordered.entries())
      await store.update(
        'dimensions',
        { village_id: scope.village, id: one.id },
        { name: one.name, position: index + 1 },
      )
    const told = (list: readonly Dimension[], its: Dimension) => ({
      name: its.name,
      place: list.findIndex((one) => one.id === id) + 1,
    })
    await recordChange(
      store,
      scope,
      'dimension.changed',
      before.name,
      told(known, before),
      told(ordered, after),
    )
    await bumpRevision(store, scope.village)
    return after
  })
}

/**
 * Removes a dimension that was made by mistake.
 *
 * @throws Refused when there is no such dimension, and once it has rules or points or breaks ties
 */
export async function removeDimension(store: Store, scope: Scope, id: number): Promise<void> {
  requirePower(scope, 'administer')
  await store.write(scope.village, async (store) => {
    const { village } = scope
    const before = (await listDimensions(store, village)).find((one) => one.id === id)
    if (!before) throw new Refused('not-found', 'unknown-dimension')
    const { isUsed } = await store.one<{ isUsed: 0 | 1 }>(
      `SELECT EXISTS (SELECT 1 FROM rules WHERE village_id = @village AND dimension_id = @id)
           OR EXISTS (SELECT 1 FROM postings WHERE village_id = @village AND dimension_id = @id)
           OR EXISTS (SELECT 1 FROM claims WHERE village_id = @village AND dimension_id = @id) AS "isUsed"`,
      { village, id },
    )
    const tieBreakers = JSON.parse((await mustFindVillageById(store, village)).tie_breakers) as TieBreaker[]
    const breaksTies = tieBreakers.some(({ dimension }) => dimension === id)
    if (isUsed || breaksTies) throw new Refused('conflict', 'dimension-in-use', { name: before.name })
    await store.run(store.sql.deleteFrom('dimensions').where('village_id', '=', village).where('id', '=', id))
    await recordChange(store, scope, 'dimension.removed', before.name, { name: before.name }, null)
    await bumpRevision(store, village)
  })
}

function refuseTaken(others: readonly Dimension[], name: string): void {
  if (others.some((one) => one.name === name)) throw new Refused('conflict', 'dimension-taken', { name })
}
