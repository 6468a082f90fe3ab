import type { Questions } from '../questions/questions.ts'
import { groupInFront } from './doors.ts'
import { ungrouped } from './groups.ts'
import type { ListLine } from './listLine.ts'

/** Fewer doors that stand in several groups may be slips. */
const fewDoors = 3

/**
 * Where doors begin again at 1 in every group, a door is known with its group in front: 3组12.
 *
 * @returns the lines with the doors that are meant
 */
export function askWhetherDoorsRestart(
  lines: readonly ListLine[],
  questions: Questions,
): readonly ListLine[] {
  const byDoor = new Map<string, ListLine[]>()
  for (const line of lines)
    if (line.door !== '' && line.group.text !== ungrouped && groupInFront(line.door) === null)
      byDoor.set(line.door, [...(byDoor.get(line.door) ?? []), line])
  const several = [...byDoor.values()].filter(isOfSeveralGroups)
  const [first, second] = several[0] ?? []
  const isPart = several.length * 4 >= byDoor.size
  if (!first || !second || (several.length < fewDoors && !(isPart && several.length > 1))) return lines
  const answer = questions.ask({
    id: `doors-restart ${first.sheet}`,
    code: 'doors-restart',
    sheet: first.sheet,
    row: second.row,
    params: { door: first.door, count: several.length, example: `${second.group.text}${second.door}` },
    choices: [
      { value: 'with-group', code: 'with-group' },
      { value: 'first-only', code: 'first-only' },
    ],
    preset: isPart ? 'with-group' : null,
  })
  if (answer !== 'with-group') return lines
  return lines.map((line) =>
    byDoor.get(line.door)?.includes(line) ? { ...line, door: `${line.group.text}${line.door}` } : line,
  )
}

/** Whether one door stands in several groups, under other names. */
function isOfSeveralGroups(lines: readonly ListLine[]): boolean {
  const [first] = lines
  return lines.some(({ group, head }) => group.text !== first?.group.text && head !== first?.head)
}
