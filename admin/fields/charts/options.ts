/** What the panel's charts look like: bars that stack, bars side by side, lines. */
import { dimensionColour, themes } from '../../../server/domain/board/theme.ts'
import { formatCount } from '../../../server/domain/text/format.ts'
import type { ChartOption } from './echarts.ts'

const theme = themes.qing
const font = 'Noto Sans SC Variable, Microsoft YaHei, PingFang SC, sans-serif'

/** One colour's figures in the order of the names along the axis: points as the village writes them, not smallest units. */
export interface Series {
  name: string
  values: number[]
}

/** Height of a chart of lying bars, px. */
export function barsHeight(rows: number): number {
  return 96 + rows * 24
}

/** Lying bars, one a name, each of the parts of its sum; the first name on top. */
export function stackedBars(names: string[], series: Series[]): ChartOption {
  return {
    ...ground(series.length),
    tooltip: tip('shadow'),
    xAxis: {
      type: 'value',
      ...axis(),
      axisLabel: figures(),
      splitLine: { lineStyle: { color: theme.line } },
    },
    yAxis: {
      type: 'category',
      data: names,
      inverse: true,
      ...axis(),
      axisLabel: { color: theme.ink, fontFamily: font, width: 120, overflow: 'truncate' },
    },
    series: series.map(({ name, values }, index) => ({
      type: 'bar',
      stack: 'all',
      name,
      data: values,
      barMaxWidth: 16,
      itemStyle: { color: dimensionColour(theme, index) },
    })),
  }
}

/** Standing bars by month, stacked by part. */
export function monthBars(months: string[], series: Series[]): ChartOption {
  return {
    ...ground(series.length),
    tooltip: tip('shadow'),
    ...uprightAxes(months),
    series: series.map(({ name, values }, index) => ({
      type: 'bar',
      stack: 'all',
      name,
      data: values,
      barMaxWidth: 36,
      itemStyle: { color: dimensionColour(theme, index) },
    })),
  }
}

const marks = ['circle', 'rect', 'triangle', 'diamond'] as const

/** A line for each name, along the months; told apart by mark as well as colour. */
export function monthLines(months: string[], series: Series[]): ChartOption {
  return {
    ...ground(series.length),
    tooltip: tip('line'),
    ...uprightAxes(months),
    series: series.map(({ name, values }, index) => ({
      type: 'line',
      name,
      data: values,
      symbol: marks[index % marks.length] ?? 'circle',
      symbolSize: 7,
      lineStyle: { width: 2, type: index < 8 ? 'solid' : 'dashed' },
      color: dimensionColour(theme, index),
    })),
  }
}

function ground(parts: number): ChartOption {
  const hasLegend = parts > 1
  return {
    animation: false,
    textStyle: { fontFamily: font, color: theme.ink },
    grid: {
      left: 8,
      right: 24,
      top: hasLegend ? (parts > 4 ? 60 : 40) : 12,
      bottom: 8,
      outerBoundsMode: 'same',
    },
    ...(hasLegend
      ? { legend: { type: 'plain', top: 0, left: 0, itemWidth: 14, textStyle: { color: theme.ink } } }
      : {}),
  }
}

/** Rich text: HTML tooltips need inline styles, which the content security policy forbids. */
function tip(pointer: 'shadow' | 'line'): NonNullable<ChartOption['tooltip']> {
  return {
    trigger: 'axis',
    renderMode: 'richText',
    axisPointer: { type: pointer },
    valueFormatter: (value) => formatCount(Number(value)),
  }
}

function axis() {
  return { axisTick: { show: false }, axisLine: { lineStyle: { color: theme.line } } }
}

function figures() {
  return {
    color: theme.inkSoft,
    fontFamily: font,
    hideOverlap: true,
    formatter: (value: number) => formatCount(value),
  }
}

function uprightAxes(months: string[]): Pick<ChartOption, 'xAxis' | 'yAxis'> {
  return {
    xAxis: { type: 'category', data: months, ...axis(), axisLabel: { color: theme.ink, fontFamily: font } },
    yAxis: {
      type: 'value',
      ...axis(),
      axisLabel: figures(),
      splitLine: { lineStyle: { color: theme.line } },
    },
  }
}
