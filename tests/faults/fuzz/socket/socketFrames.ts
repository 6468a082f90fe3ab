/** Messages of Engine.IO and Socket.IO, sound and broken. */
import type { Random } from '../../random.ts'
import { hostileText, hostileValue, writeJson } from '../hostileValues.ts'
import { mutated } from '../schemaValues.ts'

export interface SocketWorld {
  /** Short names of villages that exist. */
  villages: readonly string[]
  epoch: string
}

const namespaces = [
  '/live',
  '/live',
  '/live',
  '/staff',
  '/staff',
  '',
  '/',
  '/nothing',
  '/__proto__',
  '//',
  '/live?x=1',
  '/\ud800',
] as const
const events = [
  'hello',
  'hello',
  'follow',
  'board',
  'connect',
  'disconnect',
  'disconnecting',
  'error',
  'connect_error',
  'newListener',
  'removeListener',
  '__proto__',
  'constructor',
  '',
] as const

/** Auth as a screen sends it. */
export function soundAuth(random: Random, { villages, epoch }: SocketWorld): Record<string, unknown> {
  return {
    village: random.pick(villages),
    ...(random.chance(0.4) ? { screen: `屏${random.whole(1, 50)}` } : {}),
    ...(random.chance(0.3) ? { seq: random.whole(0, 100), epoch } : {}),
    ...(random.chance(0.1) ? { preview: random.chance(0.5) } : {}),
    ...(random.chance(0.2) ? { fetch: true } : {}),
  }
}

function soundHello(random: Random, { epoch }: SocketWorld): Record<string, unknown> {
  return {
    seq: random.whole(0, 100),
    epoch: random.chance(0.5) ? epoch : 'other',
    width: 1920,
    height: 1080,
    build: 'test',
    scene: 'leaders',
    clock: random.whole(0, 2_000_000_000_000),
    ...(random.chance(0.3) ? { scenes: [{ name: 'leaders', title: '光荣榜' }] } : {}),
    ...(random.chance(0.2) ? { failed: [{ scene: `s${random.whole(0, 99)}`, error: 'x' }] } : {}),
  }
}

/** `40/live,{…}`: joins a namespace. */
export function connectFrame(random: Random, world: SocketWorld): string {
  const auth = random.chance(0.5) ? soundAuth(random, world) : mutated(soundAuth(random, world), random)
  return `40${random.pick(namespaces)},${writeJson(auth)}`
}

/** One message: what a screen says, or something that only looks like it. */
export function hostileFrame(random: Random, world: SocketWorld): string | Buffer {
  switch (random.whole(0, 15)) {
    case 0:
      return connectFrame(random, world)
    case 1:
    case 2:
    case 3:
      return eventFrame(random, ['hello', soundHello(random, world)])
    case 4:
    case 5:
      return eventFrame(random, ['hello', mutated(soundHello(random, world), random)])
    case 6:
      return eventFrame(random, [
        'follow',
        random.chance(0.5) ? random.pick(world.villages) : hostileValue(random),
      ])
    case 7:
      return eventFrame(random, [random.pick(events), hostileValue(random), hostileValue(random)])
    case 8:
      return `42${random.pick(namespaces)},${writeJson(hostileValue(random))}`
    case 9:
      return `4${random.pick(['1', '3', '4', '5', '6', '7', '9', 'x', '', '-1'] as const)}${random.pick(namespaces)},${random.whole(0, 99)}[]`
    case 10:
      return attachmentFrame(random)
    case 11:
      return `${random.pick(['0', '1', '2', '3', '5', '6', '7', '8', '9', 'b', 'x', '\0', ''] as const)}${hostileText(random).slice(0, 2_000)}`
    case 12:
      return random.bytes(random.whole(0, 500))
    case 13:
      return `42/live,${random.pick(['[', '{"a":', '["hello"', '9'.repeat(30), '[,]', '["hello",NaN]', '['.repeat(4_000)] as const)}`
    case 14:
      return `42/live,["hello","${'x'.repeat(random.pick([9_000, 11_000, 200_000] as const))}"]`
    default:
      return random.pick([
        '2',
        '3',
        '2probe',
        '3probe',
        '5',
        '41/live,',
        '41',
        '1',
        '40',
        '4',
        'bAAAA',
        'b!!!',
      ] as const)
  }
}

function eventFrame(random: Random, event: unknown[]): string {
  const acknowledged = random.chance(0.6)
    ? random.pick(['0', '1', '7', '99999999999999999999', '-1', '1e3'] as const)
    : ''
  const namespace = random.chance(0.7) ? '/live' : random.pick(namespaces)
  return `42${namespace},${acknowledged}${writeJson(event)}`
}

/** Binary events whose attachments are missing, too many or none. */
function attachmentFrame(random: Random): string {
  const promised = random.pick(['1', '2', '0', '1000000', '99999999999999999999', '-1', '', 'x'] as const)
  const number = random.pick(['0', '1', '5', '-1', '"x"', '99999999999'] as const)
  return `4${random.pick(['5', '6'] as const)}${promised}-/live,1["hello",{"_placeholder":true,"num":${number}}]`
}

/** The bytes of one WebSocket frame; most of them break a rule of RFC 6455. */
export function rawWebSocketFrame(random: Random, text: string | Buffer): Buffer {
  const payload = Buffer.from(text)
  const isMasked = random.chance(0.8)
  const opcode = random.pick([1, 1, 1, 1, 2, 0, 3, 7, 8, 9, 10, 11, 15] as const)
  const flags = random.pick([0x80, 0x80, 0x80, 0, 0xc0, 0xf0] as const)
  const said = random.chance(0.9) ? payload.length : random.pick([0, 65_536, 2 ** 31, 2 ** 40] as const)
  const head = Buffer.alloc(10)
  head[0] = flags | opcode
  head[1] = (isMasked ? 0x80 : 0) | 127
  head.writeBigUInt64BE(BigInt(said), 2)
  const mask = random.bytes(4)
  const masked = isMasked ? payload.map((byte, at) => byte ^ (mask[at % 4] ?? 0)) : payload
  return Buffer.concat([head, ...(isMasked ? [mask] : []), masked])
}
