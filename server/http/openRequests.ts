import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Time for clients to send the rest of a body, take an answer or confirm a closed websocket, ms. */
const transferMs = 500

/** The requests and connections of an HTTP server that stops without cutting the requests in progress. */
export class OpenRequests {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  readonly #responses = new Set<ServerResponse<IncomingMessage>>()
  #stopping = false
  #transfersCut = false

  /** @param server that does not listen yet */
  constructor(server: Server) {
    this.#server = server
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket)
      socket.once('close', () => this.#sockets.delete(socket))
    })
    server.prependListener('request', (_request: IncomingMessage, response: ServerResponse) => {
      this.#responses.add(response)
      response.once('close', () => {
        this.#responses.delete(response)
        this.#closeIdle()
      })
      if (this.#stopping) closeAfter(response)
    })
  }

  /**
   * Lets the server's `close` complete: requests in progress are answered with `Connection: close`, idle
   * connections are closed, transfers that clients do not finish are cut. Call it after `close`.
   */
  stop(): void {
    this.#stopping = true
    for (const response of this.#responses) closeAfter(response)
    // Not unref'd: nothing else may keep the process alive meanwhile.
    const cut = setTimeout(() => this.#cutTransfers(), transferMs)
    this.#server.once('close', () => clearTimeout(cut))
    this.#closeIdle()
  }

  #cutTransfers(): void {
    this.#transfersCut = true
    for (const { req, writableEnded } of this.#responses)
      if (!req.complete || writableEnded) req.socket.destroy()
    this.#closeIdle()
  }

  #closeIdle(): void {
    if (!this.#stopping || this.#responses.size > 0) return
    this.#server.closeAllConnections()
    // Websockets, and TLS connections before their first request.
    if (this.#transfersCut) for (const socket of this.#sockets) socket.destroy()
  }
}

function closeAfter(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close')
}
