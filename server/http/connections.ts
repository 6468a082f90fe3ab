/** Bounds of connections and requests, before anything of them is looked at. */
import { type Server, type ServerOptions } from 'node:http'
import ipaddr from 'ipaddr.js'
import { addressKey } from './callerAddress.ts'

/** Connections at once: 2,000 screens of a county with their phones and panels, several times over. */
const mostConnections = 10_000
/** Of these from one address, which may be a whole county's behind one router. */
const mostOfOneAddress = 4_000

/** Limits of Node's parser; a body has narrower ones of its own kind. */
export const requestLimits = {
  /** Bytes. */
  maxHeaderSize: 16_384,
  /** From opening the connection to the end of the headers, ms. */
  headersTimeout: 20_000,
  /** A whole request; the largest body's deadline is below it, ms. */
  requestTimeout: 330_000,
  /** How often both are looked at, ms. */
  connectionsCheckingInterval: 5_000,
} satisfies ServerOptions

/** Refuses connections beyond the bounds, so that one address leaves room for the others. */
export function limitConnections(
  server: Server,
  most = { all: mostConnections, ofOneAddress: mostOfOneAddress },
): void {
  server.maxConnections = most.all
  const open = new Map<string, number>()
  server.on('connection', (socket) => {
    // Behind a proxy on this machine everybody comes from here.
    if (isLoopback(socket.remoteAddress)) return
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

function isLoopback(address: string | undefined): boolean {
  return address !== undefined && ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback'
}
