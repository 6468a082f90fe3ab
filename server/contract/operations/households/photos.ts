/** Photos as evidence, and of households for the desk. */
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
  storePortrait: {
    method: 'post',
    path: '/api/villages/:v/households/:door/portraits/:photo',
    summary: 'Send a photo of a household for the desk to compare; it replaces the earlier one',
    access: 'redeem',
    params: z.object({ ...village, door, photo: clientId }),
    body: 'picture',
    answer: photoView,
  },
  readPortrait: {
    method: 'get',
    path: '/api/villages/:v/households/:door/portraits/:photo',
    summary: 'The photo of a household, for the desk alone',
    access: 'redeem',
    params: z.object({ ...village, door, photo: clientId }),
    answer: 'picture',
  },
  removePortrait: {
    method: 'delete',
    path: '/api/villages/:v/households/:door/portrait',
    summary: 'Delete the photo of a household',
    access: 'redeem',
    params: z.object({ ...village, door }),
    answer: 'nothing',
  },
} as const satisfies Record<string, Operation>
