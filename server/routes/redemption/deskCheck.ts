/** How the desk makes sure who asks for goods, where the village wants it. */
import { isRedeemed } from '../../../db/redemption/redeem.ts'
import { takeCodeTry } from '../../../db/residents/codeTries.ts'
import { codeOf } from '../../../db/residents/householdCards.ts'
import type { Store } from '../../../db/store/store.ts'
import { Refused } from '../../domain/answers/refused.ts'
import { passwordMatches } from '../../identity/passwords.ts'

interface Asked {
  /** Id of the redemption. */
  id: string
  door: string
  check?: { code: string } | { otherwise: string } | undefined
}

/**
 * Refuses a redemption whose household has not shown its six digits, unless the desk says how else it made sure.
 * One that was made before is not checked again.
 *
 * @returns how else, to be recorded
 * @throws Refused when the digits are missing, wrong, or were tried too often, or the household has no card
 */
export async function checkAtDesk(
  store: Store,
  village: number,
  { id, door, check }: Asked,
): Promise<string | undefined> {
  if (await isRedeemed(store, village, id)) return undefined
  if (!check) throw new Refused('unprocessable', 'desk-check-needed')
  if ('otherwise' in check) return check.otherwise
  const found = await codeOf(store, village, door)
  if (!found) throw new Refused('unprocessable', 'desk-no-card', { door })
  const left = await takeCodeTry(store, village, door, Date.now())
  if (left === null) throw new Refused('conflict', 'desk-code-locked', { door })
  if (!(await passwordMatches(check.code, found.hash)))
    throw new Refused('unprocessable', 'desk-wrong-code', { left })
  return undefined
}
