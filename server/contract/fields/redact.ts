/** Empties private fields of an answer that the caller's roles do not see. */
import { z } from 'zod'
import type { PrivateField } from '../../domain/people/privateFields.ts'
import { privateMarks } from './privateTo.ts'

type Redact = (value: unknown, hidden: ReadonlySet<PrivateField>) => unknown

/** Null for a schema without private fields. */
const compiled = new WeakMap<z.core.$ZodType, Redact | null>()

/**
 * The value with the hidden fields emptied; the given one is left as it was.
 *
 * @param schema what the value is
 */
export function redact<Value>(
  schema: z.core.$ZodType,
  value: Value,
  hidden: ReadonlySet<PrivateField>,
): Value {
  if (hidden.size === 0) return value
  return (redactorOf(schema)?.(value, hidden) ?? value) as Value
}

function redactorOf(schema: z.core.$ZodType): Redact | null {
  let redactor = compiled.get(schema)
  if (redactor === undefined) compiled.set(schema, (redactor = compile(schema)))
  return redactor
}

function compile(schema: z.core.$ZodType): Redact | null {
  const mark = privateMarks.get(schema as z.ZodType)
  if (mark) {
    const { field, keys } = mark
    const empty = emptyOf(schema)
    return (value, hidden) => {
      if (!hidden.has(field)) return value
      return keys ? without(value as Record<string, unknown>, keys) : empty
    }
  }
  if (schema instanceof z.ZodObject) return ofObject(schema)
  if (schema instanceof z.ZodArray) {
    const element = redactorOf(schema.element)
    return element && ((value, hidden) => (value as unknown[]).map((one) => element(one, hidden)))
  }
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) {
    const inner = redactorOf(schema.unwrap())
    return inner && ((value, hidden) => (value == null ? value : inner(value, hidden)))
  }
  return null
}

function ofObject({ shape }: z.ZodObject): Redact | null {
  const fields = Object.entries(shape).flatMap(([name, field]): [string, Redact][] => {
    const redactor = redactorOf(field)
    return redactor ? [[name, redactor]] : []
  })
  if (fields.length === 0) return null
  return (value, hidden) => {
    const copy = { ...(value as Record<string, unknown>) }
    for (const [name, redactor] of fields) if (name in copy) copy[name] = redactor(copy[name], hidden)
    return copy
  }
}

function without(value: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)))
}

/** What stands in place of a hidden field. */
function emptyOf(schema: z.core.$ZodType): unknown {
  const found = [null, [], '', 0].find((value) => (schema as z.ZodType).safeParse(value).success)
  return found ?? null
}
