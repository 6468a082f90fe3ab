/** Looks a field up in a schema of the contract. */
import type { z } from 'zod'

/** Whether the schema has a field at this path, such as `['lines', '0', 'door']`. */
export function hasField(schema: z.core.$ZodType, [name, ...rest]: readonly string[]): boolean {
  if (name === undefined) return true
  const { def } = (schema as unknown as z.core.$ZodTypes)._zod
  switch (def.type) {
    case 'object': {
      const field = def.shape[name]
      return field !== undefined && hasField(field, rest)
    }
    case 'array':
      return /^\d+$/.test(name) && hasField(def.element, rest)
    case 'union':
      return def.options.some((option) => hasField(option, [name, ...rest]))
    case 'pipe':
      return hasField(def.in, [name, ...rest])
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'nonoptional':
    case 'readonly':
    case 'catch':
      return hasField(def.innerType, [name, ...rest])
    default:
      return false
  }
}
