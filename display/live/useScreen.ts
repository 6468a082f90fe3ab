import { refAutoReset } from '@vueuse/core'
import { readonly, type Ref, shallowRef } from 'vue'
import type { ScreenOrder } from '../../server/contract/live/live.ts'
import { defaultSettings, type ScreenSettings } from '../../server/domain/board/screens.ts'
import { nameHere } from '../../server/domain/page/here.ts'
import { readStoredJson, writeStored } from '../../server/domain/page/storedValue.ts'

/** How long a screen shows its name when it is asked to, ms. */
const identifyMs = 12_000

export interface ThisScreen {
  settings: Readonly<Ref<ScreenSettings>>
  /** Its name while it is to be shown; null otherwise. */
  shownName: Readonly<Ref<string | null>>
  /** Carries out an order of the server. Unknown ones, of a later server, are ignored. */
  obey: (order: ScreenOrder) => void
}

/**
 * What this screen is set to show. Settings are stored, for a start before the server answers. Ends with its scope.
 *
 * @param key the screen's name in its address; null for a wall without one
 */
export function useScreen(village: string, key: string | null): ThisScreen {
  const name = nameHere(`screen/${village}/${key}`)
  const stored = key === null ? null : (readStoredJson(name) as Partial<ScreenSettings> | null)
  const settings = shallowRef<ScreenSettings>({ ...defaultSettings, ...stored })
  const shownName = refAutoReset<string | null>(null, identifyMs)

  function obey(order: ScreenOrder): void {
    if (order.type === 'settings') {
      settings.value = { ...defaultSettings, ...order.settings }
      writeStored(name, JSON.stringify(order.settings))
    } else if (order.type === 'identify') shownName.value = order.name
    else if (order.type === 'reload') location.reload()
  }

  return {
    settings: readonly(settings) as Readonly<Ref<ScreenSettings>>,
    shownName: readonly(shownName),
    obey,
  }
}
