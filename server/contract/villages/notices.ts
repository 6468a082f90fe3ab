import { z } from 'zod'
import { clientId } from '../fields/ids.ts'
import { localDate } from '../fields/localDate.ts'
import { asTyped, manyLines, oneLine } from '../fields/text.ts'

/** Keys of the screens that show a notice; empty for every wall. */
const screens = z.array(asTyped(1, 32)).max(60)

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
    screens: screens.default([]),
  })
  .refine(({ startsOn, endsOn }) => startsOn <= endsOn, { path: ['endsOn'], error: 'before-start' })

/** What is changed of a notice; its last day is not before its first. */
export const noticePatch = z.object({
  title: oneLine(1, 24).optional(),
  text: manyLines(0, 160).optional(),
  /** Id of a picture of this village; null for none. */
  picture: asTyped(0, 64).nullable().optional(),
  startsOn: localDate.optional(),
  endsOn: localDate.optional(),
  screens: screens.optional(),
})

export const noticeView = z.object({
  id: z.int(),
  title: z.string(),
  text: z.string(),
  /** Address of the picture. */
  picture: z.string().nullable(),
  startsOn: localDate,
  endsOn: localDate,
  screens: z.array(z.string()).default([]),
})
export type NoticeView = z.infer<typeof noticeView>

/** A picture that was taken in: decoded, made smaller, re-encoded. */
export const pictureView = z.object({ id: z.string(), address: z.string(), width: z.int(), height: z.int() })
export type PictureView = z.infer<typeof pictureView>
