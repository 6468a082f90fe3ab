import { z } from 'zod'
import { clientId } from '../fields/ids.ts'
import { localDate } from '../fields/localDate.ts'
import { asTyped, manyLines, oneLine } from '../fields/text.ts'

/** A notice on the wall, from its first day to its last. */
export const newNotice = z
  .object({
    id: clientId.optional(),
    title: oneLine(1, 24),
    text: manyLines(0, 160).default(''),
    /** Id of a picture of this village. */
    picture: asTyped(0, 64).nullable().default(null),
    startsOn: localDate,
    endsOn: localDate,
  })
  .refine(({ startsOn, endsOn }) => startsOn <= endsOn, { path: ['endsOn'], error: 'before-start' })

export const noticeView = z.object({
  id: z.int(),
  title: z.string(),
  text: z.string(),
  /** Address of the picture. */
  picture: z.string().nullable(),
  startsOn: localDate,
  endsOn: localDate,
})
export type NoticeView = z.infer<typeof noticeView>

/** A picture that was taken in: decoded, made smaller, re-encoded. */
export const pictureView = z.object({ id: z.string(), address: z.string(), width: z.int(), height: z.int() })
export type PictureView = z.infer<typeof pictureView>
