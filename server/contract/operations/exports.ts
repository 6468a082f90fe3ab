/** Lists as workbooks. */
import { z } from 'zod'
import { claimQuery } from '../claims.ts'
import { suggestionQuery } from '../doors.ts'
import { postingQuery } from '../postings.ts'
import { redemptionReportQuery } from '../redemption.ts'
import { type Operation, village } from './operation.ts'

export const exportsOperations = {
  exportHouseholds: {
    method: 'get',
    path: '/api/villages/:v/exports/households.xlsx',
    summary: 'All households, as a workbook',
    access: 'read',
    params: z.object(village),
    answer: 'xlsx',
  },
  exportPostings: {
    method: 'get',
    path: '/api/villages/:v/exports/postings.xlsx',
    summary: 'Postings by the filters of the list, as a workbook',
    access: 'read',
    params: z.object(village),
    query: postingQuery,
    answer: 'xlsx',
  },
  exportClaims: {
    method: 'get',
    path: '/api/villages/:v/exports/claims.xlsx',
    summary: 'Claims by the filters of the queue, as a workbook',
    access: 'read',
    params: z.object(village),
    query: claimQuery,
    answer: 'xlsx',
  },
  exportPublications: {
    method: 'get',
    path: '/api/villages/:v/exports/publications.xlsx',
    summary: 'All publications, as a workbook',
    access: 'read',
    params: z.object(village),
    answer: 'xlsx',
  },
  exportPublication: {
    method: 'get',
    path: '/api/villages/:v/exports/publication.xlsx',
    summary: 'The frozen list of one publication, what was objected to, and what it is over, as a workbook',
    access: 'read',
    params: z.object(village),
    query: z.object({ publication: z.coerce.number().int() }),
    answer: 'xlsx',
  },
  exportStandings: {
    method: 'get',
    path: '/api/villages/:v/exports/standings.xlsx',
    summary: 'Standings of the active season, or of another by its id, as a workbook',
    access: 'read',
    params: z.object(village),
    query: z.object({ season: z.coerce.number().int().optional() }),
    answer: 'xlsx',
  },
  exportRedemptions: {
    method: 'get',
    path: '/api/villages/:v/exports/redemptions.xlsx',
    summary: 'What was handed out between two days: every line, by goods, and by household, as a workbook',
    access: 'read',
    params: z.object(village),
    query: redemptionReportQuery,
    answer: 'xlsx',
  },
  exportRules: {
    method: 'get',
    path: '/api/villages/:v/exports/rules.xlsx',
    summary: 'All rules in their current version, as a workbook',
    access: 'read',
    params: z.object(village),
    answer: 'xlsx',
  },
  exportPeople: {
    method: 'get',
    path: '/api/villages/:v/exports/people.xlsx',
    summary: 'The staff of the village, as a workbook',
    access: 'administer',
    params: z.object(village),
    answer: 'xlsx',
  },
  exportScreens: {
    method: 'get',
    path: '/api/villages/:v/exports/screens.xlsx',
    summary: 'Every screen by name, and how it is, as a workbook',
    access: 'read',
    params: z.object(village),
    answer: 'xlsx',
  },
  exportSuggestions: {
    method: 'get',
    path: '/api/villages/:v/exports/suggestions.xlsx',
    summary: 'What households wrote and what was answered, as a workbook',
    access: 'read',
    params: z.object(village),
    query: suggestionQuery,
    answer: 'xlsx',
  },
  exportNotices: {
    method: 'get',
    path: '/api/villages/:v/exports/notices.xlsx',
    summary: 'All notices, as a workbook',
    access: 'read',
    params: z.object(village),
    answer: 'xlsx',
  },
  exportStaff: {
    method: 'get',
    path: '/api/staff/exports/staff.xlsx',
    summary: 'Everybody with an account, as a workbook',
    access: 'administer',
    answer: 'xlsx',
  },
} as const satisfies Record<string, Operation>
