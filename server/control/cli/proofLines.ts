/** A proof as the command line prints it. */
import { terminalSentence } from '../../words/terminal.ts'
import type { VerifiedLedgers } from '../commands/verifyLedgers.ts'
import { language } from './terminal.ts'

const say = (code: string, params = {}) => terminalSentence(language, code, params)

/** More corrected rows than this are counted, not listed. */
const mostCorrected = 20

/** What rebuilding the totals did: a line for each village, then the rows that were wrong. */
export function rebuildLines(rebuilt: VerifiedLedgers['rebuilt']): string[] {
  return rebuilt.flatMap(({ village, faults, corrected }) => {
    if (faults.length > 0) return [say('rebuild-refused', { village })]
    if (corrected.length === 0) return [say('rebuild-none', { village })]
    const more = corrected.length - mostCorrected
    return [
      say('rebuilt', { village, count: corrected.length }),
      ...corrected.slice(0, mostCorrected).map(indented),
      ...(more > 0 ? [indented(say('and-more', { count: more }))] : []),
    ]
  })
}

/** A line for each village, then its faults. */
export function ledgerLines({ villages }: VerifiedLedgers): string[] {
  return villages.flatMap(({ village, holds, seq, head, faults, altered, lookAlikes }) => [
    say(holds ? 'ledger-holds' : 'ledger-does-not-hold', { village, seq, head }),
    ...faults.map(indented),
    ...altered.map((posting) => indented(say('posting-altered', { seq: posting }))),
    ...lookAlikes.doors.map((doors) => indented(say('doors-alike', { list: doors.join(', ') }))),
    ...lookAlikes.userNames.map((names) => indented(say('users-alike', { list: names.join(', ') }))),
  ])
}

/** What the check of the database found. */
export function databaseLines({
  damage,
  changedRows,
  comparedRows: count,
  readRows,
}: VerifiedLedgers): string[] {
  if (damage.length > 0)
    return [say('database-damaged'), ...damage.map(indented), ...changedRows.map(indented)]
  if (changedRows.length > 0) return [say('rows-changed', { count }), ...changedRows.map(indented)]
  return [
    readRows === undefined ? say('database-sound', { count }) : say('database-read', { count: readRows }),
  ]
}

const indented = (line: string) => `  ${line}`
