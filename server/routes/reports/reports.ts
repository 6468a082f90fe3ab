import { readReport, type Report } from '../../../db/reports/report.ts'
import type { VillageRow } from '../../../db/store/schema.ts'
import type { Store } from '../../../db/store/store.ts'
import { localDateAt } from '../../domain/calendar/calendar.ts'
import { type Column, sheet } from '../../workbook/writing/table.ts'
import type { HeavyTable } from '../heavy.ts'

/** Reports of a month or the season, on screen, on paper and as a workbook. */
export const reportAnswers: HeavyTable = {
  readReport: async ({ village, query }, { store }) => read(store, village, query),

  exportReport: async ({ village, query }, { store }) => {
    const report = await read(store, village, query)
    const { byDimension, groups, top, improved, rules, deductions, reversals } = report
    return {
      village,
      list: report.isInternal ? 'internal-report' : 'report',
      part: report.month ?? report.season,
      sheets: [
        sheet('sheet-summary', summaryColumns, [report]),
        sheet('sheet-dimensions', dimensionColumns, byDimension),
        sheet('sheet-groups', groupColumns, groups),
        sheet('sheet-top', [rankColumn, ...placeColumns], top),
        sheet('sheet-improved', [...placeColumns, ...gainColumns], improved),
        sheet('sheet-rules', ruleColumns, rules),
        sheet('sheet-deductions', ruleColumns, deductions),
        sheet('sheet-reversals', [textColumn, timesColumn], reversals),
      ],
    }
  },
}

async function read(
  store: Store,
  village: VillageRow,
  { month, names }: { month?: string | undefined; names: string },
): Promise<Report> {
  return readReport(store, village, month ?? null, {
    full: names === 'full',
    today: localDateAt(Date.now(), village.timezone),
  })
}

const summaryColumns: Column<Report>[] = [
  { title: 'column-from', as: 'day', width: 12, cell: ({ from }) => from },
  { title: 'column-to', as: 'day', width: 12, cell: ({ to }) => to },
  { title: 'column-households', width: 8, cell: ({ households }) => households },
  { title: 'column-active', width: 12, cell: ({ active }) => active },
  { title: 'column-lines', width: 8, cell: ({ lines }) => lines },
  { title: 'column-score', width: 10, points: true, cell: ({ points }) => points },
  { title: 'column-seq', width: 8, cell: ({ seq }) => seq },
  { title: 'column-hash', width: 10, cell: ({ head }) => head },
]

const dimensionColumns: Column<Report['byDimension'][number]>[] = [
  { title: 'column-dimension', width: 14, cell: ({ name }) => name },
  { title: 'column-points', width: 10, points: true, cell: ({ points }) => points },
]

const groupColumns: Column<Report['groups'][number]>[] = [
  { title: 'column-rank', width: 6, cell: ({ rank }) => rank },
  { title: 'column-group', width: 14, cell: ({ name }) => name },
  { title: 'column-households', width: 8, cell: ({ households }) => households },
  { title: 'column-active', width: 12, cell: ({ active }) => active },
  { title: 'column-per-household', width: 10, points: true, cell: ({ average }) => average },
]

interface Place {
  door: string
  name: string | null
  group: string
  points: number
}
const rankColumn: Column<{ rank: number }> = { title: 'column-rank', width: 6, cell: ({ rank }) => rank }
const placeColumns: Column<Place>[] = [
  { title: 'column-door', width: 10, cell: ({ door }) => door },
  { title: 'column-head', width: 12, cell: ({ name }) => name },
  { title: 'column-group', width: 10, cell: ({ group }) => group },
  { title: 'column-points', width: 10, points: true, cell: ({ points }) => points },
]
const gainColumns: Column<{ before: number; gained: number }>[] = [
  { title: 'column-month-before', width: 10, points: true, cell: ({ before }) => before },
  { title: 'column-gained', width: 10, points: true, cell: ({ gained }) => gained },
]

const textColumn: Column<{ text: string }> = { title: 'column-text', width: 30, cell: ({ text }) => text }
const timesColumn: Column<{ times: number }> = { title: 'column-times', width: 8, cell: ({ times }) => times }
const ruleColumns: Column<Report['rules'][number]>[] = [
  { title: 'column-dimension', width: 12, cell: ({ dimension }) => dimension },
  textColumn,
  timesColumn,
  { title: 'column-points', width: 10, points: true, cell: ({ points }) => points },
]
