import { onScopeDispose, type Ref, watch } from 'vue'
import { type ChartOption, init } from './echarts.ts'

/**
 * One chart in an element, drawn as SVG so that it is sharp at any scale. Updates by `setOption`. Ends with its scope.
 *
 * @param element where to draw; its size is in logical px
 * @param option what to draw
 */
export function useChart(element: Readonly<Ref<HTMLElement | null>>, option: () => ChartOption): void {
  let dispose = () => {}
  watch(
    element,
    (target) => {
      if (!target) return
      const chart = init(target)
      const stop = watch(option, (next) => chart.setOption(next), { immediate: true })
      const sized = new ResizeObserver(() => chart.resize())
      sized.observe(target)
      dispose = () => {
        sized.disconnect()
        stop()
        chart.dispose()
      }
    },
    { immediate: true, flush: 'post' },
  )
  onScopeDispose(() => dispose())
}
