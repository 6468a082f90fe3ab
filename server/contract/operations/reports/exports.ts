/** Lists as workbooks. */
import { z } from 'zod'
import type { Power } from '../../../domain/people/powers.ts'
import { householdSearch } from '../../fields/door.ts'
import { shownIds } from '../../fields/ids.ts'
import { householdQuery } from '../../households/households.ts'
import { redemptionReportQuery } from '../../redemption/redemption.ts'
import { suggestionQuery } from '../../residents/suggestions.ts'
import { claimQuery } from '../../scores/claims.ts'
import { postingSearchQuery } from '../../scores/postings.ts'
import { type Operation, village } from '../operation.ts'

interface ListExport<Access extends Power> {
  method: 'get'
  path: string
  summary: string
  access: Access
  params: z.ZodObject<typeof village>
  answer: 'xlsx'
}

/**
 * A list of a village as a workbook.
 *
 * @param file name in its address
 * @param what is on it, for the summary
 */
function list<Access extends Power>(file: string, access: Access, what: string): ListExport<Access>
function list<Access extends Power, Query extends z.ZodObject>(
  file: string,
  access: Access,
  what: string,
  query: Query,
): ListExport<Access> & { query: Query }
function list(file: string, access: Power, what: string, query?: z.ZodObject): ListExport<Power> {
  return {
    method: 'get',
    path: `/api/villages/:v/exports/${file}.xlsx`,
    summary: `${what}, as a workbook`,
    access,
    params: z.object(village),
    ...(query && { query }),
    answer: 'xlsx',
  }
}

export const exportsOperations = {
  exportTemplate: list('template', 'enter', 'A workbook to be filled in and imported'),
  exportHouseholds: list('households', 'read', 'Households by the filters of the list', householdQuery),
  exportPostings: list('postings', 'read', 'Postings by the filters of the list', postingSearchQuery),
  exportClaims: list('claims', 'read', 'Claims by the filters of the queue', claimQuery),
  exportPublications: list('publications', 'read', 'Publications, all or those named', shownIds),
  exportPublication: list(
    'publication',
    'read',
    'The frozen list of one publication, what was objected to, and what it is over',
    z.object({ publication: z.coerce.number().int() }),
  ),
  exportStandings: list(
    'standings',
    'read',
    'Standings of the active season, or of another by its id',
    z.object({ season: z.coerce.number().int().optional(), q: householdSearch.optional() }),
  ),
  exportRedemptions: list(
    'redemptions',
    'read',
    'What was handed out between two days: every line, by goods, and by household; or the lines named by seq',
    redemptionReportQuery.extend(shownIds.shape),
  ),
  exportGoods: list(
    'goods',
    'read',
    'Goods, all or those named, with what is left of each, and how stock came to be so',
    shownIds,
  ),
  exportRounds: list(
    'rounds',
    'read',
    'Inspection rounds with how far each is, all or those named',
    shownIds,
  ),
  exportHonours: list('honours', 'read', 'The hall of fame, with names as the public may see them'),
  exportRules: list('rules', 'read', 'Rules in their current version, all or those named', shownIds),
  exportPeople: list('people', 'administer', 'The staff of the village, all or those named', shownIds),
  exportScreens: list('screens', 'read', 'Screens by name and how each is, all or those named', shownIds),
  exportSuggestions: list(
    'suggestions',
    'enter',
    'What households wrote and what was answered',
    suggestionQuery,
  ),
  exportNotices: list('notices', 'read', 'Notices, all or those named', shownIds),
  exportActivities: list('activities', 'read', 'Activities with how many came, all or those named', shownIds),
  exportMendings: list(
    'mendings',
    'read',
    'What is to be put right and what was, all or those named by seq',
    shownIds,
  ),
  exportImports: list('imports', 'read', 'Imports with their sums, all or those named', shownIds),
  exportStaff: {
    method: 'get',
    path: '/api/staff/exports/staff.xlsx',
    summary: 'Everybody with an account, or those named, as a workbook',
    access: 'administer',
    query: shownIds,
    answer: 'xlsx',
  },
} as const satisfies Record<string, Operation>
