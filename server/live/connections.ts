/** All live connections: refuses too many, and closes those whose clients do not read. */
import type { IncomingMessage } from 'node:http'
import type { Logger } from 'pino'
import type { Server as SocketServer } from 'socket.io'
import { clientAddress } from '../http/callerAddress.ts'
import type { TrustsProxy } from '../http/trustedProxies.ts'
import { Addresses } from './addresses.ts'
import { Connection, type RawConnection } from './connection.ts'
import type { LiveLimits } from './limits.ts'

export class Connections {
  readonly #limits: LiveLimits
  readonly #trusts: TrustsProxy
  readonly #log: Logger
  readonly #addresses: Addresses
  readonly #open = new Map<RawConnection, Connection>()
  readonly #sweep: NodeJS.Timeout

  constructor(limits: LiveLimits, trusts: TrustsProxy, log: Logger) {
    this.#limits = limits
    this.#trusts = trusts
    this.#log = log
    this.#addresses = new Addresses(limits)
    this.#sweep = setInterval(() => this.#closeUnread(), this.#sweepMs).unref()
  }

  /** Whether a client may open one more connection. */
  accepts(request: IncomingMessage): boolean {
    const hasRoom = this.#open.size < this.#limits.connections
    return hasRoom && this.#addresses.accepts(clientAddress(request, this.#trusts))
  }

  /** Follows the connections of a socket server. */
  follow(io: SocketServer): void {
    io.engine.on('connection', (raw: RawConnection) => {
      const ip = clientAddress(raw.request, this.#trusts)
      const address = this.#addresses.open(ip)
      this.#open.set(raw, new Connection(raw, ip, address, this.#limits, this.#log))
      raw.on('close', () => {
        address.open -= 1
        this.#open.delete(raw)
      })
    })
  }

  /**
   * The connection of a client that joins a namespace.
   *
   * @returns null where it is closed, or closes now because it joins too often
   */
  admit({ conn }: { conn: RawConnection }): Connection | null {
    const connection = this.#open.get(conn)
    return connection?.mayJoin() ? connection : null
  }

  close(): void {
    clearInterval(this.#sweep)
  }

  get #sweepMs(): number {
    return this.#limits.unreadMs / 6
  }

  #closeUnread(): void {
    const now = Date.now()
    // A client that stopped just after a sweep is found by the second sweep from then.
    const patience = this.#limits.unreadMs - 2 * this.#sweepMs
    for (const connection of this.#open.values()) {
      const since = connection.unreadSince(now)
      if (since !== null && now - since >= patience) connection.close()
    }
    this.#addresses.sweep(now)
  }
}
