/** The ledger: entering, reversing, restoring, reading. */
import { z } from 'zod'
import { clientId } from '../../fields/ids.ts'
import { claimView } from '../../scores/claims.ts'
import {
  newPostings,
  newRestore,
  newReversal,
  postingPage,
  postingQuery,
  postingsAnswer,
  postingSearchQuery,
  postingTotalsQuery,
  postingTotalsView,
  postingView,
} from '../../scores/postings.ts'
import { type Operation, village } from '../operation.ts'

export const postingsOperations = {
  createPostings: {
    method: 'post',
    path: '/api/villages/:v/postings',
    summary:
      'Write one posting, or up to 500 together: all or none; what must be reviewed first becomes a claim',
    access: 'enter',
    params: z.object(village),
    body: newPostings,
    answer: z.union([postingView, claimView, postingsAnswer]),
  },
  reversePosting: {
    method: 'post',
    path: '/api/villages/:v/postings/:posting/reversal',
    summary: 'Take a posting back, with a reason; both stay visible',
    access: 'enter',
    params: z.object({ ...village, posting: clientId }),
    body: newReversal,
    answer: postingView,
  },
  restorePosting: {
    method: 'post',
    path: '/api/villages/:v/postings/:posting/restore',
    summary: 'Give points of a deduction back, with a reason; never more than it took',
    access: 'enter',
    params: z.object({ ...village, posting: clientId }),
    body: newRestore,
    answer: postingView,
  },
  listPostings: {
    method: 'get',
    path: '/api/villages/:v/postings',
    summary: 'Postings, newest first',
    access: 'read',
    params: z.object(village),
    query: postingQuery,
    answer: postingPage,
  },
  searchPostings: {
    method: 'get',
    path: '/api/villages/:v/postings/search',
    summary: 'Postings by what somebody types, in the order of a column',
    access: 'read',
    params: z.object(village),
    query: postingSearchQuery,
    answer: postingPage,
  },
  totalPostings: {
    method: 'get',
    path: '/api/villages/:v/postings/totals',
    summary: 'How many postings match, and their sums',
    access: 'read',
    params: z.object(village),
    query: postingTotalsQuery,
    answer: postingTotalsView,
  },
} as const satisfies Record<string, Operation>
