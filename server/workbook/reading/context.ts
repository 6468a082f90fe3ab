import { readDoorHistory } from '../../../db/households/doorHistory.ts'
import { readImportChoices } from '../../../db/scores/importing/choices.ts'
import { activeSeason } from '../../../db/seasons/seasons.ts'
import type { VillageRow } from '../../../db/store/schema.ts'
import type { Store } from '../../../db/store/store.ts'
import { hasPostings, unitOf } from '../../../db/villages/pointUnit.ts'
import { listRules } from '../../../db/villages/rulebook.ts'
import { ungrouped } from '../../domain/workbook/lists/groups.ts'
import type { OfficeContext } from '../../domain/workbook/office.ts'

/** What a workbook is read against: the village as it is. */
export async function officeContext(store: Store, village: VillageRow): Promise<OfficeContext> {
  const doors = await readDoorHistory(store, village.id)
  const season = await activeSeason(store, village.id)
  return {
    village: village.name,
    year: Number((season?.starts_on ?? village.created_at).slice(0, 4)),
    points: { unit: unitOf(village), isFixed: await hasPostings(store, village.id) },
    answers: await readImportChoices(store, village.id),
    known: {
      doors: [...doors.byDoor].map(([door, { household }]) => {
        const heads = doors.headsOf(household)
        return { door, head: heads[0] ?? '', heads, group: doors.groupOf(household) ?? ungrouped }
      }),
      rules: (await listRules(store, village.id)).map(({ text, dimension, terms }) => ({
        text,
        dimension,
        terms,
      })),
    },
  }
}
