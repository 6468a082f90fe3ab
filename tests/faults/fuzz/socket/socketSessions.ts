/**
 * Connections of the live sockets from opening to end, over both transports. Each sends its cases
 * and gives how many they were; an answer with 5xx is a fault.
 */
import { connect, type Socket } from 'node:net'
import { WebSocket } from 'ws'
import { hostileText } from '../hostileValues.ts'
import {
  closing,
  openPolling,
  packed,
  path,
  poll,
  post,
  type SocketTools,
  strangePolling,
} from './polling.ts'
import { connectFrame, hostileFrame, rawWebSocketFrame, soundAuth } from './socketFrames.ts'

const mostFrames = 30
/** A server that closes a socket on a broken frame does so within this, ms. */
const patienceMs = 60_000

type Session = (tools: SocketTools) => Promise<number>

/** Frames of all kinds over a WebSocket, to the end of a closing handshake. */
const overWebSocket: Session = async (tools) => {
  const { random, world } = tools
  const socket = open(tools)
  const closed = ended(socket)
  await opened(socket)
  let sent = 1
  const isFlood = random.chance(0.1)
  const frames = random.whole(1, mostFrames) * (isFlood ? 10 : 1)
  send(
    socket,
    random.chance(0.7) ? `40/live,${JSON.stringify(soundAuth(random, world))}` : connectFrame(random, world),
  )
  const repeated = hostileFrame(random, world)
  for (; sent < frames && socket.readyState === WebSocket.OPEN; sent += 1)
    send(socket, isFlood ? repeated : hostileFrame(random, world))
  if (random.chance(0.2)) socket.terminate()
  else socket.close()
  await closed
  return sent
}

/** A handshake by hand, then frames that break the protocol. */
const overRawWebSocket: Session = async ({ url, random, world, cookie, fault }) => {
  const { port, hostname, host } = new URL(url)
  const socket = connect(Number(port), hostname)
  let came = ''
  socket.on('data', (chunk: Buffer) => (came = (came + chunk.toString('latin1')).slice(0, 2_000)))
  socket.on('error', () => {})
  socket.setTimeout(patienceMs, () => {
    fault('raw websocket', `was not closed within ${patienceMs} ms`)
    socket.destroy()
  })
  const closed = ended(socket)
  const version = random.chance(0.9) ? '13' : random.pick(['8', '99', '', 'x'] as const)
  const key = random.chance(0.9)
    ? random.bytes(16).toString('base64')
    : hostileText(random)
        .slice(0, 40)
        .replace(/[^\x20-\x7e]/g, '')
  const upgrade = random.chance(0.9) ? 'websocket' : random.pick(['h2c', 'x', 'WebSocket, x'] as const)
  const origin = random.chance(0.1) ? 'Origin: http://evil.example\r\n' : ''
  const extensions = random.chance(0.2) ? 'Sec-WebSocket-Extensions: permessage-deflate; x=y, bbf\r\n' : ''
  socket.write(
    `GET ${path}websocket HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: ${upgrade}\r\n` +
      `Sec-WebSocket-Version: ${version}\r\nSec-WebSocket-Key: ${key}\r\nCookie: ${cookie}\r\n${origin}${extensions}\r\n`,
  )
  const frames = random.whole(1, mostFrames)
  for (let sent = 0; sent < frames; sent += 1)
    socket.write(rawWebSocketFrame(random, hostileFrame(random, world)))
  socket.end()
  await closed
  if (/^HTTP\/1\.1 5/.test(came)) fault('raw websocket', came)
  return frames
}

/** Packets over polling: sound sessions, wrong ones, several packets at once, two requests at once. */
const overPolling: Session = async (tools) => {
  const { random, world } = tools
  const sid = await openPolling(tools)
  let sent = 1
  const frames = random.whole(1, mostFrames)
  await post(tools, sid, `40/live,${JSON.stringify(soundAuth(random, world))}`)
  for (; sent < frames; sent += 1) {
    const roll = random.next()
    if (roll < 0.1) await strangePolling(tools, sid)
    else if (roll < 0.2) {
      // One of the two is answered with 400: a session has one request of each kind at a time.
      await Promise.all([
        poll(tools, sid),
        post(tools, sid, '42/live,1["hello",{}]'),
        poll(tools, sid),
        closing(tools, sid),
      ])
    } else {
      const packets = Array.from({ length: random.chance(0.1) ? 100 : random.whole(1, 4) }, () =>
        packed(hostileFrame(random, world)),
      )
      await post(tools, sid, packets.join('\x1e'))
    }
  }
  if (random.chance(0.7)) await closing(tools, sid)
  return sent
}

/** An upgrade from polling that is begun, and finished, doubled or left. */
const halfOpenUpgrade: Session = async (tools) => {
  const { random, world } = tools
  const sid = await openPolling(tools)
  const sockets = Array.from({ length: random.whole(1, 3) }, () => open(tools, `&sid=${sid}`))
  const closed = sockets.map(ended)
  await Promise.all(sockets.map(opened))
  let sent = 0
  for (const socket of sockets)
    for (const frame of [
      random.pick(['2probe', '2', '5', '', '3probe'] as const),
      hostileFrame(random, world),
      random.pick(['5', '5', '1', ''] as const),
    ]) {
      send(socket, frame)
      sent += 1
    }
  if (random.chance(0.5)) await post(tools, sid, packed(hostileFrame(random, world)))
  for (const socket of sockets) socket.terminate()
  await Promise.all(closed)
  await closing(tools, sid)
  return sent + 1
}

const sessions = [
  overWebSocket,
  overWebSocket,
  overRawWebSocket,
  overPolling,
  overPolling,
  halfOpenUpgrade,
] as const

/** One connection of any kind. @returns how many cases it sent */
export function anySession(tools: SocketTools): Promise<number> {
  return tools.random.pick(sessions)(tools)
}

function open({ url, cookie, random }: SocketTools, query = ''): WebSocket {
  const socket = new WebSocket(`${url.replace('http', 'ws')}${path}websocket${query}`, {
    headers: { cookie },
    perMessageDeflate: random.chance(0.3),
  })
  // Refused, or closed on a broken frame: both are right.
  socket.on('error', () => {})
  return socket
}

/** When it is open, or was refused. */
function opened(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('open', resolve)
    socket.once('close', () => resolve())
  })
}

/** When it is closed, with or without an error. */
function ended(socket: WebSocket | Socket): Promise<void> {
  return new Promise((resolve) => void socket.once('close', () => resolve()))
}

function send(socket: WebSocket, frame: string | Buffer): void {
  if (socket.readyState === WebSocket.OPEN) socket.send(frame)
}
