/** Notices and the pictures that a village keeps. */
import { z } from 'zod'
import { asTyped } from '../../fields/text.ts'
import { newNotice, noticePatch, noticeView, pictureView } from '../../villages/notices.ts'
import { type Operation, village } from '../operation.ts'

export const noticesOperations = {
  listNotices: {
    method: 'get',
    path: '/api/villages/:v/notices',
    summary: 'All notices, those of days to come and of days gone too',
    access: 'read',
    params: z.object(village),
    answer: z.object({ items: z.array(noticeView) }),
  },
  createNotice: {
    method: 'post',
    path: '/api/villages/:v/notices',
    summary: 'Put a notice on the walls from one day to another',
    access: 'administer',
    params: z.object(village),
    body: newNotice,
    answer: noticeView,
  },
  changeNotice: {
    method: 'patch',
    path: '/api/villages/:v/notices/:notice',
    summary: 'Change a notice',
    access: 'administer',
    params: z.object({ ...village, notice: z.coerce.number().int() }),
    body: noticePatch,
    answer: noticeView,
  },
  removeNotice: {
    method: 'delete',
    path: '/api/villages/:v/notices/:notice',
    summary: 'Take a notice down',
    access: 'administer',
    params: z.object({ ...village, notice: z.coerce.number().int() }),
    answer: 'nothing',
  },
  keepPicture: {
    method: 'post',
    path: '/api/villages/:v/pictures',
    summary: 'Send a picture for a notice or the crest; it is decoded, made smaller and re-encoded',
    access: 'administer',
    params: z.object(village),
    body: 'picture',
    answer: pictureView,
  },
  readPicture: {
    method: 'get',
    path: '/api/villages/:v/pictures/:picture',
    summary: 'A picture of a notice or the crest',
    access: 'public',
    params: z.object({ ...village, picture: asTyped(0, 64) }),
    answer: 'picture',
  },
} as const satisfies Record<string, Operation>
