/** The screens' namespace: public state out, a screen's word about itself in, nothing that writes. */
import { type Namespace, type Server as SocketServer, type Socket } from 'socket.io'
import { findVillage } from '../../db/villages.ts'
import { type LiveClientEvents, type LiveServerEvents } from '../contract/live.ts'
import { liveHandshake, screenHello } from '../contract/screenWords.ts'
import { type Board } from '../domain/board.ts'
import { type Parts } from '../parts.ts'
import { type OpenScreen } from './screenRegistry.ts'
import { languageOf, sentence } from '../words/index.ts'

/** A screen gets a whole board at most this often, ms. */
const boardEveryMs = 1_000

interface ScreenData {
  wall: OpenScreen
  boardSentAt: number
}

type Screens = Namespace<LiveClientEvents, LiveServerEvents, Record<string, never>, ScreenData>
type Screen = Socket<LiveClientEvents, LiveServerEvents, Record<string, never>, ScreenData>

/** Opens `/live` and carries the hub's news to the screens of each village. */
export function openScreens(io: SocketServer, { store, hub, screens: registry, build }: Parts): void {
  const screens = io.of('/live') as Screens

  screens.use((screen, next) => {
    const handshake = liveHandshake.safeParse(screen.handshake.auth)
    const village = handshake.success ? findVillage(store, handshake.data.village) : undefined
    if (!handshake.success || !village) {
      const language = languageOf(screen.handshake.headers['accept-language'])
      next(new Error(sentence(language, 'unknown-village', { slug: handshake.data?.village ?? '' })))
      return
    }
    const key = handshake.data.screen?.trim() ?? ''
    const wall: OpenScreen = {
      village: village.id,
      key: key === '' ? null : key,
      isPreview: handshake.data.preview ?? false,
      address: screen.handshake.address.replace(/^::ffff:/, ''),
      connectedAt: Date.now(),
      send: (order) => screen.emit('screen', order),
    }
    screen.data = { wall, boardSentAt: 0 }
    next()
  })

  screens.on('connection', (screen: Screen) => {
    const { wall } = screen.data
    const { village } = wall
    void screen.join(roomOf(village))
    registry.arrive(wall)
    screen.on('disconnect', () => registry.leave(wall))
    screen.on('hello', (word: unknown, answer: unknown) => {
      const hello = screenHello.safeParse(word)
      if (!hello.success || typeof answer !== 'function') return
      registry.hear(wall, hello.data)
      answer({ serverTime: Date.now(), build })
      const board = hub.board(village)
      if (board && (hello.data.seq !== board.seq || hello.data.epoch !== board.epoch))
        sendBoard(screen, board)
    })
    const { seq, epoch } = liveHandshake.parse(screen.handshake.auth)
    const board = hub.board(village)
    if (board && (seq !== board.seq || epoch !== board.epoch)) sendBoard(screen, board)
  })

  function sendBoard(screen: Screen, board: Board): void {
    const now = Date.now()
    if (now - screen.data.boardSentAt < boardEveryMs) return
    screen.data.boardSentAt = now
    screen.emit('board', { board, serverTime: now, build })
  }

  // Volatile: a slow screen skips, finds the gap by seq, and asks for a board.
  hub.onNews({
    posting: (village, event) => screens.to(roomOf(village)).volatile.emit('posting', event),
    line: (village, line) => screens.to(roomOf(village)).volatile.emit('line', line),
    board: (village, board) =>
      screens.to(roomOf(village)).volatile.emit('board', { board, serverTime: Date.now(), build }),
    removed: (village) => screens.in(roomOf(village)).disconnectSockets(),
  })
}

function roomOf(village: number): string {
  return `village:${village}`
}
