/** Answers requests that never reach the app: bytes that Node's HTTP parser refuses, unknown expectations. */
import { type Server, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { RequestHandler } from 'express'
import type { Problem } from '../contract/fields/problem.ts'
import { sentence } from '../words/index.ts'
import { HttpRefused } from './problem.ts'

/** The parser's own codes; any other is a request that cannot be read. */
const known: Record<string, { status: number; code: string }> = {
  HPE_HEADER_OVERFLOW: { status: 431, code: 'headers-too-large' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, code: 'request-too-slow' },
}
const unreadable = { status: 400, code: 'broken-request' }

/** Gives refusals of the parser a problem document, and serves requests with an unknown `Expect` as any other. */
export function answerBrokenRequests(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy()
      return
    }
    refuse(socket, known[error.code ?? ''] ?? unreadable)
  })
  server.on('checkExpectation', (request, response) => {
    server.emit('request', request, response)
  })
}

/** Refuses HTTP/1.1 requests without `Host`, as RFC 9112 asks. */
export const requireHost: RequestHandler = ({ headers, httpVersion }, _response, next) => {
  if (httpVersion === '1.1' && headers.host === undefined) throw new HttpRefused(400, unreadable.code)
  next()
}

/** Nothing of the request is known, its language included. */
function refuse(socket: Duplex, { status, code }: { status: number; code: string }): void {
  const problem: Problem = {
    type: `about:blank#${code}`,
    title: code,
    status,
    detail: sentence('zh-CN', code),
    code,
  }
  const body = JSON.stringify(problem)
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      'Content-Type: application/problem+json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
    () => socket.destroy(),
  )
}
