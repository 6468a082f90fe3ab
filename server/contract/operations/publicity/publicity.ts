/** Publications and what is said against them. */
import { z } from 'zod'
import { clientId } from '../../fields/ids.ts'
import {
  newObjection,
  newPublication,
  objectionAnswer,
  objectionView,
  publicationList,
  publicationSheet,
  publicationView,
} from '../../publicity/publicity.ts'
import { type Operation, village } from '../operation.ts'

export const publicityOperations = {
  listPublications: {
    method: 'get',
    path: '/api/villages/:v/publications',
    summary: 'All publications, the newest first, and what the next one would be over',
    access: 'read',
    params: z.object(village),
    answer: publicationList,
  },
  publish: {
    method: 'post',
    path: '/api/villages/:v/publications',
    summary: 'Publish all that is new: a frozen list with number, period, seq and head',
    access: 'administer',
    params: z.object(village),
    body: newPublication,
    answer: publicationView,
  },
  readPublication: {
    method: 'get',
    path: '/api/villages/:v/publications/:publication',
    summary: 'A publication with its frozen list and what was objected to',
    access: 'read',
    params: z.object({ ...village, publication: z.coerce.number().int() }),
    answer: publicationSheet,
  },
  createObjection: {
    method: 'post',
    path: '/api/villages/:v/publications/:publication/objections',
    summary: 'Take down an objection to a line of an open publication',
    access: 'enter',
    params: z.object({ ...village, publication: z.coerce.number().int() }),
    body: newObjection,
    answer: objectionView,
  },
  answerObjection: {
    method: 'post',
    path: '/api/villages/:v/objections/:objection/answer',
    summary: 'Answer an objection: the score stands, gets other points, or is taken back',
    access: 'review',
    params: z.object({ ...village, objection: clientId }),
    body: objectionAnswer,
    answer: objectionView,
  },
} as const satisfies Record<string, Operation>
