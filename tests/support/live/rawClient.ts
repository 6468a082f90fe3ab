/** Socket.IO spoken by hand, for clients that no library makes: they need not read what they are sent. */
import { randomBytes } from 'node:crypto'
import net, { type Socket } from 'node:net'

export interface RawClient {
  /** One packet of Engine.IO, such as `40/live,{}`. */
  send: (packet: string) => void
  /** Takes nothing off the network from now on. */
  stopReading: () => void
  /** What was read. */
  text: () => string
  close: () => void
  /** Calls back when the server has closed the connection, which also shows to who does not read. */
  onClosed: (listener: () => void) => void
}

/** Opens a websocket without a library. @throws when the handshake is refused */
export async function openRaw(url: string, headers: Record<string, string> = {}): Promise<RawClient> {
  const { hostname, port, host } = new URL(url)
  const socket = net.connect(Number(port), hostname)
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  socket.on('error', () => {})
  const key = randomBytes(16).toString('base64')
  const lines = {
    host,
    upgrade: 'websocket',
    connection: 'Upgrade',
    'sec-websocket-version': '13',
    'sec-websocket-key': key,
    ...headers,
  }
  socket.write(
    `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n${Object.entries(lines)
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('')}\r\n`,
  )
  const text = () => Buffer.concat(chunks).toString('latin1')
  await new Promise<void>((resolve, reject) => {
    socket.on('data', () => {
      if (text().includes('"sid"')) resolve()
    })
    socket.on('close', () => reject(new Error(`refused: ${text().slice(0, 60)}`)))
  })
  return {
    send: (packet) => void socket.write(frame(packet)),
    stopReading: () => void socket.pause(),
    text,
    close: () => socket.destroy(),
    onClosed: (listener) => void socket.on('close', listener).on('error', listener),
  }
}

/** A masked text frame of up to 65,535 bytes. */
function frame(text: string): Buffer {
  const payload = Buffer.from(text)
  const mask = randomBytes(4)
  const head =
    payload.length < 126
      ? Buffer.from([0x81, 0x80 | payload.length])
      : Buffer.from([0x81, 0xfe, payload.length >> 8, payload.length & 255])
  return Buffer.concat([head, mask, payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0))])
}

/** A polling session: each call is one request. */
export class RawPolling {
  readonly #url: string
  readonly #headers: Record<string, string>
  #sid = ''

  constructor(url: string, headers: Record<string, string> = {}) {
    this.#url = url
    this.#headers = headers
  }

  /** @returns the status of the handshake */
  async open(): Promise<number> {
    const response = await fetch(this.#address(), { headers: this.#headers })
    const text = await response.text()
    this.#sid = response.ok ? (JSON.parse(text.slice(1)) as { sid: string }).sid : ''
    return response.status
  }

  async post(packet: string): Promise<number> {
    const response = await fetch(this.#address(), { method: 'POST', body: packet, headers: this.#headers })
    await response.text()
    return response.status
  }

  /** Packets that waited, or the next one. */
  async poll(): Promise<string[]> {
    const response = await fetch(this.#address(), { headers: this.#headers })
    return (await response.text()).split('\x1e')
  }

  #address(): string {
    return `${this.#url}/socket.io/?EIO=4&transport=polling${this.#sid && `&sid=${this.#sid}`}`
  }
}

/** Asks for a page again and again without reading an answer. */
export function askWithoutReading(url: string, times: number): Socket {
  const { hostname, port, host, pathname } = new URL(url)
  const socket = net.connect(Number(port), hostname)
  socket.pause()
  socket.write(`GET ${pathname} HTTP/1.1\r\nhost: ${host}\r\n\r\n`.repeat(times))
  return socket
}
