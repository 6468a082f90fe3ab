/** Turns the schema of a body into one that refuses unknown fields, at every depth. */
import { z } from 'zod'

/**
 * The same schema, refusing fields that it does not name. Only bodies of HTTP calls are
 * read by it: sockets and answers go on ignoring what they do not know.
 *
 * Objects in arrays, unions, records and optional fields are covered; a schema of a kind
 * not listed here is returned as it is.
 */
export function refuseUnknownFields<Schema extends z.core.$ZodType>(schema: Schema): Schema {
  const { def } = (schema as unknown as z.core.$ZodTypes)._zod
  const same = (changed: object) => z.core.clone(schema, { ...def, ...changed } as Schema['_zod']['def'])
  switch (def.type) {
    case 'object': {
      const fields = Object.entries(def.shape).map(([name, field]) => [name, refuseUnknownFields(field)])
      return same({ shape: Object.fromEntries(fields), catchall: def.catchall ?? z.never() })
    }
    case 'array':
      return same({ element: refuseUnknownFields(def.element) })
    case 'union':
      return same({ options: def.options.map(refuseUnknownFields) })
    case 'record':
      return same({ valueType: refuseUnknownFields(def.valueType) })
    case 'pipe':
      return same({ in: refuseUnknownFields(def.in) })
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'nonoptional':
    case 'readonly':
    case 'catch':
      return same({ innerType: refuseUnknownFields(def.innerType) })
    default:
      return schema
  }
}
