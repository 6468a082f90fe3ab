/** An activity as the office reads it, on screen and as a workbook. */
import { type Activity, mustFindActivity } from '../../../db/activities/activities.ts'
import { type Attendant, attendance } from '../../../db/activities/attendance.ts'
import type { Store } from '../../../db/store/store.ts'
import { unitOf } from '../../../db/villages/pointUnit.ts'
import type { ActivityDetail, AttendantView } from '../../contract/activities/activities.ts'
import type { Params } from '../../domain/answers/fault.ts'
import type { PointUnit } from '../../domain/points/unit.ts'
import { type Language, sentence } from '../../words/index.ts'
import { type Column, sheet } from '../../workbook/writing/table.ts'
import type { HeavyTable } from '../heavy.ts'

/** The caller's language, and the village's unit of points. */
export interface Reader {
  language: Language
  unit: PointUnit
}

/** One activity with everybody invited. */
export async function viewActivity(
  store: Store,
  village: number,
  activity: Activity,
  reader: Reader,
): Promise<ActivityDetail> {
  const attendants = await attendance(store, village, activity)
  return { ...activity, attendants: attendants.map((one) => attendantView(one, reader)) }
}

function attendantView(
  { household: _household, result, ...attendant }: Attendant,
  { language, unit }: Reader,
): AttendantView {
  if (!result) return { ...attendant, result: null }
  const { state, points, refusal } = result
  const detail = refusal && sentence(language, refusal.code, refusal.params as Params, unit)
  return { ...attendant, result: { state, points, detail } }
}

/** The attendance of one activity as a workbook. */
export const activityAnswers: HeavyTable = {
  exportActivity: async ({ village, params, language }, { store }) => {
    const activity = await mustFindActivity(store, village.id, params.activity)
    const { attendants } = await viewActivity(store, village.id, activity, {
      language,
      unit: unitOf(village),
    })
    return {
      village,
      list: 'activity',
      part: activity.heldOn,
      sheets: [sheet({ words: activity.name }, columns, attendants)],
    }
  },
}

const columns: Column<AttendantView>[] = [
  { title: 'column-group', width: 10, cell: ({ group }) => group },
  { title: 'column-door', width: 10, cell: ({ door }) => door },
  { title: 'column-head', width: 12, cell: ({ head }) => head },
  { title: 'column-people-came', width: 10, cell: ({ signIns }) => signIns.length },
  {
    title: 'column-signed-at',
    as: 'moment',
    width: 18,
    cell: ({ signIns: [first] }) => first?.signedAt ?? null,
  },
  {
    title: 'column-signed-by',
    width: 12,
    cell: ({ signIns: [first] }, say) => (first ? (first.by ?? say('sign-in-own')) : null),
  },
  { title: 'column-points', width: 8, points: true, cell: ({ result }) => result?.points ?? null },
  {
    title: 'column-result',
    width: 40,
    cell: ({ signIns, result }, say) =>
      result
        ? (result.detail ?? say(`round-result-${result.state}`))
        : say(signIns.length > 0 ? 'activity-result-came' : 'activity-result-absent'),
  },
]
