/** Putting right what was deducted for. */
import { z } from 'zod'
import {
  mendingTermsView,
  mendingView,
  newMendingDecision,
  newMendingTerms,
  ownMendingReport,
} from '../../mendings/mendings.ts'
import { doorToken } from '../../residents/doors.ts'
import { type Operation, village } from '../operation.ts'

const deduction = { seq: z.coerce.number().int().min(1) }

export const mendingsOperations = {
  listMendings: {
    method: 'get',
    path: '/api/villages/:v/mendings',
    summary: 'Deductions of the season that can be put right, the next that is due first',
    access: 'read',
    params: z.object(village),
    answer: z.object({ items: z.array(mendingView) }),
  },
  decideMending: {
    method: 'post',
    path: '/api/villages/:v/mendings/:seq/decision',
    summary: 'Pass what was put right, which gives the rule’s share back, or return it with a reason',
    access: ['enter', 'inspect'],
    params: z.object({ ...village, ...deduction }),
    body: newMendingDecision,
    answer: mendingView,
  },
  listMendingTerms: {
    method: 'get',
    path: '/api/villages/:v/mending-terms',
    summary: 'Which rules of deductions give time to put things right, and what passing gives back',
    access: 'read',
    params: z.object(village),
    answer: z.object({ items: z.array(mendingTermsView) }),
  },
  setMendingTerms: {
    method: 'post',
    path: '/api/villages/:v/mending-terms',
    summary: 'Set time and share of a rule for deductions to come; earlier ones keep theirs',
    access: 'administer',
    params: z.object(village),
    body: newMendingTerms,
    answer: z.object({ items: z.array(mendingTermsView) }),
  },
  reportMending: {
    method: 'post',
    path: '/api/doors/:token/mendings/:seq',
    summary: 'Say that the own household has put something right, with photos',
    access: 'resident',
    params: z.object({ token: doorToken, ...deduction }),
    body: ownMendingReport,
    answer: 'nothing',
  },
} as const satisfies Record<string, Operation>
