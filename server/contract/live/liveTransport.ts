/** How browsers connect to Socket.IO: over a websocket, or by polling where a proxy blocks websockets. */

export const websocketFirst = ['websocket', 'polling']
const pollingFirst = ['polling', 'websocket']

/** How often a websocket is tried while the connection polls, ms. */
const tryEveryMs = 60_000
/** A websocket that has not answered within this is taken for blocked, ms. */
export const websocketTimeoutMs = 3_000
/** The same for polling, which also has to work on a slow network, ms. */
const pollingTimeoutMs = 10_000

/** The part of socket.io-client's Manager that is needed here. */
interface Connection {
  opts: { transports?: unknown; path?: string | undefined }
  engine?: { transport?: { name: string } | undefined; close: () => unknown }
  timeout: (ms: number) => unknown
  on: (event: 'error', listener: () => void) => unknown
  off: (event: 'error', listener: () => void) => unknown
}

/**
 * Keeps a connection on the best transport that works. A failed attempt is
 * followed by one that starts with the other transport. While the connection
 * polls, a websocket is tried every minute and when the browser is back online;
 * once one answers, the connection is reopened over it.
 *
 * @param connection the Manager of a Socket.IO client made with `websocketFirst` and `websocketTimeoutMs`
 * @returns stops trying
 */
export function followTransport(connection: Connection): () => void {
  let probe: WebSocket | null = null
  let patience: ReturnType<typeof setTimeout> | undefined

  const current = () => connection.engine?.transport?.name

  function startWith(transports: string[]): void {
    connection.opts.transports = transports
    connection.timeout(transports === pollingFirst ? pollingTimeoutMs : websocketTimeoutMs)
  }

  function failed(): void {
    startWith(current() === 'websocket' ? pollingFirst : websocketFirst)
  }

  function tryWebsocket(): void {
    if (probe || current() !== 'polling') return
    const address = `${location.origin.replace(/^http/, 'ws')}${pathOf(connection)}?EIO=4&transport=websocket`
    const opened = (probe = new WebSocket(address))
    patience = setTimeout(drop, pollingTimeoutMs)
    // The server speaks first: a message proves more than the handshake does.
    opened.onmessage = () => {
      drop()
      if (current() !== 'polling') return
      startWith(websocketFirst)
      connection.engine?.close()
    }
    opened.onclose = opened.onerror = drop
  }

  function drop(): void {
    clearTimeout(patience)
    const dropped = probe
    probe = null
    if (!dropped) return
    dropped.onmessage = dropped.onclose = dropped.onerror = null
    dropped.close()
  }

  const timer = setInterval(tryWebsocket, tryEveryMs)
  addEventListener('online', tryWebsocket)
  connection.on('error', failed)

  return () => {
    clearInterval(timer)
    removeEventListener('online', tryWebsocket)
    connection.off('error', failed)
    drop()
  }
}

function pathOf({ opts }: Connection): string {
  return `${(opts.path ?? '/socket.io').replace(/\/$/, '')}/`
}
