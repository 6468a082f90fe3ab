import { Refused } from '../../server/domain/answers/refused.ts'
import type { Power } from '../../server/domain/people/powers.ts'
import type { Reviewers } from '../../server/domain/rules/review.ts'
import { recordText } from '../../server/domain/text/recordText.ts'

/** On whose behalf a function runs: who, in which village, with which powers. */
export interface Scope {
  /** Id of the village; no function reaches beyond it. */
  village: number
  /** Id of the member of staff; null for the command line and the sample. */
  user: number | null
  /** Stored as the recorder of their entries. */
  name: string
  powers: ReadonlySet<Power>
  /** The access token by which another program calls; absent for people. */
  token?: TokenCaller
}

export interface TokenCaller {
  id: number
  /** Id of the person who made it: four eyes bind them for what it enters. */
  maker: number | null
  /** So many people must pass what it enters, even where the rules ask for fewer. */
  reviewers: Reviewers
}

export function ownerScope(village: number, name = recordText('system')): Scope {
  /** The scope of the command line: all powers, no user. */
  return {
    village,
    user: null,
    name,
    powers: new Set(['read', 'enter', 'inspect', 'review', 'redeem', 'administer']),
  }
}

/** @throws Refused when the scope lacks the power */
export function requirePower(scope: Scope, power: Power): void {
  if (!scope.powers.has(power)) throw new Refused('forbidden', 'no-power')
}
