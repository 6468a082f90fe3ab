/** Caches the boards of villages in use, folds committed postings into them, and notifies the sockets. */
import { readPublicVillage, type PublicVillage } from '../../db/board/board.ts'
import type { Change, CommittedPosting } from '../../db/store/changes.ts'
import type { Database, Store } from '../../db/store/store.ts'
import { villageById } from '../../db/villages/findVillages.ts'
import type { Board, BoardHousehold, PostingEvent } from '../domain/board/board.ts'
import { PlacedBoard } from '../domain/board/placedBoard.ts'
import { localDateAt } from '../domain/calendar/calendar.ts'
import type { Standing } from '../domain/ranking/ranking.ts'
import { FairQueue, type Priority, type Rush } from './boards/fairQueue.ts'
import { Rebuilds } from './boards/rebuilds.ts'

/** More postings in one commit than this are sent as one new board. */
const mostEvents = 100
/** Boards are rebuilt for an open round's visits, or an activity's sign-ins, at most this often, ms. */
const rebuildEveryMs = { round: 10_000, activity: 2_000 }
/** Interval of the check for villages whose day has changed, ms. */
const dayCheckMs = 30_000

export interface HubNews {
  posting: (village: number, event: PostingEvent) => void
  board: (village: number, board: Board) => void
  /** The village is gone. */
  removed: (village: number) => void
}

/** Reads what the public may see of a village; null when there is no such village. */
export type BoardReader = (village: number) => Promise<PublicVillage | null>

interface Held {
  /** As it was read; postings since are folded into `placed`. */
  read: PublicVillage
  placed: PlacedBoard
}

interface Reading {
  promise: Promise<Held | null>
  /** What was committed since it began; null while it waits for its turn: it will read those. */
  since: CommittedPosting[] | null
  /** Something changed that cannot be folded: what is being read is not used. */
  isOutdated: boolean
  /** Screens have an earlier board, and are told of this one. */
  isRenewal: boolean
}

/**
 * @param store notifies the hub of what was committed
 * @param origin where addresses that people scan begin; empty where pages take their own
 */
export function boardReader(store: Store, origin = ''): BoardReader {
  return (village) =>
    store.read(async (store) => {
      const row = await villageById(store, village)
      return row ? readPublicVillage(store, row, Date.now(), origin) : null
    })
}

export class Hub {
  readonly #store: Database
  readonly #read: BoardReader
  readonly #held = new Map<number, Held>()
  /** One for each village whose board is being read, however many ask for it. */
  readonly #readings = new Map<number, Reading>()
  readonly #queue: FairQueue
  readonly #news = new Set<Partial<HubNews>>()
  readonly #stopListening: () => void
  readonly #dayCheck: NodeJS.Timeout
  #isTurningDays = false
  #isClosed = false
  readonly #rebuilds = new Rebuilds((village) => void this.#renew(village))

  /** @param rush counts connections that are made: boards for screens wait for them */
  constructor(store: Database, read: BoardReader = boardReader(store), rush?: Rush) {
    this.#store = store
    this.#read = read
    this.#queue = new FairQueue(rush)
    this.#stopListening = store.onChange((change) => this.#take(change))
    this.#dayCheck = setInterval(() => void this.#turnDays(), dayCheckMs).unref()
  }

  /** Subscribes to everything that screens must be told. */
  onNews(news: Partial<HubNews>): void {
    this.#news.add(news)
  }

  /**
   * The village's board as the public may see it; null when there is no such village.
   *
   * @throws what the database throws
   */
  async board(village: number, priority: Priority = 'high'): Promise<Board | null> {
    return (await this.#hold(village, priority))?.placed.board ?? null
  }

  /** Which board the village has now; null when there is no such village. @throws what the database throws */
  async version(
    village: number,
    priority: Priority = 'high',
  ): Promise<Pick<Board, 'seq' | 'epoch' | 'unit' | 'activity'> | null> {
    return (await this.#hold(village, priority))?.placed.frame ?? null
  }

  /** The first standings of the village, best first; all of them without a number. */
  async standings(village: number, count?: number): Promise<Standing<BoardHousehold>[]> {
    return (await this.#hold(village, 'high'))?.placed.places.slice(0, count) ?? []
  }

  /** A door's household on the board with its place; null when the village does not have it. */
  async standingOf(village: number, door: string): Promise<Standing<BoardHousehold> | null> {
    return (await this.#hold(village, 'high'))?.placed.standingOf(door) ?? null
  }

  /** The place of one door; 0 when the village does not have it. */
  async rankOf(village: number, door: string): Promise<number> {
    return (await this.standingOf(village, door))?.rank ?? 0
  }

  /** A board that is being read meanwhile may find its database closed, which is no fault. */
  close(): void {
    this.#isClosed = true
    this.#stopListening()
    clearInterval(this.#dayCheck)
    this.#rebuilds.clear()
    this.#queue.clear()
    this.#held.clear()
  }

  async #hold(village: number, priority: Priority): Promise<Held | null> {
    const held = this.#held.get(village)
    if (held) return held
    const reading = this.#readings.get(village) ?? this.#startReading(village, priority)
    if (priority === 'high') this.#queue.promote(village)
    return reading.promise
  }

  #startReading(village: number, priority: Priority, isRenewal = false): Reading {
    const reading: Reading = {
      promise: this.#queue.run(village, priority, () => this.#readFor(village, reading)),
      since: null,
      isOutdated: false,
      isRenewal,
    }
    this.#readings.set(village, reading)
    return reading
  }

  /** Reads a board, again where it was overtaken by a change, and holds it from the same moment on. */
  async #readFor(village: number, reading: Reading): Promise<Held | null> {
    try {
      for (;;) {
        reading.since = []
        reading.isOutdated = false
        const read = await this.#read(village)
        const held = read && { read, placed: new PlacedBoard(read.board) }
        if (reading.isOutdated || (held && !reading.since.every((one) => follow(held, one) !== 'gap')))
          continue
        if (held) this.#held.set(village, held)
        if (held && reading.isRenewal) this.#tell((news) => news.board?.(village, held.placed.board))
        return held
      }
    } finally {
      this.#readings.delete(village)
    }
  }

  #take(change: Change): void {
    if (change.type === 'village') void this.#renew(change.village)
    else if (change.type === 'round' || change.type === 'activity')
      this.#rebuildSoon(change.village, change.type)
    else if (change.type === 'village-removed') this.#remove(change.village)
    else if (change.type === 'postings') this.#takePostings(change.village, change.postings)
  }

  #takePostings(village: number, postings: CommittedPosting[]): void {
    const isTooMany = postings.length > mostEvents
    const reading = this.#readings.get(village)
    if (reading && isTooMany) reading.isOutdated = true
    else if (reading) reading.since?.push(...postings)
    const held = this.#held.get(village)
    if (!held) return
    if (isTooMany) return void this.#renew(village)
    for (const committed of postings) {
      const event = follow(held, committed)
      if (event === 'known') continue
      if (event === 'gap') return void this.#renew(village)
      this.#tell((news) => news.posting?.(village, event))
    }
  }

  /** Replaces the board of a village in use. An error is reported: the next who asks has it read again. */
  async #renew(village: number): Promise<void> {
    const reading = this.#readings.get(village)
    if (reading) reading.isOutdated = true
    if (!this.#held.delete(village)) return
    try {
      await this.#startReading(village, 'high', true).promise
    } catch (error) {
      if (!this.#isClosed) this.#store.onListenerFailed(error)
    }
  }

  #tell(tell: (news: Partial<HubNews>) => void): void {
    for (const news of this.#news)
      try {
        tell(news)
      } catch (error) {
        this.#store.onListenerFailed(error)
      }
  }

  /** Debounced: rebuilding the board per visit is too expensive. */
  #rebuildSoon(village: number, type: keyof typeof rebuildEveryMs): void {
    const reading = this.#readings.get(village)
    if (reading) reading.isOutdated = true
    if (this.#held.has(village)) this.#rebuilds.schedule(village, rebuildEveryMs[type])
  }

  #remove(village: number): void {
    const reading = this.#readings.get(village)
    if (reading) reading.isOutdated = true
    this.#held.delete(village)
    this.#rebuilds.forget(village)
    this.#tell((news) => news.removed?.(village))
  }

  /** Rebuilds the boards of the day before one after the other; each stays in use until its turn. */
  async #turnDays(): Promise<void> {
    if (this.#isTurningDays) return
    this.#isTurningDays = true
    for (let over = this.#findOver(); over !== null; over = this.#findOver()) await this.#renew(over)
    this.#isTurningDays = false
  }

  #findOver(): number | null {
    for (const [village, { read }] of this.#held)
      if (localDateAt(Date.now(), read.board.village.timezone) !== read.day) return village
    return null
  }
}

/** Folds a committed posting into a board. @returns its event, unless the board contains it or does not reach it */
function follow({ read, placed }: Held, committed: CommittedPosting): PostingEvent | 'known' | 'gap' {
  const { seq } = committed.row
  if (seq <= placed.frame.seq) return 'known'
  if (seq !== placed.frame.seq + 1) return 'gap'
  const event = read.project(committed, placed)
  placed.fold(event)
  return event
}
