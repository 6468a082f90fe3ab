/** The one rule for new passwords: long enough, not among the commonest, not the user name. */
import commonPasswords from './commonPasswords.json' with { type: 'json' }

/** Characters of a new password, and the most that are accepted at all. */
export const passwordLength = { min: 8, max: 200 } as const

export type PasswordFault = 'password-short' | 'password-common' | 'password-username'

const common = new Set(commonPasswords)

/**
 * Why a new password is refused; null when it is good. Passwords set before the rule
 * existed stay valid.
 *
 * @param username null where it is not known yet
 */
export function passwordFault(password: string, username: string | null): PasswordFault | null {
  if (password.length < passwordLength.min) return 'password-short'
  const folded = password.normalize('NFKC').toLowerCase().trim()
  const isOneCharacter = new Set(folded).size < 2
  if (common.has(folded) || isOneCharacter) return 'password-common'
  return folded === username?.normalize('NFKC').toLowerCase() ? 'password-username' : null
}
