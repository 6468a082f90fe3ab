/** Open data: what the public may see, for other programs and spreadsheets. */
import { z } from 'zod'
import { openBoard, openLedger, openLedgerQuery } from '../../connections/openData.ts'
import { type Operation, village } from '../operation.ts'

export const openDataOperations = {
  openBoard: {
    method: 'get',
    path: '/api/villages/:v/open/board',
    summary: 'All households in the order of their places, by the privacy of the village',
    access: 'open',
    tokens: ['board'],
    params: z.object(village),
    answer: openBoard,
  },
  openBoardTable: {
    method: 'get',
    path: '/api/villages/:v/open/board.csv',
    summary: 'The same as a table (UTF-8 with a byte order mark), points as the village writes them',
    access: 'open',
    tokens: ['board'],
    params: z.object(village),
    answer: 'csv',
  },
  openLedger: {
    method: 'get',
    path: '/api/villages/:v/open/ledger',
    summary: 'Lines of the ledger after a number, oldest first, by the privacy of the village',
    access: 'open',
    tokens: ['ledger'],
    params: z.object(village),
    query: openLedgerQuery,
    answer: openLedger,
  },
  openLedgerTable: {
    method: 'get',
    path: '/api/villages/:v/open/ledger.csv',
    summary:
      'The same as a table (UTF-8 with a byte order mark); the header `link` has the address of the next page',
    access: 'open',
    tokens: ['ledger'],
    params: z.object(village),
    query: openLedgerQuery,
    answer: 'csv',
  },
} as const satisfies Record<string, Operation>
