import { createFirstAdministrator, hasAdministrator } from '../../db/people/users.ts'
import type { Database } from '../../db/store/store.ts'
import { passwordFault } from '../domain/people/passwords/passwordRule.ts'
import { type Environment, WrongSetting } from '../environment.ts'
import { hashPassword } from './passwords.ts'
import { issueSetupCode } from './setupCode.ts'

/**
 * Creates the first administrator, where there is none and the environment names one.
 *
 * @returns the set-up code to print where nobody is named; null where there is an administrator
 * @throws WrongSetting for a password that the rule for new passwords refuses
 */
export async function prepareAdministrator(
  store: Database,
  administrator: Environment['administrator'],
): Promise<string | null> {
  if (await hasAdministrator(store)) return null
  if (!administrator) return issueSetupCode(store)
  // Only here: an installation that has its administrator starts with any password in its environment.
  if (passwordFault(administrator.password, administrator.username))
    throw new WrongSetting('ADMIN_PASSWORD', 'setting-password')
  await createFirstAdministrator(store, {
    username: administrator.username,
    displayName: administrator.username,
    passwordHash: await hashPassword(administrator.password),
  })
  return null
}
