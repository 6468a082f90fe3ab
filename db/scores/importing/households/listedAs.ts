import type { DoorHistory } from '../../../households/doorHistory.ts'
import type { OfficeHousehold } from '../../officeRecords.ts'
import type { ListedAs } from './differences.ts'
import type { DoorDecisions } from './doorQuestions.ts'
import type { DoorComparison } from './renumberedDoors.ts'

/** Which of the village's households the listed ones are, as far as it is decided. */
export function listedAs(
  listed: readonly OfficeHousehold[],
  doors: DoorHistory,
  { moved, renamed, fresh, asked, isDone }: DoorDecisions,
  { exchanges, namesakes }: DoorComparison,
): ListedAs {
  const former = new Map(moved.map(({ door, former }) => [door, isDone ? door : former]))
  const renamedAt = new Set(renamed.map(({ door }) => door))
  const at = (door: string) => doors.byDoor.get(door)?.account
  // A list with former doors is older than what the village has noted since.
  const compared = (door: string) => (doors.byDoor.get(door)?.change === 'none' ? (at(door) ?? null) : null)
  const mayBe = [...exchanges.flatMap(({ moves }) => moves), ...namesakes]
    .filter(({ door }) => !fresh.has(door))
    .map((one) => one.former)
  const named = [...listed.map(({ door }) => former.get(door) ?? door), ...mayBe].map(at)
  return {
    householdOf: ({ door }) => {
      const own = former.get(door)
      if (own !== undefined) return compared(own)
      return asked.has(door) && !renamedAt.has(door) ? null : compared(door)
    },
    isMoved: ({ door }) => former.has(door),
    named: new Set(named.filter((id) => id !== undefined)),
  }
}
