/** One request for an operation of the API's description, sound or not. */
import type { Random } from '../../random.ts'
import { hostileHeaders } from '../hostileHeaders.ts'
import {
  brokenJson,
  hostileNumber,
  hostileText,
  hostileValue,
  writeJson,
  writePlain,
} from '../hostileValues.ts'
import type { KnownValues } from '../knownValues.ts'
import { fittingValue, type JsonSchema, mutated } from '../schemaValues.ts'

export interface Parameter {
  name: string
  in: 'path' | 'query'
  required?: boolean
  schema: JsonSchema
}

/** What the description says of one operation. */
export interface DescribedOperation {
  operationId: string
  method: string
  path: string
  parameters: Parameter[]
  /** Media type and schema of the body. */
  body: { type: string; schema: JsonSchema } | null
}

export interface HttpCase {
  operation: string
  caller: string
  method: string
  path: string
  headers: [name: string, value: string][]
  body: Buffer | null
}

interface ApiDescription {
  paths: Record<
    string,
    Record<
      string,
      {
        operationId: string
        parameters: Parameter[]
        requestBody?: { content: Record<string, { schema: JsonSchema }> }
      }
    >
  >
}

/** Every operation in `/api/openapi.json`. */
export function operationsOf(description: unknown): DescribedOperation[] {
  return Object.entries((description as ApiDescription).paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId, parameters, requestBody }]) => {
      const [content] = Object.entries(requestBody?.content ?? {})
      return {
        operationId,
        method: method.toUpperCase(),
        path,
        parameters,
        body: content ? { type: content[0], schema: content[1].schema } : null,
      }
    }),
  )
}

/** Files that are sent as they are: what the server gave out before, pictures, rubbish. */
export interface SampleFiles {
  workbooks: Buffer[]
  pictures: Buffer[]
  /** Accepted as they are. */
  sound: { workbook: Buffer; picture: Buffer }
}

/** The last named part of a path, such as `rules` of `/api/villages/{v}/rules/{rule}`. */
export function resourceOf(path: string): string {
  return (
    path
      .split('/')
      .filter((part) => part !== '' && !part.startsWith('{'))
      .at(-1) ?? ''
  )
}

/** Makes a case: mostly sound enough to get past the parser, in every other one something is wrong. */
export function makeCase(
  operation: DescribedOperation,
  caller: string,
  random: Random,
  known: KnownValues,
  files: SampleFiles,
): HttpCase {
  const body = operation.body && bodyOf(operation.body, random, known, files)
  const wrongBody = operation.body === null && random.chance(0.05) ? brokenJson(random, '{"a":1}') : null
  const headers: [string, string][] = []
  if (operation.body) headers.push(['Content-Type', operation.body.type])
  else if (wrongBody) headers.push(['Content-Type', 'application/json'])
  return {
    operation: operation.operationId,
    caller,
    method: operation.method,
    path: pathOf(operation, random, known) + queryOf(operation, random, known),
    headers: random.chance(0.2) ? hostileHeaders(headers, random) : headers,
    body: body ?? wrongBody,
  }
}

function pathOf({ path, parameters }: DescribedOperation, random: Random, known: KnownValues): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const schema = parameters.find((one) => one.in === 'path' && one.name === name)?.schema ?? {}
    if (random.chance(0.02))
      return random.pick([
        '%',
        '%zz',
        '%00',
        '%ED%A0%80',
        '..%2f..',
        '%2e%2e',
        '.',
        ';',
        '%C0%AF',
        '%u0041',
      ] as const)
    const value = random.chance(0.04)
      ? random.chance(0.5)
        ? hostileText(random)
        : hostileNumber(random)
      : fittingValue(schema, name, random, known)
    return encoded(value).slice(0, 3_000) || '-'
  })
}

function queryOf({ parameters }: DescribedOperation, random: Random, known: KnownValues): string {
  const pairs: string[] = []
  for (const { name, schema } of parameters.filter((one) => one.in === 'query')) {
    const roll = random.next()
    if (roll < 0.5) continue
    const value = roll < 0.9 ? fittingValue(schema, name, random, known) : hostileValue(random)
    pairs.push(`${name}=${encoded(value).slice(0, 3_000)}`)
    if (random.chance(0.05)) pairs.push(`${name}=again`)
    if (random.chance(0.05)) pairs.push(`${name}[a]=b`, `${name}[]=c`)
  }
  if (random.chance(0.05)) pairs.push(`${encoded(hostileText(random)).slice(0, 200)}=1`)
  if (random.chance(0.02)) pairs.push('%=%zz&&=&__proto__[a]=1&constructor=2')
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

/** Percent-encoded; a lone surrogate as the three bytes that broken programs send for it. */
export function encoded(value: unknown): string {
  return writePlain(value)
    .split(/([\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff])/)
    .map((part) => (/^[\ud800-\udfff]$/.test(part) ? '%ED%A0%80' : encodeURIComponent(part)))
    .join('')
}

function bodyOf(
  { type, schema }: NonNullable<DescribedOperation['body']>,
  random: Random,
  known: KnownValues,
  files: SampleFiles,
): Buffer {
  if (type !== 'application/json') return fileOf(type, random, files)
  const sound = fittingValue(schema, '', random, known)
  const roll = random.next()
  if (roll < 0.55) return Buffer.from(writeJson(sound))
  if (roll < 0.7) return Buffer.from(writeJson(mutated(sound, random)))
  if (roll < 0.85) return Buffer.from(writeJson(mutated(mutated(sound, random), random)))
  if (roll < 0.92) return Buffer.from(writeJson(hostileValue(random)))
  return brokenJson(random, writeJson(sound))
}

function fileOf(type: string, random: Random, { workbooks, pictures }: SampleFiles): Buffer {
  const sound = random.pick(type.startsWith('image/') ? pictures : workbooks) ?? Buffer.from('PK')
  const roll = random.next()
  if (roll < 0.4) return sound
  if (roll < 0.5) return sound.subarray(0, random.whole(0, sound.length))
  if (roll < 0.6) return random.bytes(random.whole(0, 2_000))
  const damaged = Buffer.from(sound)
  for (let change = 0; change < random.whole(1, 20) && damaged.length > 0; change += 1)
    damaged[random.whole(0, damaged.length - 1)] = random.whole(0, 255)
  return damaged
}
