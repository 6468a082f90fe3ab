/** What waits, backups and verification. */
import { z } from 'zod'
import { backupName, backupView, workFigures, workView } from '../../scores/work.ts'
import { type Operation, village } from '../operation.ts'

export const workOperations = {
  readWork: {
    method: 'get',
    path: '/api/villages/:v/work',
    summary: 'What waits, what was entered today and by whom, and how ledger, backups and disk are',
    access: 'read',
    params: z.object(village),
    answer: workView,
  },
  readWorkFigures: {
    method: 'get',
    path: '/api/villages/:v/work/figures',
    summary: 'This month beside the one before, points by day and dimension, and households without a score',
    access: 'read',
    params: z.object(village),
    answer: workFigures,
  },
  startVerification: {
    method: 'post',
    path: '/api/villages/:v/verification',
    summary: 'Begin to verify the ledger; the work page tells how far it is and what it found',
    access: 'enter',
    params: z.object(village),
    answer: 'nothing',
  },
  listBackups: {
    method: 'get',
    path: '/api/backups',
    summary: 'Backups in the data folder, the newest first',
    access: 'administer',
    answer: z.object({ items: z.array(backupView) }),
  },
  makeBackup: {
    method: 'post',
    path: '/api/backups',
    summary: 'Write a backup of the whole database into the data folder',
    access: 'administer',
    answer: backupView,
  },
  readBackup: {
    method: 'get',
    path: '/api/backups/:backup',
    summary: 'A backup, as the file that `yiping restore` takes',
    access: 'administer',
    params: z.object({ backup: backupName }),
    answer: 'database',
  },
} as const satisfies Record<string, Operation>
