/** The report of a month or a season. */
import { z } from 'zod'
import { reportQuery, reportView } from '../../reports/reports.ts'
import { type Operation, village } from '../operation.ts'

export const reportsOperations = {
  readReport: {
    method: 'get',
    path: '/api/villages/:v/report',
    summary: 'The report of a month or of the season; names as the public may see them, unless asked in full',
    access: 'read',
    params: z.object(village),
    query: reportQuery,
    answer: reportView,
  },
  exportReport: {
    method: 'get',
    path: '/api/villages/:v/exports/report.xlsx',
    summary: 'The same report, as a workbook',
    access: 'read',
    params: z.object(village),
    query: reportQuery,
    answer: 'xlsx',
  },
} as const satisfies Record<string, Operation>
