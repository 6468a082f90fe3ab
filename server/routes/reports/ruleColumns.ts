/** The columns of rules in workbooks, which an import reads back without a loss. */
import type { Rule } from '../../../db/villages/rulebook.ts'
import { writeTerms, type WrittenTerms } from '../../domain/workbook/rules/writtenTerms.ts'
import type { Column } from '../../workbook/writing/table.ts'

const written = (field: keyof WrittenTerms, width: number) =>
  ({
    width,
    cell: ({ terms }, _say, _language, unit) => writeTerms(terms, unit)[field],
  }) satisfies Omit<Column<Rule>, 'title'>

/** @param title gives the words over a column by their key */
export function ruleColumns(title: (key: string) => Column<Rule>['title']): Column<Rule>[] {
  return [
    { title: title('column-dimension'), width: 14, cell: ({ dimension }) => dimension },
    { title: title('column-text'), width: 30, cell: ({ text }) => text },
    { title: title('column-points'), ...written('points', 26) },
    { title: title('column-caps'), ...written('words', 40) },
    { title: title('column-multipliers'), ...written('multipliers', 18) },
    { title: title('column-base'), ...written('base', 18) },
    { title: title('column-veto'), ...written('veto', 30) },
    { title: title('column-honour'), ...written('honour', 12) },
    { title: title('column-valid-from'), as: 'day', width: 12, cell: ({ terms }) => terms.validFrom ?? null },
    { title: title('column-valid-to'), as: 'day', width: 12, cell: ({ terms }) => terms.validTo ?? null },
    { title: title('column-rule-note'), ...written('ruleNote', 30) },
  ]
}
