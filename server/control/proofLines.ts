/** A proof as the command line prints it. */
import { type Rebuild } from '../../db/ledger/rebuild.ts'
import { type Proof } from '../upkeep/prove.ts'

/** What the ledgers' verification gave: a line for each village, then its faults. */
export function ledgerLines({ villages }: Proof): string[] {
  return villages.flatMap(({ village, holds, seq, head, faults, altered, lookAlikes }) => [
    `${village}  ${holds ? 'holds' : 'DOES NOT HOLD'}  seq ${seq}  head ${head}`,
    ...faults.map((fault) => `  ${fault}`),
    ...altered.map(
      (one) =>
        `  posting ${one} was stored altered by an earlier version; its hash holds, nothing needs to be done`,
    ),
    ...lookAlikes.doors.map((doors) => `  doors that look alike: ${doors.join(', ')}`),
    ...lookAlikes.userNames.map((names) => `  user names that look alike: ${names.join(', ')}`),
  ])
}

/** More corrected rows than this are counted, not listed. */
const mostCorrected = 20

/** What rebuilding the totals did: a line for each village, then the rows that were wrong. */
export function rebuildLines(rebuilt: readonly Rebuild[]): string[] {
  return rebuilt.flatMap(({ village, faults, corrected }) => {
    if (faults.length > 0) return [`${village}  totals NOT rebuilt: the postings themselves do not hold`]
    if (corrected.length === 0) return [`${village}  totals agree with the postings, nothing was changed`]
    const more = corrected.length - mostCorrected
    return [
      `${village}  totals rebuilt from the postings, ${corrected.length} rows were wrong:`,
      ...corrected.slice(0, mostCorrected).map((sentence) => `  ${sentence}`),
      ...(more > 0 ? [`  and ${more} more`] : []),
    ]
  })
}

/** What the check of the database gave. */
export function databaseLines({ damage, changedRows, comparedRows }: Proof): string[] {
  const listed = (faults: readonly string[]) => faults.map((fault) => `  ${fault}`)
  if (damage.length > 0) return ['The database is DAMAGED:', ...listed(damage), ...listed(changedRows)]
  if (changedRows.length > 0)
    return [
      `Of ${comparedRows} rows outside the ledger some are NOT as they were written:`,
      ...listed(changedRows),
    ]
  return [`Pages are sound; ${comparedRows} rows outside the ledger are as they were written.`]
}
