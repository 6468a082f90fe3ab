import type { EventEmitter } from 'node:events'

/** Handshakes of one turn of the event loop take about so long, ms. */
const turnMs = 5

/** A socket that waits. */
type Entering = EventEmitter & { readonly destroyed: boolean }

/**
 * Lets connections in one after the other, some in each turn of the event loop: after a restart thousands of screens
 * come in the same moment, and whoever works at the desk is answered between their handshakes.
 */
export class Entrance {
  readonly #waiting: (() => void)[] = []

  /** Calls `enter` when it is the connection's turn, unless that is closed by then. */
  queue(socket: Entering, enter: () => void): void {
    const ignore = () => {}
    // Nobody else listens yet.
    socket.on('error', ignore)
    this.#waiting.push(() => {
      socket.off('error', ignore)
      if (!socket.destroyed) enter()
    })
    if (this.#waiting.length === 1) setImmediate(() => this.#letIn())
  }

  #letIn(): void {
    const end = performance.now() + turnMs
    let count = 0
    do this.#waiting[count++]?.()
    while (count < this.#waiting.length && performance.now() < end)
    this.#waiting.splice(0, count)
    if (this.#waiting.length > 0) setImmediate(() => this.#letIn())
  }
}
