/** All villages side by side, and everybody with an account. */
import { z } from 'zod'
import { newPerson, personPatch } from '../../people/people.ts'
import { staffView, town, townQuery } from '../../reports/town.ts'
import type { Operation } from '../operation.ts'

export const townOperations = {
  readTown: {
    method: 'get',
    path: '/api/town',
    summary: 'Figures of a period for every village that the caller may read, side by side',
    access: 'session',
    query: townQuery,
    answer: town,
  },
  exportTown: {
    method: 'get',
    path: '/api/town/exports/town.xlsx',
    summary: 'The same figures, as a workbook',
    access: 'session',
    query: townQuery,
    answer: 'xlsx',
  },
  listStaff: {
    method: 'get',
    path: '/api/staff',
    summary: 'Everybody with an account, with the roles in all villages and in single ones',
    access: 'administer',
    answer: z.object({ items: z.array(staffView) }),
  },
  addStaff: {
    method: 'post',
    path: '/api/staff',
    summary: 'Give somebody roles in all villages: a new account with a password, or one that there is',
    access: 'administer',
    body: newPerson,
    answer: staffView,
  },
  changeStaff: {
    method: 'patch',
    path: '/api/staff/:person',
    summary: 'Change roles in all villages, name or password; new roles and passwords end their sessions',
    access: 'administer',
    params: z.object({ person: z.coerce.number().int() }),
    body: personPatch,
    answer: staffView,
  },
} as const satisfies Record<string, Operation>
