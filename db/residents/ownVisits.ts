import type { SheetItem } from '../../server/domain/rules/checkSheet.ts'
import type { Door } from '../households/doors.ts'
import type { Store } from '../store/store.ts'

/** What an inspection round found in the household's yard, once the round was closed. */
export interface OwnVisit {
  /** YYYY-MM. */
  month: string
  name: string
  points: number
  stars: number
  /** What was found amiss, in the words of the sheet. */
  found: string[]
}

/** The newest round first. */
export async function ownVisits(store: Store, { village, household }: Door): Promise<OwnVisit[]> {
  const rows = await store.all<Omit<OwnVisit, 'found'> & { sheet: string; visits: string }>(
    `SELECT o.month, o.name, r.points, r.stars, o.sheet,
         (SELECT json_group_array(json(v.found)) FROM visits v
          WHERE v.village_id = r.village_id AND v.round_id = r.round_id AND v.household_id = r.household_id
            AND v.superseded = 0) AS visits
       FROM round_results r JOIN rounds o ON o.village_id = r.village_id AND o.id = r.round_id
       WHERE r.village_id = ? AND r.household_id = ? AND o.state = 'closed' ORDER BY o.month DESC, o.id DESC`,
    village,
    household,
  )
  return rows.map(({ sheet, visits, ...result }) => {
    const found = new Set((JSON.parse(visits) as string[][]).flat())
    const items = JSON.parse(sheet) as SheetItem[]
    return { ...result, found: items.filter(({ key }) => found.has(key)).map(({ text }) => text) }
  })
}
