/** Open walls: which screen each one is, its last status, and how to reach it. */
import type { Logger } from 'pino'
import type { Store } from '../../../db/store/store.ts'
import {
  bindDevice,
  findScreen,
  storeStatus,
  listScreens,
  type Screen,
} from '../../../db/villages/screens.ts'
import type { ScreenHello } from '../../contract/live/screenWords.ts'
import { defaultSettings } from '../../domain/board/screens.ts'
import type { PeerOrder } from '../peers/peerWords.ts'
import type { PeerListeners, ScreenPeers } from '../peers/screenPeers.ts'
import { type HeardScreen, isLive, logFailures, type OpenScreen } from './openScreen.ts'
import { ScreenLists } from './screenLists.ts'
import { ScreenNews } from './screenNews.ts'
import { settingsOf } from './screenViews.ts'
import { WaitingScreens } from './waitingScreens.ts'

/** Interval of the check for silent screens, ms. */
const lookEveryMs = 2_000

export class ScreenRegistry {
  readonly #store: Store
  readonly #log: Logger
  readonly #open = new Map<OpenScreen, HeardScreen>()
  readonly #waiting = new WaitingScreens()
  readonly #previews = new Set<OpenScreen>()
  readonly #news: ScreenNews
  readonly lists: ScreenLists
  readonly #look: NodeJS.Timeout
  #silent = ''

  constructor(store: Store, build: string, log: Logger) {
    this.#store = store
    this.#log = log
    this.lists = new ScreenLists(store, build, this.#open, this.#waiting)
    this.#news = new ScreenNews(log, (village) => this.#share(village))
    this.#look = setInterval(() => this.#lookForSilent(), lookEveryMs).unref()
  }

  /** Subscribes to changes of a village's screens, at most two a second. */
  onChange(listener: (village: number) => void): void {
    this.#news.onChange(listener)
  }

  /** From now on walls of other processes count too, and orders reach them. */
  join(makePeers: (listeners: PeerListeners) => ScreenPeers): void {
    this.lists.peers = makePeers({
      order: (order) => void this.#obey(order),
      changed: (village) => this.#news.notify(village),
      asked: () => {
        for (const village of new Set([...this.#open.values()].map(({ wall }) => wall.village)))
          this.#share(village)
      },
    })
  }

  /** Takes the walls of this process from the lists of the others, and no more orders. */
  leave(): void {
    this.lists.peers?.close()
    this.lists.peers = null
  }

  /** Registers an open wall and sends its settings. */
  async add(wall: OpenScreen): Promise<void> {
    if (wall.isPreview) {
      this.#previews.add(wall)
      const shown = (await listScreens(this.#store, wall.village)).find(({ key }) => key === wall.key)
      if (shown) wall.send(settingsOf(shown))
      return
    }
    const heard: HeardScreen = {
      wall,
      waiting: null,
      isIdentified: false,
      lastWordAt: Date.now(),
      word: null,
      clockDifferenceMs: null,
      failed: [],
      logged: new Set(),
    }
    this.#open.set(wall, heard)
    await this.#identify(heard)
    this.#news.schedule(wall.village)
  }

  /** Matches a wall to a screen by key and device, and sends that screen's settings. */
  async #identify(heard: HeardScreen): Promise<void> {
    const { village, key, device, address } = heard.wall
    if (key === null) return
    const screen = await findScreen(this.#store, village, key)
    const isOurs = screen !== null && (screen.device === null || screen.device === device)
    if (isOurs && screen.device === null && device !== null)
      await this.#write(() => bindDevice(this.#store, village, key, device))
    const open = new Set([...this.#open.values()].map(({ waiting }) => waiting))
    heard.waiting = isOurs ? null : this.#waiting.meet(village, { key, device, address }, Date.now(), open)
    heard.isIdentified = true
    heard.wall.send(settingsOf(screen ?? { name: key, settings: defaultSettings }))
    void this.#keep(heard)
  }

  /** Matches open walls again after a screen was confirmed or forgotten. */
  settle(village: number, key: string): Promise<void> {
    return this.#order({ type: 'settle', village, key })
  }

  async #settle(village: number, key: string): Promise<void> {
    for (const heard of this.#open.values()) {
      if (heard.wall.village !== village || heard.wall.key !== key) continue
      const before = heard.waiting
      await this.#identify(heard)
      if (before && !heard.waiting) this.#waiting.remove(village, before.id, Date.now())
      void this.#keep(heard)
    }
    this.#news.schedule(village)
  }

  /** Hides a waiting wall from the list. @throws Refused when nothing waits under this id */
  refuse(village: number, id: string): void {
    const { key, device } = this.lists.mustFindWaiting(village, id)
    void this.#order({ type: 'refuse', village, key, device })
  }

  #refuse(village: number, key: string, device: string | null): void {
    for (const one of this.#waiting.list(village, Date.now()))
      if (one.key === key && one.device === device) one.isRefused = true
    this.#news.schedule(village)
  }

  /** Whether a wall is a screen that an administrator confirmed. */
  isConfirmed(wall: OpenScreen): boolean {
    const heard = this.#open.get(wall)
    return wall.key !== null && heard !== undefined && heard.isIdentified && heard.waiting === null
  }

  /** Takes a wall's status. */
  update(wall: OpenScreen, hello: ScreenHello): void {
    const heard = this.#open.get(wall)
    if (!heard) return
    const { width, height, build, scene, page, clock, scenes, failed } = hello
    const isFirst = heard.word === null
    heard.lastWordAt = Date.now()
    heard.word = { width, height, build, scene, page, scenes: scenes ?? heard.word?.scenes ?? [] }
    heard.clockDifferenceMs = clock === undefined ? null : clock - heard.lastWordAt
    heard.failed = failed ?? heard.failed
    if (heard.waiting) Object.assign(heard.waiting, { width, height, seenAt: heard.lastWordAt })
    logFailures(heard, this.#log)
    if (isFirst) void this.#keep(heard)
    this.#news.schedule(wall.village)
  }

  /** Removes a wall that closed or lost its connection. */
  remove(wall: OpenScreen): void {
    this.#previews.delete(wall)
    const heard = this.#open.get(wall)
    if (!heard) return
    this.#open.delete(wall)
    void this.#keep(heard)
    this.#news.schedule(wall.village)
  }

  /** Carries an order out at all processes; resolves once it is done here. */
  async #order(order: PeerOrder): Promise<void> {
    this.lists.peers?.tell(order)
    await this.#obey(order)
  }

  async #obey(order: PeerOrder): Promise<void> {
    const { village } = order
    if (order.type === 'settle') await this.#settle(village, order.key)
    else if (order.type === 'refuse') this.#refuse(village, order.key, order.device)
    else if (order.type === 'settings') this.#sendSettings(village, order.screen)
    else this.#sendOrder(village, order.screen, order.type)
  }

  /** Sends the screen's name and settings to it, after they changed. */
  sendSettings(village: number, screen: Screen): void {
    void this.#order({ type: 'settings', village, screen })
  }

  #sendSettings(village: number, screen: Screen): void {
    for (const { wall } of this.#open.values())
      if (wall.village === village && wall.key === screen.key) wall.send(settingsOf(screen))
    for (const wall of this.#previews)
      if (wall.village === village && wall.key === screen.key) wall.send(settingsOf(screen))
    this.#news.schedule(village)
  }

  /** Sends an order to a screen; ignored when it is away. */
  order(village: number, screen: Screen, type: 'identify' | 'reload'): void {
    void this.#order({ type, village, screen })
  }

  #sendOrder(village: number, screen: Screen, type: 'identify' | 'reload'): void {
    for (const { wall, waiting } of this.#open.values())
      if (!waiting && wall.village === village && wall.key === screen.key)
        wall.send(type === 'identify' ? { type, name: screen.name } : { type })
  }

  async close(): Promise<void> {
    clearInterval(this.#look)
    this.#news.close()
    const open = [...this.#open.values()]
    this.#open.clear()
    await Promise.all(open.map((heard) => this.#keep(heard)))
  }

  async #keep({
    wall: { village, key },
    waiting,
    word,
    lastWordAt,
    isIdentified,
  }: HeardScreen): Promise<void> {
    if (key === null || waiting || !word || !isIdentified) return
    await this.#write(() => storeStatus(this.#store, village, key, word, new Date(lastWordAt).toISOString()))
  }

  /** Logs a failed write, and never throws: the next connection writes the same again, and walls work on a full disk. */
  async #write(write: () => Promise<void>): Promise<void> {
    try {
      await write()
    } catch (error) {
      this.#log.warn({ err: error }, 'what a screen said of itself was not stored')
    }
  }

  #share(village: number): void {
    this.lists.peers?.share(village, this.lists.presence(village))
  }

  /** Silence is found by polling: a silent screen sends nothing. */
  #lookForSilent(): void {
    const silent = [...this.#open.values()].filter(({ lastWordAt }) => !isLive(lastWordAt))
    const now = silent.map(({ wall }) => `${wall.village}/${wall.key}`).join()
    if (now === this.#silent) return
    this.#silent = now
    for (const { wall } of this.#open.values()) this.#news.schedule(wall.village)
  }
}
