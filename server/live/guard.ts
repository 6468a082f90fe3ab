/** Errors of live handlers are logged and do not end the process. */
import type { Logger } from 'pino'
import type { Namespace, Server as SocketServer, Socket } from 'socket.io'

type Listener = (...args: unknown[]) => void | Promise<void>

/** The part of a namespace or socket that adds listeners, without the types of its events. */
interface Listening {
  on: (event: string, listener: Listener) => unknown
}

/** Runs work and logs what it throws. @returns whether it succeeded */
export function succeeds(log: Logger, work: () => void): boolean {
  try {
    work()
    return true
  } catch (error) {
    log.error({ err: error }, 'a live connection failed')
    return false
  }
}

/** Runs work for a socket, asynchronous or not: an error is logged, and its connection closed. */
export function runLater({ conn }: Pick<Socket, 'conn'>, log: Logger, work: () => Promise<void>): void {
  work().catch((error: unknown) => {
    log.error({ err: error }, 'a live connection failed')
    conn.close()
  })
}

/**
 * Guards the middlewares and event handlers of every namespace opened from now on:
 * an error is logged, and the connection that it came from is closed.
 */
export function guardNamespaces(io: SocketServer, log: Logger): void {
  io.on('new_namespace', (namespace: Namespace) => {
    const run = (socket: Socket, work: () => void | Promise<void>) =>
      runLater(socket, log, async () => work())
    const use = namespace.use.bind(namespace)
    namespace.use = (middleware) => use((socket, next) => run(socket, () => middleware(socket, next)))
    guardListeners(namespace, ([socket], work) => run(socket as Socket, work))
    namespace.use((socket, next) => {
      guardListeners(socket, (_args, work) => run(socket, work))
      next()
    })
  })
}

/** Makes listeners that are added later run inside `run`. */
function guardListeners(
  emitter: Listening,
  run: (args: unknown[], work: () => void | Promise<void>) => void,
): void {
  const on = emitter.on.bind(emitter)
  emitter.on = (event, listener) => on(event, (...args) => run(args, () => listener(...args)))
}
