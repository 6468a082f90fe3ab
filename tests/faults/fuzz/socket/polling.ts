/** The live sockets over polling: what a client asks, and what none would ask. */
import type { Random } from '../../random.ts'
import type { Client } from '../client.ts'
import { hostileHeaders } from '../hostileHeaders.ts'
import { hostileFrame, type SocketWorld } from './socketFrames.ts'

export interface SocketTools {
  url: string
  client: Client
  world: SocketWorld
  random: Random
  /** A session's cookie, or none. */
  cookie: string
  count: (what: string) => void
  fault: (kind: string, fault: string) => void
}

/** The address of a transport begins so. */
export const path = '/socket.io/?EIO=4&transport='

/** A frame as polling carries it: binary in base64. */
export function packed(frame: string | Buffer): string {
  return Buffer.isBuffer(frame) ? `b${frame.toString('base64')}` : frame
}

export async function openPolling(tools: SocketTools): Promise<string> {
  const answer = await request(tools, 'GET', `${path}polling`)
  return /"sid":"([^"]+)"/.exec(answer)?.[1] ?? 'none'
}

export const poll = (tools: SocketTools, sid: string) => request(tools, 'GET', `${path}polling&sid=${sid}`)
export const post = (tools: SocketTools, sid: string, body: string) =>
  request(tools, 'POST', `${path}polling&sid=${sid}`, Buffer.from(body))
export const closing = (tools: SocketTools, sid: string) => post(tools, sid, '1')

/** Addresses and headers that no client would use. */
export async function strangePolling(tools: SocketTools, sid: string): Promise<void> {
  const { random } = tools
  const query = random.pick([
    'EIO=3&transport=polling',
    'EIO=9&transport=polling',
    'transport=polling',
    'EIO=4',
    'EIO=4&transport=nothing',
    'EIO=4&transport=polling&sid=nothing',
    'EIO=4&transport=polling&sid=__proto__',
    `EIO=4&transport=polling&sid=${sid}&sid=${sid}`,
    'EIO=4&EIO=4&transport=polling&transport=polling',
    `EIO=4&transport=polling&j=0&sid=${sid}`,
    'EIO=4&transport=polling&b64=1',
    'EIO=4&transport=websocket',
    '%',
  ] as const)
  const method = random.pick(['GET', 'POST', 'OPTIONS', 'PUT', 'DELETE', 'HEAD'] as const)
  const body = method === 'POST' ? Buffer.from(packed(hostileFrame(random, tools.world))) : undefined
  // A good address would wait for news.
  if (method !== 'GET' || !query.includes(sid)) await request(tools, method, `/socket.io/?${query}`, body)
}

async function request(
  { client, cookie, count, fault, random }: SocketTools,
  method: string,
  address: string,
  body?: Buffer,
): Promise<string> {
  const plain: [string, string][] = [
    ['Content-Type', random.chance(0.9) ? 'text/plain;charset=UTF-8' : 'application/octet-stream'],
  ]
  const headers: [string, string][] = random.chance(0.1) ? hostileHeaders(plain, random) : plain
  if (cookie !== '' && !headers.some(([name]) => name === 'Cookie')) headers.push(['Cookie', cookie])
  try {
    const answer = await client.send({
      operation: 'polling',
      caller: '',
      method,
      path: address,
      headers,
      body: body ?? null,
    })
    count(`polling ${answer.status}`)
    if (answer.status >= 500)
      fault(`polling ${answer.status}`, `${method} ${address} ${answer.body.toString().slice(0, 300)}`)
    return answer.body.toString()
  } catch (error) {
    // Engine.IO closes the connection of a session that breaks the protocol.
    if (/no answer/.test((error as Error).message))
      fault('polling', `${method} ${address}: ${(error as Error).message}`)
    count('polling closed')
    return ''
  }
}
