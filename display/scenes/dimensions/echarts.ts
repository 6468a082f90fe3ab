/** The parts of ECharts that the wall's charts use. */
import { BarChart, type BarSeriesOption } from 'echarts/charts'
import { GridComponent, type GridComponentOption } from 'echarts/components'
import { type ComposeOption, init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

use([BarChart, GridComponent, SVGRenderer])

export type ChartOption = ComposeOption<BarSeriesOption | GridComponentOption>
export { init }
