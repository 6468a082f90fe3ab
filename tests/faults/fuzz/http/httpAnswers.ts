/** Judges answers and puts what was sent into words. */
import { z } from 'zod'
import { problem } from '../../../../server/contract/fields/problem.ts'
import type { Answered } from '../client.ts'
import type { HttpCase } from './httpCases.ts'

const withSentence = z.object({ ...problem.shape, detail: z.string().min(1) })

/** What is wrong with an answer; null for a good one. */
export function faultOf({ status, type, body }: Answered, method: string): string | null {
  if (status >= 500) return String(status)
  if (status < 400 || method === 'HEAD') return null
  if (!type.startsWith('application/problem+json')) return `${status} as ${type || 'nothing'}`
  try {
    const said = withSentence.parse(JSON.parse(body.toString()))
    return said.status === status ? null : `${status} says ${said.status}`
  } catch {
    return `${status} without a sentence`
  }
}

/** A case or an answer in a report: enough to send it again. */
export function told(what: HttpCase | Answered | Buffer): string {
  if (Buffer.isBuffer(what)) return JSON.stringify(what.toString('latin1').slice(0, 300))
  if ('status' in what) return `${what.status} ${what.body.toString().slice(0, 400)}`
  const { caller, method, path, headers, body } = what
  const sent = headers.map(([name, value]) => `${name}: ${value.slice(0, 80)}`).join(', ')
  return `${caller} ${method} ${path.slice(0, 250)} {${sent}} ${JSON.stringify(body?.toString('latin1').slice(0, 300) ?? null)}`
}
