/** Walks the schemas of the contract, for tests that hold every field against something. */
import type { z } from 'zod'

export interface ContractField {
  /** Dotted, array items left out: `lines.door`. */
  path: string
  schema: z.core.$ZodTypes
}

/** Every schema inside, wrappers and containers included, each with the path of the field it stands at. */
export function fieldsOf(schema: z.core.$ZodType, path = ''): ContractField[] {
  const typed = schema as unknown as z.core.$ZodTypes
  return [{ path, schema: typed }, ...insideOf(typed, path)]
}

function insideOf(schema: z.core.$ZodTypes, path: string): ContractField[] {
  const { def } = schema._zod
  switch (def.type) {
    case 'object':
      return Object.entries(def.shape).flatMap(([name, field]) =>
        fieldsOf(field, path === '' ? name : `${path}.${name}`),
      )
    case 'array':
      return fieldsOf(def.element, path)
    case 'union':
      return def.options.flatMap((option) => fieldsOf(option, path))
    case 'record':
      return fieldsOf(def.valueType, path)
    case 'pipe':
      return [...fieldsOf(def.in, path), ...fieldsOf(def.out, path)]
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'nonoptional':
    case 'readonly':
    case 'catch':
      return fieldsOf(def.innerType, path)
    default:
      return []
  }
}
