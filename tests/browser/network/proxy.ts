/** A reverse proxy for tests, whose treatment of websockets can be changed while it runs. */
import http, { type IncomingMessage } from 'node:http'
import net, { type AddressInfo, type Socket } from 'node:net'
import { type Duplex } from 'node:stream'

/** `refuse`: as a default nginx does; `hang`: accepted and never answered; `pass`: a tunnel. */
export type Websockets = 'refuse' | 'hang' | 'pass'

export interface TestProxy {
  url: string
  /** Applies to websockets that are opened from now on. */
  websockets: Websockets
  /** How many websockets are open through the proxy. */
  countOpen: () => number
  /** How many websockets were asked for. */
  countTried: () => number
  close: () => Promise<void>
}

/** Starts a proxy on a free loopback port. */
export async function startProxy(target: string, websockets: Websockets): Promise<TestProxy> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Duplex>()
  const tunnels = new Set<Socket>()
  let tried = 0
  const server = http.createServer((request, response) => {
    const onward = http.request(
      { host: hostname, port, method: request.method, path: request.url, headers: request.headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
      },
    )
    onward.on('error', () => response.destroy())
    response.on('close', () => onward.destroy())
    request.pipe(onward)
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
    tried += 1
    socket.on('error', () => socket.destroy())
    if (proxy.websockets === 'refuse') socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')
    if (proxy.websockets === 'pass') tunnel(request, socket)
  })

  function tunnel(request: IncomingMessage, socket: Duplex): void {
    const onward = net.connect(Number(port), hostname)
    tunnels.add(onward)
    const lines = [`GET ${request.url} HTTP/1.1`]
    for (let index = 0; index < request.rawHeaders.length; index += 2)
      lines.push(`${request.rawHeaders[index]}: ${request.rawHeaders[index + 1]}`)
    onward.write(`${lines.join('\r\n')}\r\n\r\n`)
    onward.pipe(socket).pipe(onward)
    onward.on('error', () => socket.destroy())
    onward.on('close', () => {
      tunnels.delete(onward)
      socket.destroy()
    })
    socket.on('close', () => onward.destroy())
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const proxy: TestProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    websockets,
    countOpen: () => tunnels.size,
    countTried: () => tried,
    close: async () => {
      for (const socket of [...sockets, ...tunnels]) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
  return proxy
}
