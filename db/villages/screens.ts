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
export function listScreens(store: Store, village: number): Screen[] {
  const rows = store.all(
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
export function findScreen(store: Store, village: number, key: string): Screen | null {
  return listScreens(store, village).find((screen) => screen.key === key) ?? null
}

/** Binds a screen without a device to this one. */
export function bindDevice(store: Store, village: number, key: string, device: string): void {
  store.write(() =>
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
export function confirmScreen(store: Store, scope: Scope, key: string, device: string | null): Screen {
  requirePower(scope, 'administer')
  return store.write(() => {
    const known = listScreens(store, scope.village)
    const found = known.find((screen) => screen.key === key)
    if (!found && known.length >= mostScreens)
      throw new Refused('conflict', 'too-many-screens', { most: mostScreens })
    if (found) store.update('screens', { village_id: scope.village, id: found.id }, { device })
    else
      store.insert('screens', {
        village_id: scope.village,
        key,
        name: key,
        settings: JSON.stringify(defaultSettings),
        created_at: new Date().toISOString(),
        device,
      })
    recordChange(store, scope, 'screen.confirmed', key, null, null)
    return findScreen(store, scope.village, key)!
  })
}

/** Stores a screen's last status. */
export function storeStatus(
  store: Store,
  village: number,
  key: string,
  said: ScreenStatus,
  at: string,
): void {
  store.write(() =>
    store.update('screens', { village_id: village, key }, { said: JSON.stringify(said), last_word_at: at }),
  )
}

/** Renames a screen, or sets what it shows. @throws Refused when there is no such screen */
export function changeScreen(
  store: Store,
  scope: Scope,
  id: number,
  change: { name?: string | undefined; settings?: ScreenSettings | undefined },
): Screen {
  requirePower(scope, 'administer')
  return store.write(() => {
    const before = mustFindScreen(store, scope.village, id)
    const { name = before.name, settings = before.settings } = change
    store.update('screens', { village_id: scope.village, id }, { name, settings: JSON.stringify(settings) })
    const { name: oldName, settings: oldSettings } = before
    recordChange(store, scope, 'screen.changed', before.key, { name: oldName, settings: oldSettings }, change)
    return mustFindScreen(store, scope.village, id)
  })
}

/** Forgets a screen; one that is still open waits to be confirmed again. */
export function forgetScreen(store: Store, scope: Scope, id: number): void {
  requirePower(scope, 'administer')
  store.write(() => {
    const { key } = mustFindScreen(store, scope.village, id)
    store.run(store.sql.deleteFrom('screens').where('village_id', '=', scope.village).where('id', '=', id))
    recordChange(store, scope, 'screen.forgotten', key, null, null)
  })
}

/** @throws Refused when the village has no such screen */
export function mustFindScreen(store: Store, village: number, id: number): Screen {
  const found = listScreens(store, village).find((screen) => screen.id === id)
  if (!found) throw new Refused('not-found', 'unknown-screen')
  return found
}
