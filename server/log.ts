import { randomUUID } from 'node:crypto'
import type { RequestHandler } from 'express'
import { type DestinationStream, pino, type Logger } from 'pino'

/**
 * The server's log: JSON lines.
 *
 * @param to standard output unless given
 */
export function createLog(level: string, to?: DestinationStream): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, to)
}

/**
 * Logs each request by its operation, and gives it an id that its answer carries. Addresses,
 * queries, bodies and cookies stay out: they name doors and people.
 */
export function requestLog(log: Logger): RequestHandler {
  return (request, response, next) => {
    const begun = performance.now()
    request.id = randomUUID()
    response.setHeader('x-request-id', request.id)
    response.once('close', () => {
      const level = response.statusCode >= 500 ? 'error' : 'info'
      if (!log.isLevelEnabled(level)) return
      const { operation = null } = response.locals as { operation?: string }
      const line = {
        req: { id: request.id, method: request.method },
        res: { status: response.statusCode },
        operation,
        responseTime: Math.round(performance.now() - begun),
      }
      log[level](line, response.writableFinished ? 'request' : 'request aborted')
    })
    next()
  }
}

declare module 'http' {
  interface IncomingMessage {
    /** Given by `requestLog`. */
    id: string
  }
}
