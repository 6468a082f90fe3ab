/** One client's connection, below the namespaces: what may be sent to it now, and how much it may ask for. */
import { randomBytes } from 'node:crypto'
import type { Logger } from 'pino'
import type { Socket } from 'socket.io'
import type { Address } from './addresses.ts'
import { succeeds } from './guard.ts'
import type { LiveLimits } from './limits.ts'
import { Quota } from './quota.ts'

/** A client gets a whole board at most this often, ms. */
export const boardEveryMs = 1_000

/** Unsent answers of one client; above this its connection is closed. */
const mostAnswers = 200

export type RawConnection = Socket['conn']
type Transport = RawConnection['transport']

/** The part of a `ws` websocket that shows whether its client reads. */
interface Websocket {
  ping: (data: string) => void
  terminate: () => void
  on: (event: 'pong', listener: (data: Buffer) => void) => void
}

export class Connection {
  readonly ip: string
  readonly #raw: RawConnection
  readonly #address: Address
  readonly #log: Logger
  readonly #joins: Quota
  readonly #boards: Quota
  readonly #packets: Quota
  #boardAt = -Infinity
  /** Pushes waiting for the transport: the newest of each kind. */
  readonly #waiting = new Map<string, () => void>()
  /** Answers waiting for the transport, in order; all are sent. */
  #answers: (() => void)[] = []
  /** The ping that the client has to answer, sent at `since`. */
  #ping: { data: string; since: number } | null = null
  /** When the last poll ended, ms; null while a poll is open. */
  #unpolledSince: number | null = null

  constructor(raw: RawConnection, ip: string, address: Address, limits: LiveLimits, log: Logger) {
    this.#raw = raw
    this.ip = ip
    this.#address = address
    this.#log = log
    this.#joins = new Quota(limits.joinsPerConnection)
    this.#boards = new Quota(limits.boardsPerConnection)
    this.#packets = new Quota(limits.packetsPerConnection)
    this.#watch(raw.transport)
    raw.on('upgrade', (transport: Transport) => this.#watch(transport))
    raw.on('packet', () => {
      if (!this.#packets.take(Date.now())) this.close()
    })
    raw.on('close', () => {
      this.#waiting.clear()
      this.#answers = []
    })
  }

  /** Whether something sent now leaves the process at once. */
  get isWritable(): boolean {
    return this.#raw.readyState === 'open' && this.#raw.transport.writable
  }

  /** Sends now or when the transport is writable; of waiting pushes, only the newest of each kind. */
  send(kind: string, deliver: () => void): void {
    if (this.isWritable) deliver()
    else if (this.#raw.readyState === 'open') this.#waiting.set(kind, deliver)
  }

  /** Answers now or when the transport is writable; no answer is dropped. */
  answer(deliver: () => void): void {
    if (this.isWritable) deliver()
    else if (this.#answers.length >= mostAnswers) this.close()
    else if (this.#raw.readyState === 'open') this.#answers.push(deliver)
  }

  /** Whether the client may join a namespace; one that joins too often is closed. */
  mayJoin(): boolean {
    const may = this.#joins.take(Date.now())
    if (!may) this.close()
    return may
  }

  /** Whether the client got a board only a moment ago. */
  hasNewBoard(now: number): boolean {
    return now - this.#boardAt < boardEveryMs
  }

  /** Whether a whole board may be sent to the client at this time, which then counts. */
  mayTakeBoard(now: number): boolean {
    const { boards } = this.#address
    if (!this.isWritable || this.hasNewBoard(now) || !boards.hasRoom(now)) return false
    if (!this.#boards.take(now) || !boards.take(now)) return false
    this.#boardAt = now
    return true
  }

  /**
   * Asks a websocket's client for a sign that it reads.
   *
   * @returns since when the client has not read, ms; null while it does
   */
  unreadSince(now: number): number | null {
    const websocket = websocketOf(this.#raw.transport)
    if (!websocket) return (this.#unpolledSince = this.isWritable ? null : (this.#unpolledSince ?? now))
    if (this.#ping) return this.#ping.since
    this.#ping = { data: randomBytes(6).toString('hex'), since: now }
    websocket.ping(this.#ping.data)
    return null
  }

  /** Closes without a message, which a client that does not read would not get. */
  close(): void {
    const websocket = websocketOf(this.#raw.transport)
    if (websocket) websocket.terminate()
    else this.#raw.close(true)
  }

  #watch(transport: Transport): void {
    this.#ping = null
    this.#unpolledSince = null
    transport.on('ready', () => {
      this.#unpolledSince = null
      this.#deliver()
    })
    websocketOf(transport)?.on('pong', (data) => {
      if (data.toString() === this.#ping?.data) this.#ping = null
    })
    queueMicrotask(() => this.#deliver())
  }

  #deliver(): void {
    while (this.isWritable) {
      const next = this.#takeNext()
      if (!next) return
      if (!succeeds(this.#log, next)) this.close()
    }
  }

  #takeNext(): (() => void) | undefined {
    const answer = this.#answers.shift()
    if (answer) return answer
    for (const [kind, deliver] of this.#waiting) {
      this.#waiting.delete(kind)
      return deliver
    }
    return undefined
  }
}

function websocketOf(transport: Transport): Websocket | null {
  if (transport.name !== 'websocket' || !('socket' in transport)) return null
  return transport.socket as Websocket
}
