/** Publications and what is said against them. */
import { z } from 'zod'
import { clientId } from '../../fields/ids.ts'
import { localDate } from '../../fields/localDate.ts'
import {
  newObjection,
  newPublication,
  objectionAnswer,
  objectionView,
  publicationList,
  publicationPreview,
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
  previewPublication: {
    method: 'get',
    path: '/api/villages/:v/publications/preview',
    summary: 'What the next publication would be over, in figures; null when nothing is new',
    access: 'read',
    params: z.object(village),
    /** Local date of the last deeds; all that is new where none is given. */
    query: z.object({ until: localDate.optional() }),
    answer: publicationPreview.nullable(),
  },
  publish: {
    method: 'post',
    path: '/api/villages/:v/publications',
    summary: 'Publish what is new: a frozen list with number, period, seq and head',
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
