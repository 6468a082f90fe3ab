/** The walls of the other processes of this server, and orders to them. */
import type { Logger } from 'pino'
import type { Screens } from '../boards/screenBoards.ts'
import { succeeds } from '../guard.ts'
import type { SeenScreen } from '../screens/openScreen.ts'
import type { PeerOrder, PeerWord, Presence } from './peerWords.ts'

/** A process says this often that it is there, ms. */
const aliveEveryMs = 4_000
/** One that was not heard for this long is gone, ms. */
const goneAfterMs = 10_000
/** Walls that only say again what they said are shared at most this often, ms. */
const sameEveryMs = 5_000

interface Peer {
  heardAt: number
  /** By village. */
  presences: Map<number, Presence>
}

export interface PeerListeners {
  /** An order of another process. */
  order: (order: PeerOrder) => void
  /** Walls of a village changed at another process. */
  changed: (village: number) => void
  /** A new process knows nothing yet: share all villages. */
  asked: () => void
}

export class ScreenPeers {
  readonly #id: string
  readonly #screens: Screens
  readonly #listeners: PeerListeners
  readonly #peers = new Map<string, Peer>()
  /** What was shared of each village, apart from times, and when. */
  readonly #shared = new Map<number, { shape: string; at: number }>()
  readonly #timer: NodeJS.Timeout

  /** @param id of this process */
  constructor(id: string, screens: Screens, log: Logger, listeners: PeerListeners) {
    this.#id = id
    this.#screens = screens
    this.#listeners = listeners
    screens.on('peer', (from, word) => succeeds(log, () => this.#hear(from, word)))
    this.#timer = setInterval(() => this.#beat(), aliveEveryMs).unref()
    this.#say({ type: 'alive' })
  }

  /** The village's walls at the other processes. */
  presences(village: number): Presence[] {
    return [...this.#peers.values()].flatMap(({ presences }) => presences.get(village) ?? [])
  }

  /** Villages with walls at other processes, each as often as it has one. */
  *open(): Generator<SeenScreen> {
    for (const { presences } of this.#peers.values()) for (const { open } of presences.values()) yield* open
  }

  /** Tells the others of this process's walls in a village. */
  share(village: number, presence: Presence, now = Date.now()): void {
    const shape = shapeOf(presence)
    const before = this.#shared.get(village)
    if (before?.shape === shape && now - before.at < sameEveryMs) return
    this.#shared.set(village, { shape, at: now })
    this.#say({ type: 'presence', village, presence })
  }

  tell(order: PeerOrder): void {
    this.#say({ type: 'order', order })
  }

  close(): void {
    clearInterval(this.#timer)
    this.#say({ type: 'left' })
  }

  #say(word: PeerWord): void {
    this.#screens.serverSideEmit('peer', this.#id, word)
  }

  #hear(from: string, word: PeerWord): void {
    const isNew = !this.#peers.has(from)
    if (word.type === 'left') return this.#forget(from)
    const peer = this.#peers.get(from) ?? { heardAt: 0, presences: new Map<number, Presence>() }
    this.#peers.set(from, peer)
    peer.heardAt = Date.now()
    if (isNew) {
      this.#shared.clear()
      this.#listeners.asked()
    }
    if (word.type === 'order') this.#listeners.order(word.order)
    if (word.type !== 'presence') return
    peer.presences.set(word.village, word.presence)
    this.#listeners.changed(word.village)
  }

  #beat(): void {
    this.#say({ type: 'alive' })
    for (const [id, { heardAt }] of this.#peers) if (Date.now() - heardAt > goneAfterMs) this.#forget(id)
  }

  #forget(id: string): void {
    const villages = [...(this.#peers.get(id)?.presences.keys() ?? [])]
    this.#peers.delete(id)
    villages.forEach((village) => this.#listeners.changed(village))
  }
}

/** What is worth being told at once. */
function shapeOf({ open, waiting }: Presence): string {
  return JSON.stringify([
    open.map(({ wall, waiting, word, failed }) => [wall.key, wall.connectedAt, waiting?.id, word, failed]),
    waiting.map(({ id, isRefused }) => [id, isRefused]),
  ])
}
