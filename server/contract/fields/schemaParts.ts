/** Walks through a schema, whatever it is built of. */
import { z } from 'zod'

/**
 * The same schema with other parts: the fields of an object, the elements of an array, the options of a union, the
 * values of a record, the input of a pipe, and what is wrapped (optional, nullable, with a default …). A schema of a
 * kind not listed here is returned as it is.
 *
 * @param replace gives the schema that stands in the place of a part
 */
export function withParts<Schema extends z.core.$ZodType>(
  schema: Schema,
  replace: <Part extends z.core.$ZodType>(part: Part) => Part,
): Schema {
  const { def } = (schema as unknown as z.core.$ZodTypes)._zod
  switch (def.type) {
    case 'object': {
      const fields = Object.entries(def.shape).map(([name, field]) => [name, replace(field)])
      return withDefinition(schema, { shape: Object.fromEntries(fields) })
    }
    case 'array':
      return withDefinition(schema, { element: replace(def.element) })
    case 'union':
      return withDefinition(schema, { options: def.options.map((option) => replace(option)) })
    case 'record':
      return withDefinition(schema, { valueType: replace(def.valueType) })
    case 'pipe':
      return withDefinition(schema, { in: replace(def.in) })
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'nonoptional':
    case 'readonly':
    case 'catch':
      return withDefinition(schema, { innerType: replace(def.innerType) })
    default:
      return schema
  }
}

/** The same schema, its checks too, with some of its definition changed. */
export function withDefinition<Schema extends z.core.$ZodType>(schema: Schema, changed: object): Schema {
  return z.core.clone(schema, { ...schema._zod.def, ...changed } as Schema['_zod']['def'])
}
