/** Check sheets and inspection rounds. */
import { z } from 'zod'
import { roundDoorsQuery } from '../../rounds/roundDoors.ts'
import {
  checkSheetView,
  newRound,
  newSheet,
  roundClosed,
  roundClosing,
  roundEntry,
  roundForeseen,
  roundPatch,
  roundView,
  sheetPatch,
} from '../../rounds/rounds.ts'
import { type Operation, village } from '../operation.ts'

const round = { ...village, round: z.coerce.number().int() }

export const roundsOperations = {
  listSheets: {
    method: 'get',
    path: '/api/villages/:v/check-sheets',
    summary: 'Check sheets, those out of use last',
    access: 'read',
    params: z.object(village),
    answer: z.object({ items: z.array(checkSheetView) }),
  },
  createSheet: {
    method: 'post',
    path: '/api/villages/:v/check-sheets',
    summary: 'Add a check sheet, scored by a rule whose range holds its points',
    access: 'administer',
    params: z.object(village),
    body: newSheet,
    answer: checkSheetView,
  },
  changeSheet: {
    method: 'patch',
    path: '/api/villages/:v/check-sheets/:sheet',
    summary: 'Change a check sheet, or take it out of use; rounds go on with their copies',
    access: 'administer',
    params: z.object({ ...village, sheet: z.coerce.number().int() }),
    body: sheetPatch,
    answer: checkSheetView,
  },
  listRounds: {
    method: 'get',
    path: '/api/villages/:v/rounds',
    summary: 'Inspection rounds with how far each is, open ones first',
    access: 'read',
    params: z.object(village),
    answer: z.object({ items: z.array(roundEntry) }),
  },
  openRound: {
    method: 'post',
    path: '/api/villages/:v/rounds',
    summary: 'Open a round of a month with a copy of a check sheet',
    access: 'administer',
    params: z.object(village),
    body: newRound,
    answer: roundView,
  },
  readRound: {
    method: 'get',
    path: '/api/villages/:v/rounds/:round',
    summary: 'A round by group, by inspector and door by door',
    access: 'read',
    params: z.object(round),
    answer: roundView,
  },
  changeRound: {
    method: 'patch',
    path: '/api/villages/:v/rounds/:round',
    summary: 'Change name, inspectors or place on the wall while the round is open',
    access: 'administer',
    params: z.object(round),
    body: roundPatch,
    answer: roundView,
  },
  previewRoundClosing: {
    method: 'get',
    path: '/api/villages/:v/rounds/:round/closing',
    summary: 'What closing the round would do: points, refusals with reasons, doors that are left',
    access: 'administer',
    params: z.object(round),
    answer: roundForeseen,
  },
  closeRound: {
    method: 'post',
    path: '/api/villages/:v/rounds/:round/closing',
    summary: 'Close the round: each visited door becomes one score; doors that are left get nothing',
    access: 'administer',
    params: z.object(round),
    body: roundClosing,
    answer: roundClosed,
  },
  exportRound: {
    method: 'get',
    path: '/api/villages/:v/rounds/:round/results.xlsx',
    summary:
      'Doors of the round with points, stars and what was found, by the filters of the page, as a workbook',
    access: 'read',
    params: z.object(round),
    query: roundDoorsQuery,
    answer: 'xlsx',
  },
} as const satisfies Record<string, Operation>
