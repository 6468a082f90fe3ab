import { useEventListener } from '@vueuse/core'
import { readonly, type Ref, shallowRef } from 'vue'
import type { PreviewMessage, PreviewOrder } from '../../server/contract/live/preview.ts'

const ownWay: PreviewOrder = { settings: null, turn: null, notice: null }

/**
 * What the panel around a preview wants to see. Ends with its scope.
 *
 * @param isPreview false for a real wall, which obeys nobody but the server
 */
export function usePreviewOrder(isPreview: boolean): Readonly<Ref<PreviewOrder>> {
  const order = shallowRef(ownWay)
  if (!isPreview || parent === window) return readonly(order) as Readonly<Ref<PreviewOrder>>

  useEventListener(
    window,
    'message',
    ({ origin, source, data }: MessageEvent<Partial<PreviewMessage> | null>) => {
      if (origin !== location.origin || source !== parent) return
      const wanted = data?.wallPreview
      if (typeof wanted === 'object') order.value = { ...ownWay, ...wanted }
    },
  )
  const ready: PreviewMessage = { wallPreview: 'ready' }
  parent.postMessage(ready, location.origin)
  return readonly(order) as Readonly<Ref<PreviewOrder>>
}
