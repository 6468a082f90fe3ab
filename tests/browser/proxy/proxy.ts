/** A reverse proxy of a town: one path leads to our server, everything else belongs to others. */
import { createServer, type IncomingMessage, request } from 'node:http'
import { type AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export interface TownProxy {
  /** Where a browser finds our server, without a slash at the end. */
  publicUrl: string
  /** Origin of our server; null while it is away. */
  upstream: string | null
  /** What was asked for outside the path. */
  strays: string[]
}

/**
 * Starts a proxy for the path `/points/` that gives our server its own address as Host, as many do.
 *
 * @param way whether it takes the path off or leaves it in the address
 */
export async function startProxy(way: 'strips' | 'keeps'): Promise<TownProxy> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const proxy: TownProxy = { publicUrl: `http://127.0.0.1:${port}/points`, upstream: null, strays: [] }

  function forwarded({ method, url = '/', headers }: IncomingMessage) {
    if (!url.startsWith('/points/')) {
      // Browsers ask for it by themselves.
      if (url !== '/favicon.ico') proxy.strays.push(url)
      return null
    }
    if (proxy.upstream === null) return null
    const { hostname, port, host } = new URL(proxy.upstream)
    const path = way === 'strips' ? url.slice('/points'.length) : url
    return request({ method, hostname, port, path, headers: { ...headers, host }, agent: false })
  }

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
    incoming.pipe(outgoing)
  })
  server.on('upgrade', (incoming, socket) => {
    const outgoing = forwarded(incoming)
    socket.on('error', () => outgoing?.destroy())
    if (!outgoing) return socket.destroy()
    outgoing.on('error', () => socket.destroy())
    outgoing.on('response', () => socket.destroy())
    outgoing.on('upgrade', (response, upstream, head) => {
      const lines = Object.entries(response.headers).map(([name, value]) => `${name}: ${String(value)}`)
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`)
      upstream.on('error', () => socket.destroy()).on('close', () => socket.destroy())
      socket.on('close', () => upstream.destroy())
      socket.write(head)
      upstream.pipe(socket).pipe(upstream)
    })
    outgoing.end()
  })
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return proxy
}
