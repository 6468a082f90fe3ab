/** Points by month, one chart for each dimension in one drawing: what the wall draws, with nothing around it. */
import './page.css'
import { BarChart } from 'echarts/charts'
import { GridComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { createApp, h, nextTick, shallowRef, watch } from 'vue'
import { useBoard } from './board.ts'

use([BarChart, GridComponent, SVGRenderer])

const rowHeight = 150

createApp({
  setup: () => {
    const { board } = useBoard()
    const element = shallowRef<HTMLElement>()
    const stop = watch(
      board,
      async (now) => {
        if (!now) return
        await nextTick()
        stop()
        const series = now.dimensions.map((_, row) =>
          now.months.map(({ byDimension }) => byDimension[row] ?? 0),
        )
        init(element.value).setOption({
          grid: series.map((_, row) => ({ top: row * rowHeight + 50, height: rowHeight - 64 })),
          xAxis: series.map((_, row) => ({
            gridIndex: row,
            type: 'category',
            data: now.months.map(({ month }) => month),
            axisLabel: { show: row === series.length - 1 },
          })),
          yAxis: series.map((_, row) => ({ gridIndex: row, type: 'value', show: false })),
          series: series.map((data, row) => ({ type: 'bar', xAxisIndex: row, yAxisIndex: row, data })),
        })
      },
      { immediate: true, flush: 'post' },
    )
    return () => [
      h('h1', board.value?.village.name),
      board.value?.dimensions.map(({ id, name }) => h('span', { key: id }, name)),
      h('div', { ref: element, style: 'width: 1100px; height: 850px' }),
    ]
  },
}).mount('#app')
