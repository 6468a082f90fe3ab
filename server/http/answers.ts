/** How answers leave: compressed where that saves something. */
import compression from 'compression'
import type { RequestHandler, Response } from 'express'

const compress = compression()
/** Shorter ones fit into one packet as they are. */
const longBytes = 1024

const isRead = (method: string) => method === 'GET' || method === 'HEAD'

/** Compresses answers to reads. Those to writes are mostly one line, and a wrapped response costs a tenth of a posting. */
export const compressReads: RequestHandler = (request, response, next) => {
  if (isRead(request.method)) compress(request, response, next)
  else next()
}

/** Sends JSON; an answer to a write has no ETag, and is compressed where it is long. */
export function sendJson(response: Response, status: number, body: unknown): void {
  const { req: request } = response
  if (isRead(request.method)) {
    response.status(status).json(body)
    return
  }
  const bytes = Buffer.from(JSON.stringify(body))
  if (bytes.length > longBytes) compress(request, response, () => {})
  const headers = { 'content-type': 'application/json; charset=utf-8', 'content-length': bytes.length }
  response.writeHead(status, headers).end(bytes)
}
