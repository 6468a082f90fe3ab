import { useIntervalFn, useTimeoutFn } from '@vueuse/core'
import { readonly, type Ref, ref, shallowRef } from 'vue'
import {
  heartbeatMs,
  type HelloAnswer,
  type ScreenOrder,
  staleAfterMs,
} from '../../server/contract/live/live.ts'
import type { ScreenHello } from '../../server/contract/live/screenWords.ts'
import { whenIdle } from '../../server/domain/page/whenIdle.ts'
import { readBoard, storeBoard } from './boardCache.ts'
import { useBoardStore } from './boardStore.ts'
import { deviceSecret } from './device.ts'
import { useBoardFetch } from './useBoardFetch.ts'
import { type Refusal, useLiveSocket } from './useLiveSocket.ts'

/** `connecting` until the first message of the server; `stale` after ten seconds without one. */
export type LiveState = 'connecting' | 'live' | 'stale'

/** The board is stored at most this often, ms. */
const storeEveryMs = 5_000
/** The connection waits for the first board no longer than this, ms. */
const firstBoardMs = 1_000

export interface LiveBoard {
  state: Readonly<Ref<LiveState>>
  /** When the board was last known to be good, ms since 1970; null before the first. */
  goodAt: Readonly<Ref<number | null>>
  /** Name of the build that the server serves; null until known. */
  serverBuild: Readonly<Ref<string | null>>
  /** Why the server refused the last attempt; null when it did not. */
  refusal: Readonly<Ref<Refusal | null>>
  /** Reports what the screen shows, ahead of the next heartbeat. */
  hello: () => Promise<void>
}

export interface LiveBoardOptions {
  village: string
  /** Name of this screen in its address. */
  screen: string | null
  /** The page is the panel's preview of that screen. */
  isPreview: boolean
  /** What the screen reports with each heartbeat. */
  word: () => Pick<ScreenHello, 'scene' | 'page' | 'scenes' | 'failed'>
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
  let heardAt = performance.now()

  const stored = readBoard(village)
  if (stored) {
    store.replace(stored.board)
    goodAt.value = stored.at
    state.value = 'stale'
  }

  const self = screen ? { screen, ...(isPreview ? {} : { device: deviceSecret() }) } : {}
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

  const socket = useLiveSocket({
    handshake: () => ({
      village,
      fetch: true,
      units: true,
      ...(isPreview ? { preview: true } : {}),
      ...self,
      ...known(),
    }),
    board: (message) => {
      serverBuild.value = message.build
      // Earlier servers send the whole board.
      if ('board' in message) boards.replace(message.board)
      else boards.want(message)
    },
    posting: boards.take,
    screen: obey,
    connected: () => void hello(),
    disconnected: boards.cancel,
  })

  const codeIsOver = ref(0)
  const nextCode = useTimeoutFn(() => void hello(), codeIsOver, { immediate: false })

  async function hello(): Promise<void> {
    const { width, height } = globalThis.screen
    const answer = await socket.hello({
      seq: store.board?.seq ?? 0,
      epoch: store.board?.epoch ?? '',
      width: Math.round(width * devicePixelRatio),
      height: Math.round(height * devicePixelRatio),
      build,
      clock: Date.now(),
      ...word(),
    })
    if (!answer) return
    serverBuild.value = answer.build
    takeCode(answer)
    heard()
  }

  /** The next code is asked for as soon as this one is over. */
  function takeCode({ signIn, serverTime }: HelloAnswer): void {
    const left = signIn ? signIn.until - serverTime : 0
    store.signIn = signIn ? { ...signIn, until: Date.now() + left } : null
    if (!signIn) return
    codeIsOver.value = left
    nextCode.start()
  }

  useIntervalFn(() => void hello(), heartbeatMs)
  useIntervalFn(() => {
    if (store.board && performance.now() - heardAt > staleAfterMs) state.value = 'stale'
  }, 500)

  const opening = useTimeoutFn(socket.open, firstBoardMs, { immediate: false })

  /** The newest board, then the connection, which keeps it so. */
  async function begin(): Promise<void> {
    opening.start()
    if (await boards.begin()) {
      goodAt.value = Date.now()
      storeSoon()
    }
    await whenIdle()
    opening.stop()
    socket.open()
  }
  void begin()

  return { state: readonly(state), goodAt: readonly(goodAt), serverBuild, refusal: socket.refusal, hello }
}
