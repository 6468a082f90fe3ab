import type { Server } from 'node:http'

/**
 * Closes the sockets of clients that take nothing of an answer for this long, ms.
 * Whatever they send meanwhile does not count, as it would for a socket's timeout.
 */
export function closeUnread(server: Server, ms: number): void {
  server.prependListener('request', ({ socket }, response) => {
    let before = -1
    const check = setInterval(() => {
      const taken = socket.bytesWritten - socket.writableLength
      // An answer that is not ready yet leaves nothing to be read.
      if (socket.writableLength > 0 && taken === before) socket.destroy()
      before = taken
    }, ms / 2).unref()
    response.on('close', () => clearInterval(check))
  })
}
