/** Values that fit a JSON Schema of the API's description, with things that exist mixed in. */
import fc from 'fast-check'
import type { Random } from '../random.ts'
import { hostileText, hostileValue } from './hostileValues.ts'
import type { KnownValues } from './knownValues.ts'

/** What is used of JSON Schema by the description. */
export interface JsonSchema {
  type?: string
  enum?: unknown[]
  const?: unknown
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  properties?: Record<string, JsonSchema>
  required?: string[]
  items?: JsonSchema
  minItems?: number
  maxItems?: number
  minLength?: number
  maxLength?: number
  pattern?: string
  format?: string
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
}

const dayMs = 86_400_000

/** A value that should be taken by the schema. @param name the property or parameter that it is for */
export function fittingValue(schema: JsonSchema, name: string, random: Random, known: KnownValues): unknown {
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return random.pick(schema.enum)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return fittingValue(random.pick(choices) ?? {}, name, random, known)
  switch (schema.type) {
    case 'object':
      return fittingObject(schema, random, known)
    case 'array':
      return fittingArray(schema, name, random, known)
    case 'string':
      return fittingText(schema, name, random, known)
    case 'integer':
    case 'number':
      return fittingNumber(schema, name, random, known)
    case 'boolean':
      return random.chance(0.5)
    case 'null':
      return null
    default:
      return known.pick(name, random) ?? hostileValue(random)
  }
}

function fittingObject(schema: JsonSchema, random: Random, known: KnownValues): Record<string, unknown> {
  const fields: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(schema.properties ?? {}))
    if (schema.required?.includes(name) || random.chance(0.35))
      fields[name] = fittingValue(field, name, random, known)
  return fields
}

function fittingArray(schema: JsonSchema, name: string, random: Random, known: KnownValues): unknown[] {
  const { items = {}, minItems = 0, maxItems = 3 } = schema
  const length = random.whole(minItems, Math.max(minItems, Math.min(maxItems, 3)))
  return Array.from({ length }, () => fittingValue(items, name.replace(/s$/, ''), random, known))
}

function fittingNumber(schema: JsonSchema, name: string, random: Random, known: KnownValues): unknown {
  const existing = known.pick(name, random)
  if (typeof existing === 'number' && random.chance(0.85)) return existing
  const least = Math.max(schema.minimum ?? schema.exclusiveMinimum ?? 0, -1_000)
  const most = Math.min(schema.maximum ?? 1_000, least + 1_000)
  return random.chance(0.1)
    ? random.pick([schema.minimum, schema.maximum, 0] as const)
    : random.whole(least, Math.max(least, most))
}

function fittingText(schema: JsonSchema, name: string, random: Random, known: KnownValues): string {
  const { format, pattern, minLength = 0, maxLength = 20 } = schema
  const existing = known.pick(name, random)
  if (existing !== undefined && random.chance(name === 'id' ? 0.1 : 0.9)) return String(existing)
  if (format === 'uuid') return random.uuid()
  if (format === 'date') return dayNear(random)
  // Patterns that exclude what nobody sees are met by plain text.
  if (pattern !== undefined && !pattern.startsWith('^[^')) return random.pick(samplesOf(pattern)) ?? ''
  if (random.chance(0.1)) return hostileText(random).slice(0, maxLength)
  const plain = `示范${random.whole(1, 999)}`
  return plain
    .repeat(Math.ceil(Math.max(1, minLength) / plain.length))
    .slice(0, Math.max(minLength, maxLength))
}

function dayNear(random: Random): string {
  const days = random.chance(0.7) ? random.whole(-60, 0) : random.whole(-800, 400)
  return new Date(Date.now() + days * dayMs).toISOString().slice(0, 10)
}

const samples = new Map<string, string[]>()

/** Texts that match the pattern, made once. */
function samplesOf(pattern: string): string[] {
  let made = samples.get(pattern)
  if (!made) {
    made = fc.sample(fc.stringMatching(new RegExp(pattern, 'u')), { seed: 1, numRuns: 30 })
    samples.set(pattern, made)
  }
  return made
}

/** Changes one place of a value: another value, a field too few or too many, an array too long. */
export function mutated(value: unknown, random: Random): unknown {
  if (Array.isArray(value) && value.length > 0 && random.chance(0.8)) {
    if (random.chance(0.05)) return Array.from({ length: 600 }, () => value[0] as unknown)
    const at = random.whole(0, value.length - 1)
    return value.map((item: unknown, index) => (index === at ? mutated(item, random) : item))
  }
  if (typeof value !== 'object' || value === null || random.chance(0.1)) return hostileValue(random)
  const entries = Object.entries(value)
  const roll = random.next()
  if (roll < 0.12) return { ...value, [hostileText(random).slice(0, 50)]: hostileValue(random) }
  const at = random.whole(0, entries.length - 1)
  if (roll < 0.2) return Object.fromEntries(entries.filter((_, index) => index !== at))
  return Object.fromEntries(
    entries.map(([name, field], index) => [name, index === at ? mutated(field, random) : (field as unknown)]),
  )
}
