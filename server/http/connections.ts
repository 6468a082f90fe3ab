/**
 * Bounds of connections and requests, before they are handled.
 *
 * All memory that strangers can occupy is bounded (`tests/api/http/flood.test.ts` checks the sum):
 *
 * | what | bound | where |
 * | --- | --- | --- |
 * | connections | 10,000; 4,000 of one address | here |
 * | headers of one request | 16 KB, 20 s | here |
 * | connections that neither send nor read | 5 minutes | here |
 * | a stranger's body | 16 KB, 20 s, 500 bytes a second | body.ts |
 * | JSON of households and staff | 1 MB each above 16 KB, 64 MB together, 8 MB of one person | body.ts |
 * | pictures, workbooks | 96 MB each kind, 24 and 32 MB of one person | body.ts |
 * | pictures being decoded | 2 at once, 60 million px | pictures.ts |
 * | keys of limits on tries | 20,000 a limit, 22 characters each; eight limits | boundedMemory.ts |
 * | passwords being hashed | 4 threads, 19 MB each | passwords.ts |
 * | tries of door codes | 5 a door and hour; made-up doors share 4,096 buckets | db/residents/codeTries.ts |
 * | sessions | 50 a person, 50 a household, both only with their secret | db |
 * | boards | one a village, however many ask; one copy of their bytes | live/hub.ts, routes/villages/sendBoard.ts |
 * | verifications | one at a time, begun by who may enter scores | readiness.ts |
 * | previews of imports | 40, 5 of one village, begun by who may enter scores | imports.ts |
 * | screens and panels | 10,000; 1,000 of one address; boards, joins and packets by minute | live/limits.ts |
 * | what waits for one of them | the newest of each kind | live/connection.ts |
 * | answers that nobody takes | 30 s | unread.ts |
 * | screens to confirm | 40 a village, 10 of one address, a day | live/waitingScreens.ts |
 * | labels of metrics | operations of the contract, statuses, villages | metrics.ts |
 * | lines of the log | an operation and an id, nothing of the request's own text | log.ts |
 */
import type { Server, ServerOptions } from 'node:http'
import { addressKey } from './callerAddress.ts'
import type { TrustsProxy } from './trustedProxies.ts'
import { UpgradableRequest } from './upgrades.ts'

/** Connections at once: 2,000 screens of a county with their phones and panels, several times over. */
const mostConnections = 10_000
/** Of these from one address, which may be a whole county's behind one router. */
const mostOfOneAddress = 4_000

/** A connection on which nothing moves is closed after this long, ms; sockets have heartbeats of their own. */
const idleMs = 300_000

/** Limits of Node's parser; a body has narrower ones of its own kind. */
export const requestLimits = {
  /** Bytes. */
  maxHeaderSize: 16_384,
  /** Answered by brokenRequests.ts, with a sentence. */
  requireHostHeader: false,
  /** From opening the connection to the end of the headers, ms. */
  headersTimeout: 20_000,
  /** A whole request; the largest body's deadline is below it, ms. */
  requestTimeout: 330_000,
  /** How often both are looked at, ms. */
  connectionsCheckingInterval: 5_000,
  IncomingMessage: UpgradableRequest,
} satisfies ServerOptions<typeof UpgradableRequest>

/** Refuses connections beyond the bounds, so that one address leaves room for the others. */
export function limitConnections(
  server: Server,
  trusts: TrustsProxy,
  most = { all: mostConnections, ofOneAddress: mostOfOneAddress },
): void {
  server.maxConnections = most.all
  server.setTimeout(idleMs)
  const open = new Map<string, number>()
  server.on('connection', (socket) => {
    // Everybody comes from there.
    if (trusts(socket.remoteAddress ?? '')) return
    const key = addressKey(socket.remoteAddress)
    const count = (open.get(key) ?? 0) + 1
    if (count > most.ofOneAddress) {
      socket.destroy()
      return
    }
    open.set(key, count)
    socket.once('close', () => {
      const left = (open.get(key) ?? 1) - 1
      if (left > 0) open.set(key, left)
      else open.delete(key)
    })
  })
}
