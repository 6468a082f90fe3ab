/**
 * Holds the board of every village that somebody looks at, folds committed
 * postings into it, and tells those who carry news to the screens.
 */
import { readPublicVillage, type PublicVillage } from '../../db/board.ts'
import { type VillageRow } from '../../db/schema.ts'
import { type Change, type CommittedPosting, type Store } from '../../db/store.ts'
import { villageById } from '../../db/villages.ts'
import {
  type Board,
  type BoardLine,
  foldLine,
  foldPosting,
  follows,
  type PostingEvent,
} from '../domain/board.ts'
import { localDateAt, monthOf } from '../domain/calendar.ts'
import { type Standing, placeOrder, rank, rankOf } from '../domain/ranking.ts'
import { type BoardHousehold } from '../domain/board.ts'

/** More postings at once than this travel as one new board. */
const mostEvents = 100
/** Lines that travel apart from their household wait up to this long, ms. */
const withholdMs = 5_000
/** What comes of an open round's visits is shown at most this often, ms. */
const roundEveryMs = 10_000
/** How often to see whether a village's month has turned, ms. */
const monthCheckMs = 30_000

export interface HubNews {
  posting: (village: number, event: PostingEvent) => void
  line: (village: number, line: BoardLine) => void
  board: (village: number, board: Board) => void
  /** The village is gone. */
  removed: (village: number) => void
}

interface Held {
  row: VillageRow
  current: PublicVillage
  /** Lines not yet told, newest first. */
  withheld: BoardLine[]
  release: NodeJS.Timeout | null
}

export class Hub {
  readonly #store: Store
  readonly #origin: string
  readonly #held = new Map<number, Held>()
  readonly #news = new Set<Partial<HubNews>>()
  readonly #stopListening: () => void
  readonly #monthCheck: NodeJS.Timeout
  /** When a village's board was last read anew for its round, and the next time that waits. */
  readonly #rounds = new Map<number, { at: number; timer: NodeJS.Timeout | null }>()
  readonly #ranked = new WeakMap<Board, Standing<BoardHousehold>[]>()

  /** @param origin where addresses that people scan begin; empty where pages take their own */
  constructor(store: Store, origin = '') {
    this.#store = store
    this.#origin = origin
    this.#stopListening = store.onChange((change) => this.#take(change))
    this.#monthCheck = setInterval(() => this.#turnMonths(), monthCheckMs).unref()
  }

  /** Hears of everything that screens must be told. */
  onNews(news: Partial<HubNews>): void {
    this.#news.add(news)
  }

  /** The village's board as the public may see it; null when there is no such village. */
  board(village: number): Board | null {
    return this.#hold(village)?.current.board ?? null
  }

  /** All standings of the village, best first. */
  standings(village: number): Standing<BoardHousehold>[] {
    const board = this.board(village)
    if (!board) return []
    let ranked = this.#ranked.get(board)
    if (!ranked) this.#ranked.set(board, (ranked = rank(board.households, orderOf(board))))
    return ranked
  }

  /** The place of one door; 0 when the village does not have it. */
  rankOf(village: number, door: string): number {
    const board = this.board(village)
    const household = board?.households.find((candidate) => candidate.door === door)
    return board && household ? rankOf(household, board.households, orderOf(board)) : 0
  }

  close(): void {
    this.#stopListening()
    clearInterval(this.#monthCheck)
    for (const { timer } of this.#rounds.values()) if (timer) clearTimeout(timer)
    for (const { release } of this.#held.values()) if (release) clearTimeout(release)
    this.#held.clear()
  }

  #hold(village: number): Held | null {
    const known = this.#held.get(village)
    if (known) return known
    const row = villageById(this.#store, village)
    if (!row) return null
    const held: Held = {
      row,
      current: readPublicVillage(this.#store, row, Date.now(), this.#origin),
      withheld: [],
      release: null,
    }
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
      // A board that was read after the commit has it already.
      if (committed.row.seq <= held.current.board.seq) continue
      const event = held.current.project(committed)
      if (!follows(held.current.board, event)) {
        this.#renew(village)
        return
      }
      const apart = event.line !== null && event.line.household === null
      const told = apart ? { ...event, line: null } : event
      held.current = { ...held.current, board: foldPosting(held.current.board, told) }
      if (apart && event.line) this.#withhold(village, held, event.line)
      for (const news of this.#news) news.posting?.(village, told)
    }
  }

  /** Keeps a line back for a moment, so that it does not arrive together with its household's new score. */
  #withhold(village: number, held: Held, line: BoardLine): void {
    held.withheld.unshift(line)
    held.release ??= setTimeout(() => this.#release(village, held), withholdMs).unref()
  }

  #release(village: number, held: Held): void {
    held.release = null
    const lines = held.withheld.splice(0).reverse()
    for (const line of lines) {
      held.current = { ...held.current, board: foldLine(held.current.board, line) }
      for (const news of this.#news) news.line?.(village, line)
    }
  }

  #renew(village: number): void {
    const known = this.#held.get(village)
    if (!known) return
    if (known.release) clearTimeout(known.release)
    this.#held.delete(village)
    const board = this.board(village)
    if (board) for (const news of this.#news) news.board?.(village, board)
  }

  /** Gathers what inspectors bring in: a board read anew for each visit would cost more than it tells. */
  #takeRound(village: number): void {
    if (!this.#held.has(village)) return
    const round = this.#rounds.get(village) ?? { at: -roundEveryMs, timer: null }
    this.#rounds.set(village, round)
    const wait = Math.max(0, round.at + roundEveryMs - performance.now())
    round.timer ??= setTimeout(() => {
      round.timer = null
      round.at = performance.now()
      this.#renew(village)
    }, wait).unref()
  }

  #remove(village: number): void {
    const known = this.#held.get(village)
    if (known?.release) clearTimeout(known.release)
    this.#held.delete(village)
    const timer = this.#rounds.get(village)?.timer
    if (timer) clearTimeout(timer)
    this.#rounds.delete(village)
    for (const news of this.#news) news.removed?.(village)
  }

  #turnMonths(): void {
    for (const [village, { row, current }] of this.#held)
      if (monthOf(localDateAt(Date.now(), row.timezone)) !== current.board.month) this.#renew(village)
  }
}

function orderOf(board: Board) {
  return placeOrder<BoardHousehold>(
    board.tieBreakers,
    board.dimensions.map(({ id }) => id),
  )
}
