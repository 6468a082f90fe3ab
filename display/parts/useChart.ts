import { onScopeDispose, type Ref, watch } from 'vue'
import type { ChartOption } from './echarts.ts'

/**
 * One chart in an element, drawn at the panel's real resolution. New options go
 * to the living chart; it is disposed with its scope.
 *
 * @param element where to draw; its size is in logical px
 * @param option what to draw
 * @param scale panel pixels a logical pixel
 */
export function useChart(
  element: Readonly<Ref<HTMLElement | null>>,
  option: () => ChartOption,
  scale: () => number,
): void {
  let ended = false
  let dispose = () => {}
  watch(
    element,
    async (target) => {
      if (!target) return
      const { init } = await import('./echarts.ts')
      if (ended) return
      const chart = init(target, null, { renderer: 'canvas', devicePixelRatio: devicePixelRatio * scale() })
      const stop = watch(option, (next) => chart.setOption(next), { immediate: true })
      dispose = () => {
        stop()
        chart.dispose()
      }
    },
    { immediate: true, flush: 'post' },
  )
  onScopeDispose(() => {
    ended = true
    dispose()
  })
}
