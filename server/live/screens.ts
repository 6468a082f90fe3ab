/** The screens' namespace: sends public state, receives the status of screens. */
import { createHash } from 'node:crypto'
import type { Logger } from 'pino'
import type { Namespace, Server as SocketServer, Socket } from 'socket.io'
import type { Store } from '../../db/store/store.ts'
import { findVillage } from '../../db/villages/villages.ts'
import type { LiveClientEvents, LiveRefusal, LiveServerEvents } from '../contract/live/live.ts'
import { liveHandshake, screenHello } from '../contract/live/screenWords.ts'
import { Malformed } from '../words/fields/malformed.ts'
import { languageOf, sentence } from '../words/index.ts'
import { boardEveryMs, type Connection } from './connection.ts'
import type { Connections } from './connections.ts'
import { succeeds } from './guard.ts'
import type { Hub } from './hub.ts'
import type { OpenScreen } from './openScreen.ts'
import type { ScreenRegistry } from './screenRegistry.ts'

export interface ScreenServices {
  store: Store
  hub: Hub
  screens: ScreenRegistry
  build: string
  log: Logger
}

interface ScreenData {
  connection: Connection
  wall: OpenScreen
}

type Screens = Namespace<LiveClientEvents, LiveServerEvents, Record<string, never>, ScreenData>
type Screen = Socket<LiveClientEvents, LiveServerEvents, Record<string, never>, ScreenData>

/** Opens `/live` and forwards the hub's events to the screens of each village. */
export function openScreens(
  io: SocketServer,
  connections: Connections,
  { store, hub, screens: registry, build, log }: ScreenServices,
): void {
  const screens = io.of('/live') as Screens

  screens.use((screen, next) => {
    const connection = connections.admit(screen)
    const language = languageOf(screen.handshake.headers['accept-language'])
    const refuse = (code: LiveRefusal['code'], says: string) =>
      next(Object.assign(new Error(says), { data: { code } satisfies LiveRefusal }))
    const handshake = liveHandshake.safeParse(screen.handshake.auth, { reportInput: true })
    if (!handshake.success)
      return refuse('malformed', new Malformed(handshake.error.issues).sentence(language))
    if (!connection) return refuse('too-many-connections', sentence(language, 'too-many-connections'))
    const village = findVillage(store, handshake.data.village)
    if (!village) {
      const { village: slug } = handshake.data
      return refuse('unknown-village', sentence(language, 'unknown-village', { slug }))
    }
    const key = handshake.data.screen?.trim() ?? ''
    const { device } = handshake.data
    const wall: OpenScreen = {
      village: village.id,
      key: key === '' ? null : key,
      device: device ? sha256(device) : null,
      isPreview: handshake.data.preview ?? false,
      address: connection.ip,
      connectedAt: Date.now(),
      send: (order) => connection.send(`screen ${order.type}`, () => screen.emit('screen', order)),
    }
    screen.data = { connection, wall }
    next()
  })

  screens.on('connection', (screen: Screen) => {
    const { wall, connection } = screen.data
    const { village } = wall
    void screen.join(roomOf(village))
    registry.add(wall)
    screen.on('disconnect', () => {
      forget(screen)
      registry.remove(wall)
    })
    screen.on('hello', (word: unknown, answer: unknown) => {
      const hello = screenHello.safeParse(word)
      if (!hello.success || typeof answer !== 'function') return
      registry.update(wall, hello.data)
      connection.answer(() => answer({ serverTime: Date.now(), build }))
      const board = hub.board(village)
      const isBehind = board && (hello.data.seq !== board.seq || hello.data.epoch !== board.epoch)
      // The answer to a board just sent may still be under way.
      if (isBehind && !connection.hasNewBoard(Date.now())) queueBoard(screen)
    })
    const { seq, epoch } = liveHandshake.parse(screen.handshake.auth)
    const board = hub.board(village)
    if (board && (seq !== board.seq || epoch !== board.epoch)) queueBoard(screen)
  })

  /** Screens that need a whole board, by village. It is sent once their transports are writable. */
  const queued = new Map<number, Set<Screen>>()
  const villagesDue = new Set<number>()
  let retry: NodeJS.Timeout | null = null

  function queueBoard(screen: Screen): void {
    const { wall, connection } = screen.data
    const all = queued.get(wall.village) ?? new Set()
    queued.set(wall.village, all.add(screen))
    connection.send('board', () => sendQueuedSoon(wall.village))
    retry ??= setTimeout(retryQueued, boardEveryMs).unref()
  }

  function forget(screen: Screen): void {
    const { village } = screen.data.wall
    const all = queued.get(village)
    all?.delete(screen)
    if (all?.size === 0) queued.delete(village)
  }

  /** Sends boards whose screens got one too recently before. */
  function retryQueued(): void {
    for (const village of queued.keys()) succeeds(log, () => sendQueued(village))
    retry = queued.size > 0 ? setTimeout(retryQueued, boardEveryMs).unref() : null
  }

  /** Boards that are due in the same moment are encoded once. */
  function sendQueuedSoon(village: number): void {
    if (villagesDue.size === 0)
      setImmediate(() => {
        const villages = [...villagesDue]
        villagesDue.clear()
        for (const due of villages) succeeds(log, () => sendQueued(due))
      })
    villagesDue.add(village)
  }

  function sendQueued(village: number): void {
    const now = Date.now()
    const all = queued.get(village) ?? new Set()
    const ready = [...all].filter(({ data }) => data.connection.mayTakeBoard(now))
    ready.forEach(forget)
    const board = ready.length > 0 ? hub.board(village) : null
    if (board) screens.to(ready.map(({ id }) => id)).emit('board', { board, serverTime: now, build })
  }

  /** Ids of screens that were not writable for the first event of this turn, by village. */
  const behind = new Map<number, string[]>()

  /**
   * The screens of a village that are writable. Others get a board later, so that
   * nothing piles up for a stalled transport. Decided once per turn of the event loop:
   * the first event of a transaction must not make the transport count as stalled.
   */
  function readyScreens(village: number) {
    let left = behind.get(village)
    if (!left) {
      left = []
      if (behind.size === 0) setImmediate(() => behind.clear())
      behind.set(village, left)
      for (const id of screens.adapter.rooms.get(roomOf(village)) ?? []) {
        const screen = screens.sockets.get(id)
        if (!screen || screen.data.connection.isWritable) continue
        left.push(id)
        queueBoard(screen)
      }
    }
    return screens.to(roomOf(village)).except(left)
  }

  hub.onNews({
    posting: (village, event) => readyScreens(village).emit('posting', event),
    board: (village, board) => readyScreens(village).emit('board', { board, serverTime: Date.now(), build }),
    removed: (village) => screens.in(roomOf(village)).disconnectSockets(),
  })
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function roomOf(village: number): string {
  return `village:${village}`
}
