/** Tests of `npm test` that have a long form: how much of it is set by the environment. */
import { spawnSync } from 'node:child_process'

/** Codes of one household and tokens of doors that somebody makes up; true when they hold. */
export function guessAtLength(guesses: number, tokens: number): boolean {
  return holdsAtLength(
    ['tests/api/residents/doors.test.ts', 'tests/db/residents/householdCards.test.ts'],
    'guessing|a token',
    { YIPING_GUESSES: String(guesses), YIPING_TOKENS: String(tokens) },
  )
}

/** 64 desks that want the last item at once, again and again; true when one has it each time. */
export function redeemAtLength(rounds: number): boolean {
  return holdsAtLength(['tests/db/redemption/redemption.test.ts'], 'last item', {
    YIPING_ROUNDS: String(rounds),
  })
}

/** Random months of made-up villages; true when everything is the ledger's sum in all of them. */
export function monthsAtLength(villages: number): boolean {
  return holdsAtLength(['tests/db/scores/assessment/months.properties.test.ts'], 'sums of the ledger', {
    YIPING_MONTHS: String(villages),
  })
}

function holdsAtLength(files: string[], names: string, environment: Record<string, string>): boolean {
  const { status } = spawnSync('npx', ['vitest', 'run', ...files, '-t', names], {
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  })
  return status === 0
}
