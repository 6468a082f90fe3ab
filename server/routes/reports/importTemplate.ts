import type { Household } from '../../../db/households/households.ts'
import { searchHouseholds } from '../../../db/households/searchHouseholds.ts'
import { activeSeason } from '../../../db/seasons/seasons.ts'
import { listRules } from '../../../db/villages/rulebook.ts'
import { ledgerLanguage, sentence } from '../../words/index.ts'
import { type Column, type Sheet, sheet } from '../../workbook/writing/table.ts'
import type { CellKind } from '../../workbook/writing/write.ts'
import type { HeavyTable } from '../heavy.ts'
import { ruleColumns } from './ruleColumns.ts'

/** Empty lines to be filled in. */
const emptyLines = 500

/** The words that an import knows, whatever the language of the caller. */
const words = (key: string) => ({ words: sentence(ledgerLanguage, key) })

/** A workbook to be filled in and imported: the ledger, with the village's own households and rules to choose from. */
export const templateAnswers: HeavyTable = {
  exportTemplate: async ({ village }, { store }) => {
    const households = await searchHouseholds(store, village.id, {})
    const rules = (await listRules(store, village.id)).filter(({ retired }) => !retired)
    const season = await activeSeason(store, village.id)
    const year = (season?.starts_on ?? village.created_at).slice(0, 4)
    const groups = [...new Set(households.map(({ group }) => group))]
    const ledger = fillIn(sheet<never>(words('sheet-ledger'), ledgerColumns, []), {
      date: { column: 0, from: season?.starts_on ?? `${year}-01-01`, to: season?.ends_on ?? `${year}-12-31` },
      lists: [
        { column: 1, sheet: sentence(ledgerLanguage, 'file-households'), from: 1, rows: households.length },
        { column: 3, sheet: sentence(ledgerLanguage, 'file-rules'), from: 1, rows: rules.length },
      ],
    })
    const list = fillIn(sheet(words('file-households'), householdColumns, households), {
      lists: [{ column: 0, values: groups }],
    })
    return {
      village,
      list: 'template',
      sheets: [ledger, list, sheet(words('file-rules'), ruleColumns(words), rules)],
    }
  },
}

/** The sheet with empty lines below, whose cells offer choices. */
function fillIn(
  made: Sheet,
  choices: Pick<NonNullable<ReturnType<Sheet>['entry']>, 'date' | 'lists'>,
): Sheet {
  return (...caller) => ({ ...made(...caller), entry: { rows: emptyLines, ...choices } })
}

const text = 'text' satisfies CellKind

const ledgerColumns: Column<never>[] = [
  { title: words('column-occurred-on'), as: 'day', width: 12, cell: () => null },
  { title: words('column-door'), as: text, width: 12, cell: () => null },
  { title: words('column-head'), width: 12, cell: () => null },
  { title: words('column-text'), width: 28, cell: () => null },
  { title: words('column-earned'), width: 8, cell: () => null },
  { title: words('column-deducted'), width: 8, cell: () => null },
  { title: words('column-note'), width: 30, cell: () => null },
]

const householdColumns: Column<Household>[] = [
  { title: words('column-group'), width: 12, cell: ({ group }) => group },
  { title: words('column-door'), as: text, width: 12, cell: ({ door }) => door },
  { title: words('column-head'), width: 12, cell: ({ head }) => head },
  { title: words('column-members'), width: 10, field: 'members', cell: ({ members }) => members },
  { title: words('column-phone'), as: text, width: 16, field: 'phone', cell: ({ phone }) => phone },
  { title: words('column-note'), width: 30, field: 'household-note', cell: ({ note }) => note },
]
