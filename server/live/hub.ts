/** Caches the boards of villages in use, folds committed postings into them, and notifies the sockets. */
import { readPublicVillage, type PublicVillage } from '../../db/board/board.ts'
import type { Change, CommittedPosting } from '../../db/store/changes.ts'
import type { VillageRow } from '../../db/store/schema.ts'
import type { Store } from '../../db/store/store.ts'
import { villageById } from '../../db/villages/villages.ts'
import type { Board, PostingEvent, BoardHousehold } from '../domain/board/board.ts'
import { PlacedBoard } from '../domain/board/placedBoard.ts'
import { localDateAt } from '../domain/calendar/calendar.ts'
import type { Standing } from '../domain/ranking/ranking.ts'

/** More postings in one commit than this are sent as one new board. */
const mostEvents = 100
/** Boards are rebuilt for an open round's visits at most this often, ms. */
const roundEveryMs = 10_000
/** Interval of the check for villages whose day has changed, ms. */
const dayCheckMs = 30_000

export interface HubNews {
  posting: (village: number, event: PostingEvent) => void
  board: (village: number, board: Board) => void
  /** The village is gone. */
  removed: (village: number) => void
}

interface Held {
  row: VillageRow
  /** As it was read; postings since are folded into `placed`. */
  read: PublicVillage
  placed: PlacedBoard
}

export class Hub {
  readonly #store: Store
  readonly #origin: string
  readonly #held = new Map<number, Held>()
  readonly #news = new Set<Partial<HubNews>>()
  readonly #stopListening: () => void
  readonly #dayCheck: NodeJS.Timeout
  /** By village: when its board was last rebuilt for its round, and the scheduled rebuild. */
  readonly #rounds = new Map<number, { at: number; timer: NodeJS.Timeout | null }>()

  /** @param origin where addresses that people scan begin; empty where pages take their own */
  constructor(store: Store, origin = '') {
    this.#store = store
    this.#origin = origin
    this.#stopListening = store.onChange((change) => this.#take(change))
    this.#dayCheck = setInterval(() => this.#turnDays(), dayCheckMs).unref()
  }

  /** Subscribes to everything that screens must be told. */
  onNews(news: Partial<HubNews>): void {
    this.#news.add(news)
  }

  /** The village's board as the public may see it; null when there is no such village. */
  board(village: number): Board | null {
    return this.#hold(village)?.placed.board ?? null
  }

  /** All standings of the village, best first. */
  standings(village: number): Standing<BoardHousehold>[] {
    return this.#hold(village)?.placed.places.top() ?? []
  }

  /** The place of one door; 0 when the village does not have it. */
  rankOf(village: number, door: string): number {
    return this.#hold(village)?.placed.placeOf(door) ?? 0
  }

  close(): void {
    this.#stopListening()
    clearInterval(this.#dayCheck)
    for (const { timer } of this.#rounds.values()) if (timer) clearTimeout(timer)
    this.#held.clear()
  }

  #hold(village: number): Held | null {
    const known = this.#held.get(village)
    if (known) return known
    const row = villageById(this.#store, village)
    if (!row) return null
    const read = readPublicVillage(this.#store, row, Date.now(), this.#origin)
    const held: Held = { row, read, placed: new PlacedBoard(read.board) }
    this.#held.set(village, held)
    return held
  }

  #take(change: Change): void {
    if (change.type === 'village') this.#renew(change.village)
    else if (change.type === 'round') this.#takeRound(change.village)
    else if (change.type === 'village-removed') this.#remove(change.village)
    else if (change.type === 'postings') this.#takePostings(change.village, change.postings)
  }

  #takePostings(village: number, postings: CommittedPosting[]): void {
    const held = this.#held.get(village)
    if (!held) return
    if (postings.length > mostEvents) {
      this.#renew(village)
      return
    }
    for (const committed of postings) {
      // A board read after the commit already contains it.
      const { board } = held.placed
      if (committed.row.seq <= board.seq) continue
      if (committed.row.seq !== board.seq + 1) {
        this.#renew(village)
        return
      }
      const event = held.read.project(committed, board)
      held.placed.fold(event)
      for (const news of this.#news) news.posting?.(village, event)
    }
  }

  #renew(village: number): void {
    if (!this.#held.delete(village)) return
    const board = this.board(village)
    if (board) for (const news of this.#news) news.board?.(village, board)
  }

  /** For timers: reports an error instead of throwing it. */
  #tryToRenew(village: number): void {
    try {
      this.#renew(village)
    } catch (error) {
      this.#store.onListenerFailed(error)
    }
  }

  /** Debounced: rebuilding the board per visit is too expensive. */
  #takeRound(village: number): void {
    if (!this.#held.has(village)) return
    const round = this.#rounds.get(village) ?? { at: -roundEveryMs, timer: null }
    this.#rounds.set(village, round)
    const wait = Math.max(0, round.at + roundEveryMs - performance.now())
    round.timer ??= setTimeout(() => {
      round.timer = null
      round.at = performance.now()
      this.#tryToRenew(village)
    }, wait).unref()
  }

  #remove(village: number): void {
    this.#held.delete(village)
    const timer = this.#rounds.get(village)?.timer
    if (timer) clearTimeout(timer)
    this.#rounds.delete(village)
    for (const news of this.#news) news.removed?.(village)
  }

  /** Rebuilds the boards of the day before, one per turn of the event loop. */
  #turnDays(): void {
    const held = [...this.#held].find(([, village]) => isOver(village))
    if (!held) return
    this.#tryToRenew(held[0])
    setImmediate(() => this.#turnDays()).unref()
  }
}

function isOver({ row: { timezone }, read: { day } }: Held): boolean {
  return localDateAt(Date.now(), timezone) !== day
}
