/** Villages, their public board and the check of their ledgers. */
import { z } from 'zod'
import { board, boardQuery } from '../../board/board.ts'
import { newVillage, datedReport, villageEntry, villagePatch, villageView } from '../../villages/villages.ts'
import { type Operation, village } from '../operation.ts'

export const villagesOperations = {
  listVillages: {
    method: 'get',
    path: '/api/villages',
    summary: 'All villages of this server, for the chooser',
    access: 'public',
    answer: z.object({ items: z.array(villageEntry) }),
  },
  createVillage: {
    method: 'post',
    path: '/api/villages',
    summary: 'Create a village with its five dimensions and an active season',
    access: 'administer',
    body: newVillage,
    answer: villageView,
  },
  readVillage: {
    method: 'get',
    path: '/api/villages/:v',
    summary: 'A village with its season, dimensions and groups',
    access: 'read',
    params: z.object(village),
    answer: villageView,
  },
  changeVillage: {
    method: 'patch',
    path: '/api/villages/:v',
    summary: "Change a village's name, slogan, crest, or what the public may see",
    access: 'administer',
    params: z.object(village),
    body: villagePatch,
    answer: villageView,
  },
  installSample: {
    method: 'post',
    path: '/api/sample',
    summary: 'Load the sample village, where there is none',
    access: 'administer',
    answer: villageView,
  },
  removeSample: {
    method: 'delete',
    path: '/api/villages/:v',
    summary: 'Remove the sample village; a real village is never removed',
    access: 'administer',
    params: z.object(village),
    answer: 'nothing',
  },
  readBoard: {
    method: 'get',
    path: '/api/villages/:v/board',
    summary: 'What the public may see, as the wall gets it',
    access: 'public',
    params: z.object(village),
    query: boardQuery,
    answer: board,
  },
  verifyVillage: {
    method: 'get',
    path: '/api/villages/:v/verify',
    summary: 'Recompute the hash chain and all totals from the postings and compare',
    access: 'read',
    params: z.object(village),
    answer: datedReport,
  },
} as const satisfies Record<string, Operation>
