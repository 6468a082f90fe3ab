import { useIntervalFn, useTimeoutFn } from '@vueuse/core'
import { io, type Socket } from 'socket.io-client'
import { onScopeDispose, readonly, type Ref, ref, shallowRef } from 'vue'
import {
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
import { readBoard, storeBoard } from './boardCache.ts'
import { useBoardStore } from './boardStore.ts'
import { deviceSecret } from './device.ts'
import { useBoardFetch } from './useBoardFetch.ts'

/** `connecting` until the first board; `stale` after ten seconds without a message from the server. */
export type LiveState = 'connecting' | 'live' | 'stale'

/** The board is stored at most this often, ms. */
const storeEveryMs = 5_000
/** Longest delay between connection attempts, ms. */
const longestRetryMs = 4_000

export interface LiveBoard {
  state: Readonly<Ref<LiveState>>
  /** When the board was last known to be good, ms since 1970; null before the first. */
  goodAt: Readonly<Ref<number | null>>
  /** Name of the build that the server serves; null until known. */
  serverBuild: Readonly<Ref<string | null>>
  /** Why the server refused the last attempt: it knows no such village, or accepts no connection now. */
  refusal: Readonly<Ref<'unknown' | 'refused' | null>>
  /** Reports what the screen shows, ahead of the next heartbeat. */
  hello: () => void
}

export interface LiveBoardOptions {
  village: string
  /** Name of this screen in its address. */
  screen: string | null
  /** The page is the panel's preview of that screen. */
  isPreview: boolean
  /** What the screen reports with each heartbeat. */
  word: () => Pick<ScreenHello, 'scene' | 'scenes' | 'failed'>
  obey: (order: ScreenOrder) => void
  /** Name of the build that this page is. */
  build: string
}

/**
 * Fills the board store: the stored board at once, then the server's, then posting by posting. After a gap or in a new
 * epoch a whole board is fetched; nothing is replayed. Ends with its scope.
 */
export function useLiveBoard({ village, screen, isPreview, word, obey, build }: LiveBoardOptions): LiveBoard {
  const store = useBoardStore()
  const state = ref<LiveState>('connecting')
  const goodAt = ref<number | null>(null)
  const serverBuild = shallowRef<string | null>(null)
  const refusal = shallowRef<'unknown' | 'refused' | null>(null)
  let heardAt = performance.now()

  const stored = readBoard(village)
  if (stored) {
    store.replace(stored.board)
    goodAt.value = stored.at
    state.value = 'stale'
  }

  const self = screen ? { screen, ...(isPreview ? {} : { device: deviceSecret() }) } : {}
  const socket: Socket<LiveServerEvents, LiveClientEvents> = io('/live', {
    auth: (give) =>
      give({ village, fetch: true, ...(isPreview ? { preview: true } : {}), ...self, ...known() }),
    path: here('/socket.io'),
    transports: websocketFirst,
    reconnectionDelay: 500,
    reconnectionDelayMax: longestRetryMs,
    randomizationFactor: 0.5,
    timeout: websocketTimeoutMs,
  })
  const retry = useTimeoutFn(() => socket.connect(), longestRetryMs, { immediate: false })
  const stopFollowing = followTransport(socket.io)

  const storing = useTimeoutFn(
    () => {
      if (store.board) storeBoard(store.board, goodAt.value ?? Date.now())
    },
    storeEveryMs,
    { immediate: false },
  )
  function storeSoon(): void {
    if (!storing.isPending.value) storing.start()
  }

  function known(): { seq: number; epoch: string } | object {
    const board = store.board
    return board ? { seq: board.seq, epoch: board.epoch } : {}
  }

  const boards = useBoardFetch(village, () => {
    heard()
    storeSoon()
  })

  /** A message came, and the board is the server's. */
  function heard(): void {
    if (boards.isBehind()) return
    heardAt = performance.now()
    if (!store.board) return
    goodAt.value = Date.now()
    state.value = 'live'
  }

  socket.on('board', (message) => {
    serverBuild.value = message.build
    refusal.value = null
    // Earlier servers send the whole board.
    if ('board' in message) boards.replace(message.board)
    else boards.want(message)
  })
  socket.on('posting', boards.take)
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
    retry.start()
  })
  socket.on('disconnect', (reason) => {
    boards.cancel()
    // Socket.IO does not reconnect after a disconnect by the server.
    if (reason === 'io server disconnect') retry.start()
  })

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

  useIntervalFn(hello, heartbeatMs)
  useIntervalFn(() => {
    if (performance.now() - heardAt > staleAfterMs && state.value === 'live') state.value = 'stale'
  }, 500)

  onScopeDispose(() => {
    stopFollowing()
    socket.disconnect()
  })

  return { state: readonly(state), goodAt: readonly(goodAt), serverBuild, refusal, hello }
}
