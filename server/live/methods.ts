import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Problem } from '../contract/fields/problem.ts'
import { languageOf, sentence } from '../words/index.ts'

const allowed = new Set(['GET', 'POST'])

/** Refuses other methods than polling uses with 405; Engine.IO answers them with 500. */
export function refuseOtherMethods(
  { method = '', headers }: IncomingMessage,
  response: ServerResponse,
  next: () => void,
): void {
  if (allowed.has(method)) {
    next()
    return
  }
  const status = 405
  const code = 'wrong-method'
  const problem: Problem = {
    type: `about:blank#${code}`,
    title: code,
    status,
    detail: sentence(languageOf(headers['accept-language']), code),
    code,
  }
  response.writeHead(status, {
    allow: 'GET, POST',
    'content-type': 'application/problem+json; charset=utf-8',
  })
  response.end(JSON.stringify(problem))
}
