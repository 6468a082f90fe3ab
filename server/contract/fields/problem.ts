import { z } from 'zod'

/** An RFC 9457 problem document. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  /** One plain sentence in the caller's language: what is wrong and what to do. */
  detail: z.string(),
  /** Stable code for programs. */
  code: z.string(),
  requestId: z.string().optional(),
  /** One entry for each line or field that was refused. */
  errors: z
    .array(
      z.object({
        /** Index in the submitted array, when there was one. */
        index: z.int().optional(),
        /** Door the line named, when it named one. */
        door: z.string().optional(),
        field: z.string().optional(),
        code: z.string(),
        detail: z.string(),
      }),
    )
    .optional(),
})
export type Problem = z.infer<typeof problem>
