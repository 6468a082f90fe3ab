import type { DoorHistory } from '../../../households/doorHistory.ts'
import type { OfficeLine, OfficeRecords } from '../../officeRecords.ts'
import type { DoorDecisions } from './doorQuestions.ts'

/**
 * Takes out what somebody said stays out: doors with their lines, and lines that name another head than the
 * village's at doors whose list is wrong.
 */
export function withoutLeftOut(
  records: OfficeRecords,
  { leftOut, asKnown }: DoorDecisions,
  doors: DoorHistory,
): { records: OfficeRecords; leftOut: number } {
  const { lines, openings = [] } = records
  const isOther = ({ door, head = null }: OfficeLine) => {
    if (head === null || !asKnown.has(door)) return false
    const { household = 0, account = 0 } = doors.byDoor.get(door) ?? {}
    const heads = [...doors.headsOf(household), ...doors.headsOf(account)]
    return !heads.some((one) => one.normalize('NFC') === head.normalize('NFC'))
  }
  const kept = {
    lines: lines.filter((line) => !leftOut.has(line.door) && !isOther(line)),
    openings: openings.filter(({ door }) => !leftOut.has(door)),
  }
  return {
    records: { ...records, ...kept },
    leftOut: lines.length + openings.length - kept.lines.length - kept.openings.length,
  }
}
