import { randomUUID } from 'node:crypto'
import { type DestinationStream, pino, type Logger } from 'pino'
import { type HttpLogger, pinoHttp } from 'pino-http'

/**
 * The server's log: JSON lines.
 *
 * @param to standard output unless given
 */
export function createLog(level: string, to?: DestinationStream): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, to)
}

/**
 * Logs each request by its operation. Addresses, queries, bodies and cookies
 * stay out: they name doors and people.
 */
export function requestLog(log: Logger): HttpLogger {
  return pinoHttp({
    logger: log,
    quietReqLogger: true,
    genReqId: (_request, response) => {
      const id = randomUUID()
      response.setHeader('x-request-id', id)
      return id
    },
    serializers: {
      req: (request: { id: string; method: string }) => ({ id: request.id, method: request.method }),
      res: (response: { statusCode: number }) => ({ status: response.statusCode }),
      err: (error: { type?: string; message?: string }) => ({ type: error.type, message: error.message }),
    },
    customProps: (_request, response) => ({
      operation: (response as { locals?: { operation?: string } }).locals?.operation ?? null,
    }),
    customLogLevel: (_request, response) => (response.statusCode >= 500 ? 'error' : 'info'),
    customSuccessMessage: () => 'request',
    customErrorMessage: () => 'request failed',
  })
}
