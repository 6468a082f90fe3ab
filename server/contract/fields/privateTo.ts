/** Marks fields of answers that only some roles see; the server empties them for the others. */
import { z } from 'zod'
import type { PrivateField } from '../../domain/people/privateFields.ts'

interface Mark {
  field: PrivateField
  /** For a record: the keys to leave out. */
  keys?: readonly string[]
}

/** The marks, by schema. */
export const privateMarks = z.registry<Mark>()

/**
 * Marks a schema. Where the caller may not see the field, the answer has null; an empty list, an
 * empty text or 0 where the schema takes no null; a record lacks the keys.
 */
export function privateTo<Schema extends z.ZodType>(
  field: PrivateField,
  schema: Schema,
  keys?: readonly string[],
): Schema {
  // A schema of its own: the given one may stand elsewhere, too.
  const own = schema.clone()
  privateMarks.add(own, keys ? { field, keys } : { field })
  return own
}
