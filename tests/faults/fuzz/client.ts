/** Sends cases as they are: over kept connections, or as raw bytes where a client would refuse to. */
import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'
import type { HttpCase } from './http/httpCases.ts'

/** No answer within this is one fault more, ms. */
const patienceMs = 60_000

/** A body up to this size is always read, bytes. */
const mostUnread = 16_000

export interface Answered {
  /** 0 where the connection was closed in the middle of a large body. */
  status: number
  type: string
  body: Buffer
}

class ClosedMeanwhile extends Error {}

export class Client {
  readonly #url: URL
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 16 })

  constructor(url: string) {
    this.#url = new URL(url)
  }

  /** Sends a case. @throws when there is no answer */
  send({ method, path, headers, body }: HttpCase): Promise<Answered> {
    return this.#once(method, path, headers, body).catch((error: unknown) => {
      // The server may close an idle connection in the moment in which it is used again.
      if (!(error instanceof ClosedMeanwhile)) throw error
      return this.#once(method, path, headers, body)
    })
  }

  #once(
    method: string,
    path: string,
    headers: HttpCase['headers'],
    body: HttpCase['body'],
  ): Promise<Answered> {
    return new Promise((resolve, reject) => {
      const given = headers.some(([name]) => name.toLowerCase() === 'host')
      const length: [string, string][] = body ? [['Content-Length', String(body.length)]] : []
      const sent = request(
        {
          host: this.#url.hostname,
          port: this.#url.port,
          agent: this.#agent,
          method,
          path,
          headers: [...(given ? [] : [['Host', this.#url.host]]), ...headers, ...length].flat(),
          timeout: patienceMs,
        },
        (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.once('error', reject)
          response.once('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              type: response.headers['content-type'] ?? '',
              body: unpacked(Buffer.concat(chunks), response.headers['content-encoding']),
            }),
          )
        },
      )
      sent.once('timeout', () => sent.destroy(new Error(`no answer within ${patienceMs} ms`)))
      sent.once('error', (error: NodeJS.ErrnoException) => {
        const isClosed = error.code === 'ECONNRESET' || error.code === 'EPIPE'
        // A large body is refused before it was read, and the rest of it is not taken.
        if (isClosed && body && body.length > mostUnread)
          resolve({ status: 0, type: '', body: Buffer.alloc(0) })
        else reject(isClosed && sent.reusedSocket ? new ClosedMeanwhile() : error)
      })
      sent.end(body ?? undefined)
    })
  }

  /**
   * Sends bytes on a connection of their own and ends its half of it.
   *
   * @returns everything that came back; empty where the server only closed
   */
  sendBytes(bytes: Buffer): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = []
      const socket = connect(Number(this.#url.port), this.#url.hostname)
      socket.setTimeout(patienceMs, () => socket.destroy(new Error(`no end within ${patienceMs} ms`)))
      socket.on('data', (chunk: Buffer) => chunks.push(chunk))
      socket.once('error', (error: NodeJS.ErrnoException) => {
        // The server may close while there are bytes left to send.
        if (error.code === 'ECONNRESET' || error.code === 'EPIPE') resolve(Buffer.concat(chunks))
        else reject(error)
      })
      socket.once('end', () => resolve(Buffer.concat(chunks)))
      socket.end(bytes)
    })
  }

  close(): void {
    this.#agent.destroy()
  }
}

function unpacked(body: Buffer, encoding: string | undefined): Buffer {
  if (body.length === 0) return body
  if (encoding === 'br') return brotliDecompressSync(body)
  if (encoding === 'gzip') return gunzipSync(body)
  return encoding === 'deflate' ? inflateSync(body) : body
}
