/** Open rounds of inspection, for tests of what happens at the doors. */
import { randomUUID } from 'node:crypto'
import type { Store } from '../../../db/store/store.ts'
import type { DoorstepSettings, SheetItem, StarThreshold } from '../../../server/domain/rules/checkSheet.ts'

/** A clean yard has 100 points; a pile needs a photo, and burning leaves nothing. */
export const sheet: SheetItem[] = [
  { key: 'swept', text: '庭院打扫干净', kind: 'points', points: 60, photo: false },
  { key: 'tidy', text: '物品摆放整齐', kind: 'points', points: 40, photo: false },
  { key: 'pile', text: '房前屋后乱堆放', kind: 'deduction', points: 20, photo: true },
  { key: 'burning', text: '焚烧垃圾秸秆', kind: 'veto', points: 0, photo: true },
]
const stars: StarThreshold[] = [
  { stars: 5, from: 95 },
  { stars: 4, from: 85 },
  { stars: 3, from: 70 },
]

export interface OpenedRound {
  village: number
  /** Id of the rule that results are scored by. */
  rule: number
  /** YYYY-MM. */
  month: string
  name: string
  second: 'average' | 'refuse'
  /** In place of the sheet above. */
  items?: SheetItem[]
  /** Whose doors are which groups; a group by its name. */
  assigned: { user: number; group: string }[]
}

/** Opens a round with the sheet above. @returns its id */
export async function openTestRound(store: Store, round: OpenedRound): Promise<number> {
  const { village, rule, assigned, items = sheet, ...opened } = round
  return store.write(village, async (store) => {
    const sheetId = (
      await store.run(
        store.sql.insertInto('check_sheets').values({
          village_id: village,
          request_id: randomUUID(),
          name: '庭院检查表',
          rule_id: rule,
          items: JSON.stringify(items),
          created_at: new Date().toISOString(),
        }),
      )
    ).id
    const { id } = await store.run(
      store.sql.insertInto('rounds').values({
        village_id: village,
        request_id: randomUUID(),
        request: '',
        sheet_id: sheetId,
        rule_id: rule,
        sheet: JSON.stringify(items),
        stars: JSON.stringify(stars),
        outcome: 'postings',
        on_wall: 0,
        opened_at: new Date().toISOString(),
        opened_by: null,
        ...opened,
      }),
    )
    for (const { user, group } of assigned)
      await store.run(
        `INSERT INTO round_assignments (village_id, round_id, user_id, group_id)
           SELECT village_id, ?, ?, id FROM household_groups WHERE village_id = ? AND name = ?`,
        id,
        user,
        village,
        group,
      )
    return id
  })
}

/** Closes a round with a result for these doors, each of them by household. */
export async function closeTestRound(
  store: Store,
  village: number,
  round: number,
  results: { household: number; points: number; stars: number }[],
): Promise<void> {
  await store.write(village, async (store) => {
    await store.run(
      `UPDATE rounds SET state = 'closed', closed_at = ? WHERE village_id = ? AND id = ?`,
      new Date().toISOString(),
      village,
      round,
    )
    for (const { household, points, stars: given } of results)
      await store.run(
        store.sql.insertInto('round_results').values({
          village_id: village,
          round_id: round,
          household_id: household,
          points,
          stars: given,
          score_id: null,
          refusal: null,
        }),
      )
  })
}

/** Puts a worker's grid (网格) in place; a group by its name. */
export async function giveGrid(store: Store, village: number, user: number, groups: string[]): Promise<void> {
  await store.write(village, async (store) => {
    for (const group of groups)
      await store.run(
        `INSERT INTO grids (village_id, user_id, group_id)
           SELECT village_id, ?, id FROM household_groups WHERE village_id = ? AND name = ?`,
        user,
        village,
        group,
      )
  })
}

/** Says what may be scored at the doors. */
export async function setDoorstep(store: Store, village: number, settings: DoorstepSettings): Promise<void> {
  await store.write(village, async (store) =>
    store.run('UPDATE villages SET doorstep = ? WHERE id = ?', JSON.stringify(settings), village),
  )
}
