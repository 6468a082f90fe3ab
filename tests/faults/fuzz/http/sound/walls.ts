/** Open walls: without any, no screen could be confirmed, refused, ordered or changed. */
import { io, type Socket } from 'socket.io-client'
import type { Random } from '../../../random.ts'

/** Walls open at a time; the oldest are closed. */
const most = 4

export class Walls {
  readonly #url: string
  readonly #open: Socket[] = []
  #count = 0

  constructor(url: string) {
    this.#url = url
  }

  /** Opens one more wall under a name of its own. Resolves once it waits to be confirmed. */
  async open(village: string, random: Random): Promise<void> {
    const wall = io(`${this.#url}/live`, {
      auth: { village, screen: `wall-${(this.#count += 1)}` },
      transports: ['websocket'],
      forceNew: true,
      extraHeaders: { 'X-Forwarded-For': random.bytes(4).join('.') },
    })
    this.#open.push(wall)
    if (this.#open.length > most) this.#open.shift()?.disconnect()
    await new Promise<void>((resolve) => {
      wall.once('screen', () => resolve())
      wall.once('connect_error', () => resolve())
    })
  }

  close(): void {
    for (const wall of this.#open) wall.disconnect()
  }
}
