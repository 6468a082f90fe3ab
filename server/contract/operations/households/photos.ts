/** Photos as evidence. */
import { z } from 'zod'
import { door } from '../../fields/door.ts'
import { clientId } from '../../fields/ids.ts'
import { photoView } from '../../households/photos.ts'
import { type Operation, village } from '../operation.ts'

export const photosOperations = {
  keepPhoto: {
    method: 'post',
    path: '/api/villages/:v/photos/:photo',
    summary:
      'Send a photo of a household, to be named as evidence; it is decoded, made smaller and re-encoded',
    access: ['enter', 'inspect'],
    params: z.object({ ...village, photo: clientId }),
    query: z.object({ door }),
    body: 'picture',
    answer: photoView,
  },
  readPhoto: {
    method: 'get',
    path: '/api/villages/:v/photos/:photo',
    summary: 'A photo, for the staff alone',
    access: ['enter', 'inspect', 'review'],
    params: z.object({ ...village, photo: clientId }),
    answer: 'picture',
  },
} as const satisfies Record<string, Operation>
