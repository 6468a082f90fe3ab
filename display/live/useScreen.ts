import { onScopeDispose, readonly, type Ref, ref, shallowRef } from 'vue'
import { type ScreenOrder } from '../../server/contract/live/live.ts'
import { nameHere } from '../../server/domain/page/here.ts'
import { shown } from '../../server/domain/text/shown.ts'
import { defaultSettings, type ScreenSettings } from '../../server/domain/board/screens.ts'

/** How long a screen shows its own name when it is asked to, ms. */
const identifyMs = 12_000

export interface ThisScreen {
  settings: Readonly<Ref<ScreenSettings>>
  /** Its name while it is to show it; null otherwise. */
  shownName: Readonly<Ref<string | null>>
  /** Does what the server asks. Orders of a later server that are not known here do nothing. */
  obey: (order: ScreenOrder) => void
}

/**
 * What this screen shows: what it was last told, also before the server answers.
 * Ends with its scope.
 *
 * @param key the screen's name in its address; null for a wall without one
 */
export function useScreen(village: string, key: string | null): ThisScreen {
  const place = nameHere(`screen/${village}/${key}`)
  const settings = shallowRef<ScreenSettings>(key === null ? defaultSettings : recall(place))
  const shownName = ref<string | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined

  function obey(order: ScreenOrder): void {
    if (order.type === 'settings') {
      settings.value = { ...defaultSettings, ...order.settings }
      keep(place, order.settings)
    } else if (order.type === 'identify') {
      shownName.value = shown(order.name)
      clearTimeout(timer)
      timer = setTimeout(() => (shownName.value = null), identifyMs)
    } else if (order.type === 'reload') location.reload()
  }

  onScopeDispose(() => clearTimeout(timer))
  return {
    settings: readonly(settings) as Readonly<Ref<ScreenSettings>>,
    shownName: readonly(shownName),
    obey,
  }
}

function recall(place: string): ScreenSettings {
  try {
    const kept = JSON.parse(localStorage.getItem(place) ?? '{}') as Partial<ScreenSettings> | null
    return { ...defaultSettings, ...kept }
  } catch {
    return defaultSettings
  }
}

function keep(place: string, settings: ScreenSettings): void {
  try {
    localStorage.setItem(place, JSON.stringify(settings))
  } catch {
    // Without storage the screen shows the default until the server answers.
  }
}
