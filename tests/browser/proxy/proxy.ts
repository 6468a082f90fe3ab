/** A reverse proxy for tests, which can be changed while it runs. */
import { createServer, type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { onTestFinished } from 'vitest'

/** `refuse`: as a default nginx does; `hang`: accepted and never answered; `pass`: passed on. */
export type Websockets = 'refuse' | 'hang' | 'pass'

export interface ProxyOptions {
  /** The path `/points` leads to our server, all else to others; it is taken off or left in the address. */
  path?: 'strips' | 'keeps'
  /** Whether our server gets its own address as Host. */
  rewritesHost?: boolean
  websockets?: Websockets
  upstream?: string
}

export interface TestProxy {
  /** Where a browser finds our server, without a slash at the end. */
  publicUrl: string
  /** Origin of our server; null while it is away. */
  upstream: string | null
  /** Applies to websockets that are opened from now on. */
  websockets: Websockets
  /** What was asked for outside the path. */
  strays: string[]
  /** How many websockets are open through the proxy. */
  countOpen: () => number
}

/** Starts a proxy on a free loopback port until the test ends. */
export async function startProxy({
  path,
  rewritesHost = path !== undefined,
  websockets = 'pass',
  upstream,
}: ProxyOptions): Promise<TestProxy> {
  const prefix = path ? '/points' : ''
  const server = createServer()
  const sockets = new Set<Duplex>()
  const tunnels = new Set<Duplex>()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const proxy: TestProxy = {
    publicUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}`,
    upstream: upstream ?? null,
    websockets,
    strays: [],
    countOpen: () => tunnels.size,
  }

  function forwarded({ method, url = '/', headers }: IncomingMessage) {
    if (!url.startsWith(`${prefix}/`)) {
      // Browsers ask for it by themselves.
      if (url !== '/favicon.ico') proxy.strays.push(url)
      return null
    }
    if (proxy.upstream === null) return null
    const { hostname, port, host } = new URL(proxy.upstream)
    return request({
      method,
      hostname,
      port,
      path: path === 'strips' ? url.slice(prefix.length) : url,
      headers: rewritesHost ? { ...headers, host } : headers,
      agent: false,
    })
  }

  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.on('request', (incoming, answer) => {
    const outgoing = forwarded(incoming)
    const fail = () => {
      if (!answer.headersSent) answer.writeHead(502)
      answer.end()
    }
    if (!outgoing) return fail()
    outgoing.on('error', fail)
    outgoing.on('response', (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers)
      response.on('error', fail).pipe(answer)
    })
    answer.on('close', () => outgoing.destroy())
    incoming.pipe(outgoing)
  })
  server.on('upgrade', (incoming, socket: Duplex) => {
    socket.on('error', () => socket.destroy())
    if (proxy.websockets === 'refuse') return socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')
    if (proxy.websockets === 'hang') return
    const outgoing = forwarded(incoming)
    if (!outgoing) return socket.destroy()
    socket.on('close', () => outgoing.destroy())
    outgoing.on('error', () => socket.destroy())
    outgoing.on('response', () => socket.destroy())
    outgoing.on('upgrade', (response, onward, head) => {
      tunnels.add(onward)
      const lines = Object.entries(response.headers).map(([name, value]) => `${name}: ${String(value)}`)
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`)
      onward.on('error', () => socket.destroy())
      onward.on('close', () => {
        tunnels.delete(onward)
        socket.destroy()
      })
      socket.on('close', () => onward.destroy())
      socket.write(head)
      onward.pipe(socket).pipe(onward)
    })
    outgoing.end()
  })
  onTestFinished(async () => {
    for (const socket of [...sockets, ...tunnels]) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  return proxy
}
