/** All live connections: refuses too many, and closes those whose clients do not read. */
import type { IncomingMessage } from 'node:http'
import type { Logger } from 'pino'
import type { Server as SocketServer } from 'socket.io'
import { clientAddress } from '../http/callerAddress.ts'
import type { TrustsProxy } from '../http/trustedProxies.ts'
import { Addresses } from './addresses.ts'
import { Connection, type RawConnection } from './connection.ts'
import type { LiveLimits } from './limits.ts'

/** A sweep over all connections is made in so many parts: 2,000 pings at once would hold the event loop for 100 ms. */
const partsOfSweep = 100

export class Connections {
  readonly #limits: LiveLimits
  readonly #trusts: TrustsProxy
  readonly #log: Logger
  readonly #addresses: Addresses
  readonly #open = new Map<RawConnection, Connection>()
  readonly #sweeps: NodeJS.Timeout[]
  /** Of the running sweep, those that it has not seen. */
  #unswept = this.#open.values()
  /** How many of them the next part of it takes; a fraction where there are few. */
  #due = 0

  constructor(limits: LiveLimits, trusts: TrustsProxy, log: Logger) {
    this.#limits = limits
    this.#trusts = trusts
    this.#log = log
    this.#addresses = new Addresses(limits)
    this.#sweeps = [
      setInterval(() => this.#sweepPart(), this.#sweepMs / partsOfSweep).unref(),
      setInterval(() => this.#addresses.sweep(Date.now()), this.#sweepMs).unref(),
    ]
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
    for (const sweep of this.#sweeps) clearInterval(sweep)
  }

  get #sweepMs(): number {
    return this.#limits.unreadMs / 6
  }

  #sweepPart(): void {
    for (this.#due += this.#open.size / partsOfSweep; this.#due >= 1; this.#due -= 1) {
      let { value: connection } = this.#unswept.next()
      if (!connection) {
        this.#unswept = this.#open.values()
        connection = this.#unswept.next().value
      }
      if (connection) this.#closeUnread(connection)
    }
  }

  #closeUnread(connection: Connection): void {
    const now = Date.now()
    // A client that stopped just after a sweep is found by the second sweep from then.
    const patience = this.#limits.unreadMs - 2 * this.#sweepMs
    const since = connection.unreadSince(now)
    if (since !== null && now - since >= patience) connection.close()
  }
}
