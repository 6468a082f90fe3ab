/**
 * Many screens in one process: told by its parent to begin, they all connect at once, and it says when each of them had
 * its board. They speak HTTP, WebSocket and the protocol of Socket.IO themselves, as far as a screen needs it: clients
 * of a library take as much time as the server, and here they take it from the server. A screen takes the board from
 * the event, or fetches it where it is only told which one there is.
 */
import { randomBytes } from 'node:crypto'
import { createConnection, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { slugOf } from './names.ts'

const [url = '', first = '0', count = '0', villages = '1'] = process.argv.slice(2)
const { hostname, port } = new URL(url)
/** As walls do it, ms: they wait so long for a websocket, and for the polling that they try next. */
const connectMs = [3_000, 10_000]
const firstRetryMs = 500
const longestRetryMs = 4_000

interface BoardNews {
  board?: { households: unknown[] }
  seq?: number
  epoch?: string
}

process.on('message', () => {
  for (let index = 0; index < Number(count); index += 1)
    void screen(slugOf((Number(first) + index) % Number(villages)))
})
process.on('disconnect', () => process.exit())
process.send?.({ prepared: true })

/** Connects until it has a board, then stays connected. */
async function screen(village: string): Promise<void> {
  for (let retried = 0; ; retried += 1) {
    if (retried > 0) await wait(jittered(Math.min(longestRetryMs, firstRetryMs * 2 ** (retried - 1))))
    const news = await connect(village, connectMs[retried % connectMs.length])
    if (!news) continue
    while (!news.board && !(await fetchBoard(village, news))) await wait(jittered(firstRetryMs))
    process.send?.({ boardAt: performance.timeOrigin + performance.now(), retried })
    return
  }
}

const jittered = (ms: number) => ms * (0.5 + Math.random())

/** Connects, and waits for the first word about the board; null when that does not come. */
function connect(village: string, patienceMs: number | undefined): Promise<BoardNews | null> {
  return new Promise((resolve) => {
    const socket = open([
      'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    ])
    const patience = setTimeout(() => socket.destroy(), patienceMs)
    socket.on('close', () => resolve(null))
    let unread = Buffer.alloc(0)
    let isOpen = false
    socket.on('data', (data: Buffer) => {
      unread = Buffer.concat([unread, data])
      if (!isOpen) {
        const end = unread.indexOf(headersEnd)
        if (end < 0) return
        clearTimeout(patience)
        unread = unread.subarray(end + headersEnd.length)
        isOpen = true
      }
      for (let frame = frameOf(unread); frame; frame = frameOf(unread)) {
        unread = unread.subarray(frame.bytes)
        const answer =
          frame.opcode === ping ? { opcode: pong, text: frame.text } : answerTo(frame.text, village)
        if (answer) socket.write(masked(answer.opcode, answer.text))
        const news = frame.opcode === text ? newsOf(frame.text) : null
        if (news) resolve(news)
      }
    })
  })
}

/** A connection of its own, as each screen has, with its first request. */
function open(headers: readonly string[]): Socket {
  const socket = createConnection({ host: hostname, port: Number(port), noDelay: true })
  // Told by its closing.
  socket.on('error', () => {})
  socket.write([...headers, `Host: ${hostname}:${port}`, '', ''].join('\r\n'))
  return socket
}

const headersEnd = '\r\n\r\n'

/** What a screen says to a packet of Socket.IO; nothing to most. */
function answerTo(packet: string, village: string): { opcode: number; text: string } | null {
  if (packet === '2') return { opcode: text, text: '3' }
  if (packet.startsWith('0{'))
    return { opcode: text, text: `40/live,${JSON.stringify({ village, fetch: true })}` }
  return null
}

/** What a packet tells about the board. */
function newsOf(packet: string): BoardNews | null {
  const [, event] = /^42\/live,(.+)$/s.exec(packet) ?? []
  const [name, news] = JSON.parse(event ?? '[]') as [string?, BoardNews?]
  return news && name !== 'posting' && name !== 'screen' ? news : null
}

/** Opcodes of RFC 6455. */
const text = 1
const ping = 9
const pong = 10

/** The first frame of the bytes, if it is there whole. A server's frames are not masked (RFC 6455, 5.2). */
function frameOf(bytes: Buffer): { opcode: number; text: string; bytes: number } | null {
  if (bytes.length < 2) return null
  const short = (bytes[1] ?? 0) & 127
  const from = short === 127 ? 10 : short === 126 ? 4 : 2
  if (bytes.length < from) return null
  const length =
    short === 127 ? Number(bytes.readBigUInt64BE(2)) : short === 126 ? bytes.readUInt16BE(2) : short
  if (bytes.length < from + length) return null
  return {
    opcode: (bytes[0] ?? 0) & 15,
    text: bytes.toString('utf8', from, from + length),
    bytes: from + length,
  }
}

/** A frame of at most 125 bytes; its mask is nought. */
function masked(opcode: number, payload: string): Buffer {
  return Buffer.concat([Buffer.from([128 | opcode, 128 | payload.length, 0, 0, 0, 0]), Buffer.from(payload)])
}

/** Whether the board came whole. */
function fetchBoard(village: string, { seq, epoch }: BoardNews): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = open([
      `GET /api/villages/${village}/board?epoch=${epoch}&seq=${seq} HTTP/1.1`,
      'Accept-Encoding: gzip',
      'Connection: close',
    ])
    const chunks: Buffer[] = []
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.on('close', () => {
      const answer = Buffer.concat(chunks)
      const body = answer.indexOf(headersEnd) + headersEnd.length
      const headers = answer.toString('latin1', 0, body)
      const [, length] = /^content-length: (\d+)/im.exec(headers) ?? []
      resolve(headers.startsWith('HTTP/1.1 200') && answer.length - body === Number(length))
    })
  })
}
