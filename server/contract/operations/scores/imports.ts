/** Workbooks read in, in two steps: looked at, then confirmed. */
import { z } from 'zod'
import { clientId } from '../../fields/ids.ts'
import { reported } from '../../fields/text.ts'
import { importAnswers, importConfirm, importView } from '../../scores/imports.ts'
import { type Operation, village } from '../operation.ts'

export const importsOperations = {
  startImport: {
    method: 'post',
    path: '/api/villages/:v/imports',
    summary: 'Send an office workbook; nothing is written before it is confirmed',
    access: 'enter',
    params: z.object(village),
    query: z.object({ filename: reported(200).default('workbook.xlsx') }),
    body: 'xlsx',
    answer: importView,
  },
  readImport: {
    method: 'get',
    path: '/api/villages/:v/imports/:import',
    summary: 'What an import read, would write, or wrote',
    access: 'enter',
    params: z.object({ ...village, import: clientId }),
    answer: importView,
  },
  answerImport: {
    method: 'post',
    path: '/api/villages/:v/imports/:import/answers',
    summary: 'Say what the workbook leaves open; it is read again',
    access: 'enter',
    params: z.object({ ...village, import: clientId }),
    body: importAnswers,
    answer: importView,
  },
  exportImportProblems: {
    method: 'get',
    path: '/api/villages/:v/imports/:import/problems.xlsx',
    summary: 'The rows that cannot come in, with what is wrong, to be mended and imported',
    access: 'enter',
    params: z.object({ ...village, import: clientId }),
    answer: 'xlsx',
  },
  confirmImport: {
    method: 'post',
    path: '/api/villages/:v/imports/:import/confirm',
    summary: 'Write what the preview showed: all or nothing; again, the same result',
    access: 'enter',
    params: z.object({ ...village, import: clientId }),
    body: importConfirm,
    answer: importView,
  },
} as const satisfies Record<string, Operation>
