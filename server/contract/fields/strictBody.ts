/** Turns the schema of a body into one that refuses unknown fields, at every depth. */
import { z } from 'zod'
import { withDefinition, withParts } from './schemaParts.ts'

/**
 * The same schema, refusing fields that it does not name. Only bodies of HTTP calls are
 * read by it: sockets and answers go on ignoring what they do not know.
 */
export function refuseUnknownFields<Schema extends z.core.$ZodType>(schema: Schema): Schema {
  const { def } = (schema as unknown as z.core.$ZodTypes)._zod
  const strict = withParts(schema, refuseUnknownFields)
  return def.type === 'object' ? withDefinition(strict, { catchall: def.catchall ?? z.never() }) : strict
}
