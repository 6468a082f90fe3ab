/** Who works in a village, and the record of changes. */
import { z } from 'zod'
import { auditPage, auditQuery, newPerson, personPatch, personView } from '../../people/people.ts'
import { type Operation, village } from '../operation.ts'

export const peopleOperations = {
  listPeople: {
    method: 'get',
    path: '/api/villages/:v/people',
    summary: 'Everybody who holds a role in the village, or in all villages',
    access: 'administer',
    params: z.object(village),
    answer: z.object({ items: z.array(personView) }),
  },
  addPerson: {
    method: 'post',
    path: '/api/villages/:v/people',
    summary: 'Add somebody to the staff: a new account with a password, or roles for one that there is',
    access: 'administer',
    params: z.object(village),
    body: newPerson,
    answer: personView,
  },
  changePerson: {
    method: 'patch',
    path: '/api/villages/:v/people/:person',
    summary: 'Change roles, name or password of somebody; new roles and passwords end their sessions',
    access: 'administer',
    params: z.object({ ...village, person: z.coerce.number().int() }),
    body: personPatch,
    answer: 'nothing',
  },
  listAudit: {
    method: 'get',
    path: '/api/villages/:v/audit',
    summary: 'Every change to anything but the ledger, with before and after, the newest first',
    access: 'administer',
    params: z.object(village),
    query: auditQuery,
    answer: auditPage,
  },
  exportAudit: {
    method: 'get',
    path: '/api/villages/:v/exports/audit.xlsx',
    summary: 'Changes by the same search, as a workbook',
    access: 'administer',
    params: z.object(village),
    query: auditQuery,
    answer: 'xlsx',
  },
} as const satisfies Record<string, Operation>
