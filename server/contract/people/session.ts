import { z } from 'zod'
import { passwordFault, passwordLength } from '../../domain/people/passwords/passwordRule.ts'
import { roles } from '../../domain/people/powers.ts'
import { asTyped, oneLine } from '../fields/text.ts'

export const username = oneLine(2, 32, 'not-a-username')
  .regex(/^[\p{L}\p{N}._-]+$/u, 'not-a-username')
  .meta({ description: '2 to 32 letters, digits, dots or dashes; Chinese names work' })

export const newPassword = asTyped(passwordLength.min, passwordLength.max)
  .refine((password) => passwordFault(password, null) !== 'password-common', 'password-common')
  .meta({ description: 'At least 8 characters, not one of the commonest passwords, not the user name' })

/** For bodies that carry both. */
export function isNotUsername(body: { username: string; password?: string | undefined }): boolean {
  return passwordFault(body.password ?? '', body.username) !== 'password-username'
}
/** What `isNotUsername` says where it refuses. */
export const saysUsername = { path: ['password'], error: 'password-username' }

export const setupRequest = z
  .object({
    /** The one-time code that the server printed. */
    code: asTyped(0, 64),
    username,
    displayName: oneLine(1, 32),
    password: newPassword,
  })
  .refine(isNotUsername, saysUsername)

export const signInRequest = z.object({ username: asTyped(0, 64), password: asTyped(0, 200) })

export const passwordChange = z.object({ current: asTyped(0, 200), next: newPassword })

/** Where other devices find this server: what QR codes and printed addresses carry. */
export const origins = z.object({
  /** PUBLIC_URL, without a slash at the end; null where it is not set. */
  configured: z.string().nullable(),
  /** Origins on the local network; none where the server listens on its own machine alone. */
  lan: z.array(z.string()),
})

export const sessionView = z.object({
  user: z.object({ username: z.string(), displayName: z.string() }),
  /** `village` is a slug, or null for every village of this server. */
  roles: z.array(z.object({ role: z.enum(roles), village: z.string().nullable() })),
  origins,
})
export type SessionView = z.infer<typeof sessionView>

/** What the sign-in page must know before anyone signs in. */
export const sessionState = z.object({
  /** True until the first administrator exists. */
  setupNeeded: z.boolean(),
  session: sessionView.nullable(),
})
export type SessionState = z.infer<typeof sessionState>
