/**
 * Brings boards and postings to this process's screens of `/live`, never to a transport that is not writable. Other
 * processes hear of the same changes, and serve their own.
 */
import type { Logger } from 'pino'
import type { Namespace, Socket } from 'socket.io'
import type {
  BoardMessage,
  BoardVersion,
  LiveClientEvents,
  LiveServerEvents,
} from '../../contract/live/live.ts'
import type { Board, PostingEvent } from '../../domain/board/board.ts'
import type { PointUnit } from '../../domain/points/unit.ts'
import { boardEveryMs, type Connection } from '../connection.ts'
import { succeeds } from '../guard.ts'
import type { Hub } from '../hub.ts'
import type { PeerEvents } from '../peers/peerWords.ts'
import type { OpenScreen } from '../screens/openScreen.ts'

interface ScreenData {
  connection: Connection
  wall: OpenScreen
  /** It fetches boards by HTTP, and is told their versions. */
  fetches: boolean
  /** It writes points in the board's unit. */
  readsUnits: boolean
  /** Of the village when the screen came. */
  unit: PointUnit
}

/** Names one state of a village's board. */
type Version = Pick<Board, 'seq' | 'epoch'>

export type Screens = Namespace<LiveClientEvents, LiveServerEvents, PeerEvents, ScreenData>
export type Screen = Socket<LiveClientEvents, LiveServerEvents, PeerEvents, ScreenData>

/** Rooms of a village's screens, by how they get its boards. */
const fetchRoom = (village: number) => `fetch:${village}`
const eventRoom = (village: number) => `event:${village}`

/** Whether the screen is of a build that takes smallest units for points. */
function isTooOld({ data }: Screen, { unit }: Pick<Board, 'unit'>): boolean {
  return unit !== 1 && !data.readsUnits
}

export class ScreenBoards {
  readonly #screens: Screens
  readonly #hub: Hub
  readonly #build: string
  readonly #log: Logger
  /** Screens that need a whole board, by village. It is sent once their transports are writable. */
  readonly #queued = new Map<number, Set<Screen>>()
  readonly #villagesDue = new Set<number>()
  #retry: NodeJS.Timeout | null = null
  /** What the screens are to be told. */
  readonly #news: (() => void)[] = []
  /** Ids of screens that were not writable for the first event of this turn, by village. */
  readonly #behind = new Map<number, string[]>()

  constructor(screens: Screens, hub: Hub, build: string, log: Logger) {
    this.#screens = screens
    this.#hub = hub
    this.#build = build
    this.#log = log
    hub.onNews({
      posting: (village, event) => this.#tellSoon(() => this.#tellPosting(village, event)),
      board: (village, board) => this.#tellSoon(() => this.#renew(village, board)),
      removed: (village) =>
        this.#tellSoon(() => screens.local.in([fetchRoom(village), eventRoom(village)]).disconnectSockets()),
    })
  }

  /** Tells the screens in the next turn of the event loop, in order, so that whoever wrote has the answer first. */
  #tellSoon(tell: () => void): void {
    if (this.#news.push(tell) > 1) return
    setImmediate(() => {
      for (const one of this.#news.splice(0)) succeeds(this.#log, one)
    })
  }

  #tellPosting(village: number, event: PostingEvent): void {
    for (const room of this.#openRooms(village)) this.#ready(village, room, event).emit('posting', event)
  }

  /** From now on the screen gets what is new in its village. */
  add(screen: Screen): void {
    const { wall, fetches, unit } = screen.data
    // It is told to reload once the board's unit is known.
    if (isTooOld(screen, { unit })) return
    void screen.join(fetches ? fetchRoom(wall.village) : eventRoom(wall.village))
  }

  /** Forgets a screen that left. */
  remove(screen: Screen): void {
    const { village } = screen.data.wall
    const all = this.#queued.get(village)
    all?.delete(screen)
    if (all?.size === 0) this.#queued.delete(village)
  }

  /**
   * The version of the village's board, if a connected screen does not have it.
   *
   * @param has the version that the screen says it has
   * @throws what reading the board throws
   */
  async missing(
    screen: Screen,
    has: { seq?: number | undefined; epoch?: string | undefined },
  ): Promise<Version | null> {
    const version = await this.#hub.version(screen.data.wall.village, 'low')
    if (!screen.connected || !version) return null
    if (isTooOld(screen, version)) {
      this.#replacePage(screen)
      return null
    }
    return has.seq === version.seq && has.epoch === version.epoch ? null : version
  }

  /** Tells a screen of an earlier build to reload, and nothing else: it would show points of another size. */
  #replacePage(screen: Screen): void {
    const { village } = screen.data.wall
    for (const room of [fetchRoom(village), eventRoom(village)]) void screen.leave(room)
    this.remove(screen)
    screen.data.wall.send({ type: 'reload' })
  }

  /** Sends a board's version, or the newest board itself, once the transport is writable. */
  send(screen: Screen, version: Version): void {
    const { wall, connection, fetches } = screen.data
    if (fetches) return connection.send('board', () => this.tell(screen, version))
    this.#queued.set(wall.village, (this.#queued.get(wall.village) ?? new Set()).add(screen))
    connection.send('board', () => this.#sendQueuedSoon(wall.village))
    this.#retry ??= setTimeout(() => this.#retryQueued(), boardEveryMs).unref()
  }

  /** Tells a screen that fetches boards which one there is. */
  tell(screen: Screen, version: Version): void {
    screen.emit('board', this.#versionOf(version))
  }

  /** Sends boards whose screens got one too recently before. */
  #retryQueued(): void {
    for (const village of this.#queued.keys()) this.#sendQueued(village)
    this.#retry = this.#queued.size > 0 ? setTimeout(() => this.#retryQueued(), boardEveryMs).unref() : null
  }

  /** Boards that are due in the same moment are encoded once. */
  #sendQueuedSoon(village: number): void {
    if (this.#villagesDue.size === 0)
      setImmediate(() => {
        const villages = [...this.#villagesDue]
        this.#villagesDue.clear()
        for (const due of villages) this.#sendQueued(due)
      })
    this.#villagesDue.add(village)
  }

  #sendQueued(village: number): void {
    this.#withBoard(village, (board) => {
      const now = Date.now()
      const all = this.#queued.get(village) ?? new Set()
      const ready = [...all].filter(({ data }) => data.connection.mayTakeBoard(now))
      for (const screen of ready) this.remove(screen)
      if (ready.length > 0)
        this.#screens.local.to(ready.map(({ id }) => id)).emit('board', this.#messageOf(board))
    })
  }

  #renew(village: number, board: Board): void {
    for (const room of this.#openRooms(village))
      for (const id of [...(this.#screens.adapter.rooms.get(room) ?? [])]) {
        const screen = this.#screens.sockets.get(id)
        if (screen && isTooOld(screen, board)) this.#replacePage(screen)
      }
    for (const room of this.#openRooms(village)) {
      const message = room === fetchRoom(village) ? this.#versionOf(board) : this.#messageOf(board)
      this.#ready(village, room, board).emit('board', message)
    }
  }

  /** Calls back with the village's board, if there is one; what fails is logged. */
  #withBoard(village: number, use: (board: Board) => void): void {
    this.#hub.board(village, 'low').then(
      (board) => board && succeeds(this.#log, () => use(board)),
      (error: unknown) => this.#log.error({ err: error }, 'a board could not be sent'),
    )
  }

  /** Without those that nobody is in: an event is encoded for an empty room too. */
  #openRooms(village: number): string[] {
    return [fetchRoom(village), eventRoom(village)].filter((room) => this.#screens.adapter.rooms.has(room))
  }

  /**
   * The screens of a room that are writable. Others get this version later, so that
   * nothing piles up for a stalled transport. Decided once per turn of the event loop:
   * the first event of a transaction must not make the transport count as stalled.
   */
  #ready(village: number, room: string, version: Version) {
    let left = this.#behind.get(village)
    if (!left) {
      left = []
      if (this.#behind.size === 0) setImmediate(() => this.#behind.clear())
      this.#behind.set(village, left)
      for (const id of this.#openRooms(village).flatMap((open) => [
        ...(this.#screens.adapter.rooms.get(open) ?? []),
      ])) {
        const screen = this.#screens.sockets.get(id)
        if (!screen || screen.data.connection.isWritable) continue
        left.push(id)
        this.send(screen, version)
      }
    }
    return this.#screens.local.to(room).except(left)
  }

  #messageOf(board: Board): BoardMessage {
    return { board, serverTime: Date.now(), build: this.#build }
  }

  #versionOf({ seq, epoch }: Version): BoardVersion {
    return { seq, epoch, serverTime: Date.now(), build: this.#build }
  }
}
