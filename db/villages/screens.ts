/** The screens of a village: names, settings and last status. */
import { Refused } from '../../server/domain/answers/refused.ts'
import { type ScreenSettings, defaultSettings } from '../../server/domain/board/screens.ts'
import { recordChange } from '../audit/audit.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'

/** The last reported status of a screen. */
export interface ScreenStatus {
  width: number
  height: number
  build: string
  scene: string
  /** Page of the scene, from 1. */
  page?: number | undefined
  scenes: { name: string; title: string }[]
}

export interface Screen {
  id: number
  key: string
  name: string
  settings: ScreenSettings
  said: ScreenStatus
  lastWordAt: string | null
  /** Hash of the secret of the device that it is bound to; null until the first one comes. */
  device: string | null
}

/** Most screens of a village. */
export const mostScreens = 60

const silent: ScreenStatus = { width: 0, height: 0, build: '', scene: '', scenes: [] }

/** The screens of a village by name. */
export async function listScreens(store: Store, village: number): Promise<Screen[]> {
  const rows = await store.all(
    store.sql
      .selectFrom('screens')
      .selectAll()
      .where('village_id', '=', village)
      .orderBy('name')
      .orderBy('id'),
  )
  return rows.map(({ id, key, name, settings, said, last_word_at, device }) => ({
    id,
    key,
    name,
    // A setting that came with a later version has its default.
    settings: { ...defaultSettings, ...(JSON.parse(settings) as Partial<ScreenSettings>) },
    said: { ...silent, ...(JSON.parse(said) as Partial<ScreenStatus>) },
    lastWordAt: last_word_at,
    device,
  }))
}

/** The screen that has this name in its address; null where nobody has confirmed one. */
export async function findScreen(store: Store, village: number, key: string): Promise<Screen | null> {
  return (await listScreens(store, village)).find((screen) => screen.key === key) ?? null
}

/** Binds a screen without a device to this one. */
export async function bindDevice(store: Store, village: number, key: string, device: string): Promise<void> {
  await store.write(village, async (store) =>
    store.run(
      store.sql
        .updateTable('screens')
        .set({ device })
        .where('village_id', '=', village)
        .where('key', '=', key)
        .where('device', 'is', null),
    ),
  )
}

/**
 * Makes a device the screen of this name, in place of another one if there is one.
 *
 * @param device hash of its secret; null for a wall that has none
 * @throws Refused where the village has as many screens as it may have
 */
export async function confirmScreen(
  store: Store,
  scope: Scope,
  key: string,
  device: string | null,
): Promise<Screen> {
  requirePower(scope, 'administer')
  return store.write(scope.village, async (store) => {
    const known = await listScreens(store, scope.village)
    const found = known.find((screen) => screen.key === key)
    if (!found && known.length >= mostScreens)
      throw new Refused('conflict', 'too-many-screens', { most: mostScreens })
    if (found) await store.update('screens', { village_id: scope.village, id: found.id }, { device })
    else
      await store.insert('screens', {
        village_id: scope.village,
        key,
        name: key,
        settings: JSON.stringify(defaultSettings),
        created_at: new Date().toISOString(),
        device,
      })
    await recordChange(store, scope, 'screen.confirmed', key, null, null)
    return (await findScreen(store, scope.village, key))!
  })
}

/** Stores a screen's last status. */
export async function storeStatus(
  store: Store,
  village: number,
  key: string,
  said: ScreenStatus,
  at: string,
): Promise<void> {
  await store.write(village, async (store) =>
    store.update('screens', { village_id: village, key }, { said: JSON.stringify(said), last_word_at: at }),
  )
}

/** Renames a screen, or sets what it shows. @throws Refused when there is no such screen */
export async function changeScreen(
  store: Store,
  scope: Scope,
  id: number,
  change: { name?: string | undefined; settings?: ScreenSettings | undefined },
): Promise<Screen> {
  requirePower(scope, 'administer')
  return store.write(scope.village, async (store) => {
    const before = await mustFindScreen(store, scope.village, id)
    const { name = before.name, settings = before.settings } = change
    await store.update(
      'screens',
      { village_id: scope.village, id },
      { name, settings: JSON.stringify(settings) },
    )
    const { name: oldName, settings: oldSettings } = before
    await recordChange(
      store,
      scope,
      'screen.changed',
      before.key,
      { name: oldName, settings: oldSettings },
      change,
    )
    return mustFindScreen(store, scope.village, id)
  })
}

/** Forgets a screen; one that is still open waits to be confirmed again. */
export async function forgetScreen(store: Store, scope: Scope, id: number): Promise<void> {
  requirePower(scope, 'administer')
  await store.write(scope.village, async (store) => {
    const { key } = await mustFindScreen(store, scope.village, id)
    await store.run(
      store.sql.deleteFrom('screens').where('village_id', '=', scope.village).where('id', '=', id),
    )
    await recordChange(store, scope, 'screen.forgotten', key, null, null)
  })
}

/** @throws Refused when the village has no such screen */
export async function mustFindScreen(store: Store, village: number, id: number): Promise<Screen> {
  const found = (await listScreens(store, village)).find((screen) => screen.id === id)
  if (!found) throw new Refused('not-found', 'unknown-screen')
  return found
}
