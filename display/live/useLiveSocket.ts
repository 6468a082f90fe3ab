import { useTimeoutFn } from '@vueuse/core'
import type { io as connectSocket, Socket } from 'socket.io-client'
import { onScopeDispose, readonly, type Ref, shallowRef } from 'vue'
import {
  type HelloAnswer,
  type LiveClientEvents,
  type LiveRefusal,
  type LiveServerEvents,
  staleAfterMs,
} from '../../server/contract/live/live.ts'
import {
  followTransport,
  websocketFirst,
  websocketTimeoutMs,
} from '../../server/contract/live/liveTransport.ts'
import type { ScreenHello } from '../../server/contract/live/screenWords.ts'
import { here } from '../../server/domain/page/here.ts'

/** Longest delay between connection attempts, ms. */
const longestRetryMs = 4_000

/** The server refused: it knows no such village, or accepts no connection now. */
export type Refusal = 'unknown' | 'refused'

export interface LiveSocket {
  /** Loads the client and connects, again and again until the scope ends. Only the first call counts. */
  open: () => void
  /** Why the server refused the last attempt; null when it did not. */
  refusal: Readonly<Ref<Refusal | null>>
  /** Reports the screen's status. @returns null while there is no connection, or when no answer came in time */
  hello: (status: ScreenHello) => Promise<HelloAnswer | null>
}

export interface LiveSocketOptions extends LiveServerEvents {
  /** The handshake of each attempt. */
  handshake: () => object
  connected: () => void
  disconnected: () => void
}

/** The wall's connection to the server. Its client is loaded apart: the first picture does not wait for it. Ends with its scope. */
export function useLiveSocket(options: LiveSocketOptions): LiveSocket {
  const refusal = shallowRef<Refusal | null>(null)
  let socket: Socket<LiveServerEvents, LiveClientEvents> | null = null
  let stopFollowing = () => {}
  let isOpen = false
  let isOver = false
  const retry = useTimeoutFn(connect, longestRetryMs, { immediate: false })

  function open(): void {
    if (!isOpen && !isOver) connect()
    isOpen = true
  }

  function connect(): void {
    if (socket) socket.connect()
    else void load()
  }

  async function load(): Promise<void> {
    try {
      const { io } = await import('socket.io-client')
      if (!isOver) listen(io)
    } catch {
      // The network may be away.
      if (!isOver) retry.start()
    }
  }

  function listen(io: typeof connectSocket): void {
    const made: typeof socket = io('/live', {
      auth: (give) => give(options.handshake()),
      path: here('/socket.io'),
      transports: websocketFirst,
      reconnectionDelay: 500,
      reconnectionDelayMax: longestRetryMs,
      randomizationFactor: 0.5,
      timeout: websocketTimeoutMs,
    })
    socket = made
    stopFollowing = followTransport(made.io)
    made.on('board', (message) => {
      refusal.value = null
      options.board(message)
    })
    made.on('posting', options.posting)
    made.on('screen', options.screen)
    made.on('connect', options.connected)
    made.on('connect_error', (error: Error & { description?: unknown; data?: LiveRefusal }) => {
      // The manager tries again. A failed websocket does not tell a refusal from a cut, polling does.
      if (made.active) {
        if (typeof error.description === 'number')
          refusal.value = error.description === 403 ? 'refused' : null
        return
      }
      if (error.message === '') return
      // Earlier servers send no code: they refuse for an unknown village alone.
      refusal.value = (error.data?.code ?? 'unknown-village') === 'unknown-village' ? 'unknown' : 'refused'
      retry.start()
    })
    made.on('disconnect', (reason) => {
      options.disconnected()
      // Socket.IO does not reconnect after a disconnect by the server.
      if (reason === 'io server disconnect') retry.start()
    })
  }

  async function hello(status: ScreenHello): Promise<HelloAnswer | null> {
    if (!socket?.connected) return null
    return socket
      .timeout(staleAfterMs)
      .emitWithAck('hello', status)
      .catch(() => null)
  }

  onScopeDispose(() => {
    isOver = true
    stopFollowing()
    socket?.disconnect()
  })

  return { open, refusal: readonly(refusal), hello }
}
