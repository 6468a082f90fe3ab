/** Lists of walls as the panel shows them: those of this process, and those of the others. */
import type { Store } from '../../../db/store/store.ts'
import { listScreens, mustFindScreen } from '../../../db/villages/screens.ts'
import type { ScreenList, ScreenView } from '../../contract/villages/screens.ts'
import { Refused } from '../../domain/answers/refused.ts'
import type { Presence } from '../peers/peerWords.ts'
import type { ScreenPeers } from '../peers/screenPeers.ts'
import { type HeardScreen, isLive, type OpenScreen, seen, type SeenScreen } from './openScreen.ts'
import { viewScreen, viewWaiting } from './screenViews.ts'
import type { WaitingScreen, WaitingScreens } from './waitingScreens.ts'

export class ScreenLists {
  /** Null in a server of one process. */
  peers: ScreenPeers | null = null
  readonly #store: Store
  readonly #build: string
  readonly #open: ReadonlyMap<OpenScreen, HeardScreen>
  readonly #waiting: WaitingScreens

  /**
   * @param build name of the build that the server serves
   * @param open walls of this process
   * @param waiting those of its walls that wait for an administrator
   */
  constructor(
    store: Store,
    build: string,
    open: ReadonlyMap<OpenScreen, HeardScreen>,
    waiting: WaitingScreens,
  ) {
    this.#store = store
    this.#build = build
    this.#open = open
    this.#waiting = waiting
  }

  /** The present state of a village's screens. */
  async list(village: number): Promise<ScreenList> {
    const known = await listScreens(this.#store, village)
    const open = this.#seenIn(village)
    return {
      items: known.map((screen) => viewScreen(screen, open, this.#build)),
      waiting: viewWaiting(this.#waitingIn(village), known, open),
      unnamed: open.filter(({ wall }) => wall.key === null).length,
    }
  }

  /** The present state of one screen. @throws Refused when the village has no such screen */
  async read(village: number, id: number): Promise<ScreenView> {
    const screen = await mustFindScreen(this.#store, village, id)
    return viewScreen(screen, this.#seenIn(village), this.#build)
  }

  /** @throws Refused when nothing waits under this id */
  mustFindWaiting(village: number, id: string): WaitingScreen {
    const found = this.#waitingIn(village).find((one) => one.id === id)
    if (!found) throw new Refused('not-found', 'unknown-screen')
    return found
  }

  /** Live walls by village. */
  countLive(): Map<number, number> {
    const counts = new Map<number, number>()
    for (const { wall, lastWordAt } of [...this.#open.values(), ...(this.peers?.open() ?? [])])
      if (isLive(lastWordAt)) counts.set(wall.village, (counts.get(wall.village) ?? 0) + 1)
    return counts
  }

  /** This process's walls in a village, for the others. */
  presence(village: number): Presence {
    return { open: this.#openIn(village).map(seen), waiting: this.#waiting.list(village, Date.now()) }
  }

  #openIn(village: number): HeardScreen[] {
    return [...this.#open.values()].filter(({ wall }) => wall.village === village)
  }

  #elsewhere(village: number): Presence[] {
    return this.peers?.presences(village) ?? []
  }

  #seenIn(village: number): SeenScreen[] {
    return [...this.#openIn(village), ...this.#elsewhere(village).flatMap(({ open }) => open)]
  }

  /** Of a device that came to several processes, the one where it is. */
  #waitingIn(village: number): WaitingScreen[] {
    const open = new Set(this.#seenIn(village).map(({ waiting }) => waiting?.id))
    const elsewhere = this.#elsewhere(village).flatMap(({ waiting }) => waiting)
    const byDevice = new Map<string, WaitingScreen>()
    for (const one of [...this.#waiting.list(village, Date.now()), ...elsewhere]) {
      const device = JSON.stringify([one.key, one.device])
      if (!byDevice.has(device) || open.has(one.id)) byDevice.set(device, one)
    }
    return [...byDevice.values()]
  }
}
