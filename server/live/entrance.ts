import type { EventEmitter } from 'node:events'

/** Handshakes of one turn of the event loop take about so long, ms. */
const turnMs = 5
/** A handshake waits no longer than this for a turn in which nobody comes, ms: clients give up after some seconds. */
const usualPatienceMs = 1_000
/** While they come, handshakes leave so much time for each part that they take. */
const parts = 2

/** A socket that waits. */
type Entering = EventEmitter & { readonly destroyed: boolean }

interface Handshake {
  since: number
  enter: () => void
}

/**
 * Lets connections in one after the other, some in each turn of the event loop: after a restart thousands of screens
 * come in the same moment, and whoever works at the desk is answered between their handshakes.
 *
 * The system hands over one new connection a turn. While they come, a turn has to be short: those that the system
 * still holds give up otherwise, try again, and are handed over when nobody waits there any more.
 */
export class Entrance {
  readonly #waiting: Handshake[] = []
  readonly #patienceMs: number
  #arrivals = 0
  /** While connections come, there are no handshakes until then, ms. */
  #restUntil = 0

  constructor(patienceMs = usualPatienceMs) {
    this.#patienceMs = patienceMs
  }

  /** Notes the connections that the system hands over. */
  watch(server: EventEmitter): void {
    server.on('connection', () => (this.#arrivals += 1))
  }

  /** How many connections were handed over until now. */
  get arrivals(): number {
    return this.#arrivals
  }

  /** How many wait to be let in. */
  get waiting(): number {
    return this.#waiting.length
  }

  /** Calls `enter` when it is the connection's turn, unless that is closed by then. */
  queue(socket: Entering, enter: () => void): void {
    const ignore = () => {}
    // Nobody else listens yet.
    socket.on('error', ignore)
    this.#waiting.push({
      since: performance.now(),
      enter: () => {
        socket.off('error', ignore)
        if (!socket.destroyed) enter()
      },
    })
    if (this.#waiting.length === 1) this.#letInSoon()
  }

  #letInSoon(): void {
    const before = this.#arrivals
    setImmediate(() => this.#letIn(this.#arrivals !== before))
  }

  #letIn(someoneCame: boolean): void {
    const now = performance.now()
    const first = this.#waiting[0]
    const isTime = () => first && now - first.since >= this.#patienceMs && now >= this.#restUntil
    if (!someoneCame || isTime()) {
      let count = 0
      do this.#waiting[count++]?.enter()
      while (count < this.#waiting.length && performance.now() < now + turnMs)
      this.#waiting.splice(0, count)
      const end = performance.now()
      this.#restUntil = end + (end - now) * parts
    }
    if (this.#waiting.length > 0) this.#letInSoon()
  }
}
