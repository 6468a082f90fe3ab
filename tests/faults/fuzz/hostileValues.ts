/** Values that programs stumble over. */
import type { Random } from '../random.ts'

/** Begins a text that `writeJson` puts in as it is: numbers and depths that JSON.stringify cannot write. */
const rawMark = '\u0001raw:'

const texts = [
  '',
  ' ',
  'x\ud800y',
  '\udc00',
  '\ud83d',
  'a\0b',
  '\0',
  '\u0001\u001b[31m\u007f\u0085',
  '\r\nSet-Cookie: a=b',
  '\u202e123\u202c',
  '\u2066x\u2069',
  '\u200b\u200d\ufeff',
  'e\u0301',
  '10０1',
  '１００１号',
  'аdmin',
  '👩‍👩‍👧‍👦🏳️‍🌈',
  '𠮷野家',
  '\ue000',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  "' OR 1=1 --",
  "'); DROP TABLE postings; --",
  '%',
  '_',
  '\\',
  '../../../etc/passwd',
  '..\\..\\windows',
  '/dev/null',
  'C:\\con',
  '%00',
  '%ED%A0%80',
  '=cmd|x',
  '＝1+1',
  '<script>alert(1)</script>',
  '{{7*7}}',
  '${7*7}',
  '[object Object]',
  'null',
  'undefined',
  'NaN',
  'true',
  '0',
  '-1',
  '1e999',
  '2026-02-30',
  '9999-12-31',
  '0000-00-00',
  '2026-13-01T00:00:00Z',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
] as const

const numbers = [
  '0',
  '-0',
  '-1',
  '1',
  '0.5',
  '1e309',
  '-1e309',
  '1e-400',
  '5e-324',
  '9007199254740991',
  '9007199254740992',
  '9007199254740993',
  '-9007199254740993',
  '9223372036854775807',
  '9223372036854775808',
  '18446744073709551616',
  '2147483648',
  '100001',
  '1.7976931348623157e308',
  '0.1',
  '12345678901234567890123456789012345678901234567890',
] as const

/** A text that is odd, or too long. */
export function hostileText(random: Random): string {
  if (random.chance(0.85)) return random.pick(texts)
  const unit = random.pick(['a', '村', '👩', ' ', '\u0301', '\ud800', '\u202e', '9', "'"] as const)
  // Above one megabyte the body is refused unread; most stay below it.
  const length = random.pick([25, 41, 65, 201, 501, 2_001, 20_000] as const)
  return unit.repeat(random.chance(0.03) ? 1_000_000 : length)
}

/** A number as it may stand in JSON, that `writeJson` writes digit by digit. */
export function hostileNumber(random: Random): string {
  return rawMark + random.pick(numbers)
}

/** Any value of any type. */
export function hostileValue(random: Random, depth = 0): unknown {
  const roll = random.next()
  if (roll < 0.4) return hostileText(random)
  if (roll < 0.65) return hostileNumber(random)
  if (roll < 0.75) return random.pick([null, true, false, [], {}] as const)
  if (roll < 0.78) return nested(random.pick([50, 1_000, 20_000] as const))
  if (roll < 0.81) return Array.from({ length: random.pick([501, 10_000] as const) }, () => 0)
  if (depth > 2) return null
  if (roll < 0.9) return Array.from({ length: random.whole(1, 3) }, () => hostileValue(random, depth + 1))
  return Object.fromEntries(
    Array.from({ length: random.whole(1, 3) }, () => [
      hostileText(random).slice(0, 100),
      hostileValue(random, depth + 1),
    ]),
  )
}

function nested(depth: number): string {
  return `${rawMark}${'['.repeat(depth)}1${']'.repeat(depth)}`
}

const rawText = new RegExp(`"\\\\u0001raw:([^"]*)"`, 'g')

/** JSON, with the raw texts put in. */
export function writeJson(value: unknown): string {
  return (JSON.stringify(value) ?? 'null').replace(rawText, '$1')
}

/** A value for a query or a path. */
export function writePlain(value: unknown): string {
  return typeof value === 'string' ? value.replace(rawMark, '') : writeJson(value)
}

/** Bodies that are no JSON, or JSON that parsers disagree about. */
export function brokenJson(random: Random, sound: string): Buffer {
  const made = random.whole(0, 13)
  switch (made) {
    case 0:
      return Buffer.from(sound.slice(0, random.whole(0, sound.length)))
    case 1:
      return Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(sound)])
    case 2:
      return Buffer.from(sound, 'utf16le')
    case 3:
      return Buffer.concat([
        Buffer.from('{"name":"'),
        Buffer.from([0xed, 0xa0, 0x80, 0xff, 0xc0]),
        Buffer.from('"}'),
      ])
    case 4:
      return random.bytes(random.whole(1, 400))
    case 5:
      return Buffer.from(`${sound}${sound}`)
    case 6:
      return Buffer.from(
        sound.replace(/^\{/, '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"a":1}},'),
      )
    case 7:
      return Buffer.from(sound.replace(/^\{/, '{"id":1,"id":"x","id":null,'))
    case 8:
      return Buffer.from(`${'['.repeat(random.pick([100, 50_000, 400_000] as const))}`)
    case 9:
      return Buffer.from('[NaN,Infinity,-Infinity,undefined]')
    case 10:
      return Buffer.from(`"${'a'.repeat(1_100_000)}"`)
    case 11:
      return Buffer.from(`{"a":${'9'.repeat(50_000)}}`)
    case 12:
      return Buffer.alloc(random.pick([0, 1, 1_024, 1_048_577] as const))
    default:
      return Buffer.from(sound.replaceAll('"', "'"))
  }
}
