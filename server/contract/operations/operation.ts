/** The description of an HTTP operation. */
import type { z } from 'zod'
import type { TokenScope } from '../../domain/connections/tokens.ts'
import type { Power } from '../../domain/people/powers.ts'
import { slug } from '../fields/ids.ts'

/**
 * `public`: no session; `session`: any member of staff; `resident`: the household of the door in the path, by
 * its own session; `open`: anybody where the village has opened its data, and access tokens; `token`: access tokens
 * alone; else a power, held in the village of the path, or any one of several.
 */
export type Access = 'public' | 'session' | 'resident' | 'open' | 'token' | Power | readonly Power[]

/** Files that travel as they are, and their media types; a picture may come in any that is usual. */
export const fileTypes = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  picture: 'image/webp',
  database: 'application/vnd.sqlite3',
  csv: 'text/csv',
} as const
export type FileKind = keyof typeof fileTypes

export function isFileKind(body: unknown): body is FileKind {
  return typeof body === 'string' && body in fileTypes
}

export interface Operation {
  method: 'get' | 'post' | 'patch' | 'delete'
  /** Express form; parameters are parsed by `params`. */
  path: string
  summary: string
  access: Access
  params?: z.ZodObject
  query?: z.ZodObject
  /** JSON body, or a file sent as it is. */
  body?: z.ZodType | FileKind
  /** JSON answer, or a file. */
  answer: z.ZodType | FileKind | 'nothing'
  /** Scopes of access tokens that may call it, any one of these; without any, tokens may not. */
  tokens?: readonly TokenScope[]
}

/** The path parameter of everything that belongs to a village. */
export const village = { v: slug }
