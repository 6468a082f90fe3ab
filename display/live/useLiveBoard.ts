import { io, type Socket } from 'socket.io-client'
import { onScopeDispose, readonly, type Ref, ref, shallowRef } from 'vue'
import {
  type BoardMessage,
  heartbeatMs,
  type HelloAnswer,
  type LiveClientEvents,
  type LiveRefusal,
  type LiveServerEvents,
  type ScreenOrder,
  staleAfterMs,
} from '../../server/contract/live/live.ts'
import {
  followTransport,
  websocketFirst,
  websocketTimeoutMs,
} from '../../server/contract/live/liveTransport.ts'
import type { ScreenHello } from '../../server/contract/live/screenWords.ts'
import { here } from '../../server/domain/page/here.ts'
import { keepBoard, recallBoard } from './cache.ts'
import { deviceSecret } from './device.ts'
import { useBoardStore } from './boardStore.ts'

/** `connecting` until the first board; `stale` after ten seconds without a word from the server. */
export type LiveState = 'connecting' | 'live' | 'stale'

/** The cache is written at most this often, ms. */
const keepEveryMs = 5_000
/** Retries: never further apart than this, ms, so that a server that is back is found soon. */
const longestRetryMs = 4_000

export interface LiveBoard {
  state: Readonly<Ref<LiveState>>
  /** When the board was last known to be good, ms since 1970; null before the first. */
  goodAt: Readonly<Ref<number | null>>
  /** Name of the build that the server serves now; null until it said so. */
  serverBuild: Readonly<Ref<string | null>>
  /** Why the server refused the last attempt: it knows no such village, or accepts no connection now. */
  refusal: Readonly<Ref<'unknown' | 'refused' | null>>
  /** Says now what the screen shows, ahead of the next heartbeat. */
  hello: () => void
}

export interface LiveBoardOptions {
  village: string
  /** Name of this screen in its address. */
  screen: string | null
  /** The wall is a picture of that screen in the panel, not the screen itself. */
  isPreview: boolean
  /** What the screen says of itself with each word to the server. */
  word: () => Pick<ScreenHello, 'scene' | 'scenes' | 'failed'>
  obey: (order: ScreenOrder) => void
  /** Name of the build that this page is. */
  build: string
}

/**
 * Keeps the board store at the server's state: the kept board at once, then the
 * live one, folded posting by posting. A gap or a new epoch asks for a whole
 * board; nothing is ever replayed. Ends with its scope.
 */
export function useLiveBoard({ village, screen, isPreview, word, obey, build }: LiveBoardOptions): LiveBoard {
  const store = useBoardStore()
  const state = ref<LiveState>('connecting')
  const goodAt = ref<number | null>(null)
  const serverBuild = shallowRef<string | null>(null)
  const refusal = shallowRef<'unknown' | 'refused' | null>(null)
  let heardAt = performance.now()

  const kept = recallBoard(village)
  if (kept) {
    store.replace(kept.board)
    goodAt.value = kept.at
    state.value = 'stale'
  }

  const self = screen ? { screen, ...(isPreview ? {} : { device: deviceSecret() }) } : {}
  const socket: Socket<LiveServerEvents, LiveClientEvents> = io('/live', {
    auth: (give) => give({ village, ...(isPreview ? { preview: true } : {}), ...self, ...known() }),
    path: here('/socket.io'),
    transports: websocketFirst,
    reconnectionDelay: 500,
    reconnectionDelayMax: longestRetryMs,
    randomizationFactor: 0.5,
    timeout: websocketTimeoutMs,
  })
  const stopFollowing = followTransport(socket.io)

  function known(): { seq: number; epoch: string } | object {
    const board = store.board
    return board ? { seq: board.seq, epoch: board.epoch } : {}
  }

  /** The server spoke, and what we show is what it has. */
  function heard(): void {
    heardAt = performance.now()
    if (!store.board) return
    goodAt.value = Date.now()
    state.value = 'live'
  }

  socket.on('board', ({ board, build: served }: BoardMessage) => {
    serverBuild.value = served
    refusal.value = null
    store.replace(board)
    heard()
    keepSoon()
  })
  socket.on('posting', (event) => {
    if (store.take(event)) heard()
    else hello()
    keepSoon()
  })
  socket.on('screen', obey)
  socket.on('connect', hello)
  socket.on('connect_error', (error: Error & { description?: unknown; data?: LiveRefusal }) => {
    // The manager tries again. A failed websocket does not tell a refusal from a cut, polling does.
    if (socket.active) {
      if (typeof error.description === 'number') refusal.value = error.description === 403 ? 'refused' : null
      return
    }
    if (error.message === '') return
    // Earlier servers send no code: they refuse for an unknown village alone.
    refusal.value = (error.data?.code ?? 'unknown-village') === 'unknown-village' ? 'unknown' : 'refused'
    retry = setTimeout(() => socket.connect(), longestRetryMs)
  })
  socket.on('disconnect', (reason) => {
    // Sent away by the server itself: Socket.IO would stay away.
    if (reason === 'io server disconnect') retry = setTimeout(() => socket.connect(), longestRetryMs)
  })
  let retry: ReturnType<typeof setTimeout> | undefined

  function hello(): void {
    if (!socket.connected) return
    const { width, height } = globalThis.screen
    socket
      .timeout(staleAfterMs)
      .emitWithAck('hello', {
        seq: store.board?.seq ?? 0,
        epoch: store.board?.epoch ?? '',
        width: Math.round(width * devicePixelRatio),
        height: Math.round(height * devicePixelRatio),
        build,
        clock: Date.now(),
        ...word(),
      })
      .then((answer: HelloAnswer) => {
        serverBuild.value = answer.build
        heard()
      })
      .catch(() => {})
  }

  const heartbeat = setInterval(hello, heartbeatMs)
  const watch = setInterval(() => {
    if (performance.now() - heardAt > staleAfterMs && state.value === 'live') state.value = 'stale'
  }, 500)

  let keeping: ReturnType<typeof setTimeout> | undefined
  function keepSoon(): void {
    keeping ??= setTimeout(() => {
      keeping = undefined
      if (store.board) keepBoard(store.board, goodAt.value ?? Date.now())
    }, keepEveryMs)
  }

  onScopeDispose(() => {
    clearInterval(heartbeat)
    clearInterval(watch)
    clearTimeout(keeping)
    clearTimeout(retry)
    stopFollowing()
    socket.disconnect()
  })

  return { state: readonly(state), goodAt: readonly(goodAt), serverBuild, refusal, hello }
}
