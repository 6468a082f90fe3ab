import { listRules } from '../../db/rulebook.ts'
import { searchHouseholds } from '../../db/households.ts'
import { type VillageRow } from '../../db/schema.ts'
import { type Store } from '../../db/store.ts'
import { activeSeason } from '../../db/villages.ts'
import { type OfficeContext } from '../domain/workbook/office.ts'

/** What a workbook is read against: the village as it is. */
export function officeContext(store: Store, village: VillageRow): OfficeContext {
  const season = activeSeason(store, village.id)
  return {
    village: village.name,
    year: Number((season?.starts_on ?? village.created_at).slice(0, 4)),
    known: {
      doors: searchHouseholds(store, village.id, {}).map(({ door, head }) => ({ door, head })),
      rules: listRules(store, village.id).map(({ text, dimension, terms }) => ({ text, dimension, terms })),
    },
  }
}
