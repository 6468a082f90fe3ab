/** The long run of guessing: ten thousand codes of one household, a million tokens of doors. */
import { spawnSync } from 'node:child_process'

/** Runs the tests of both with these figures; true when they hold. */
export function guessAtLength(guesses: number, tokens: number): boolean {
  const { status } = spawnSync(
    'npx',
    [
      'vitest',
      'run',
      'tests/api/residents/doors.test.ts',
      'tests/db/residents/householdCards.test.ts',
      '-t',
      'guessing|a token',
    ],
    {
      stdio: 'inherit',
      env: { ...process.env, YIPING_GUESSES: String(guesses), YIPING_TOKENS: String(tokens) },
    },
  )
  return status === 0
}
