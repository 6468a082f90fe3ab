/** What was chosen about a village's workbooks, by the id of each question. */
import { type Answers, isLasting } from '../../../server/domain/workbook/questions/questions.ts'
import type { Scope } from '../../store/scope.ts'
import type { Store } from '../../store/store.ts'

/** The choices of earlier imports, which hold for workbooks with the same headers. */
export async function readImportChoices(store: Store, village: number): Promise<Answers> {
  const rows = await store.all<{ question: string; choice: string }>(
    'SELECT question, choice FROM import_choices WHERE village_id = ? ORDER BY question',
    village,
  )
  return Object.fromEntries(rows.map(({ question, choice }) => [question, choice]))
}

/** Keeps choices for the next workbook, in the transaction that imported this one. */
export async function keepImportChoices(store: Store, scope: Scope, choices: Answers): Promise<void> {
  const now = new Date().toISOString()
  const lasting = Object.entries(choices).filter(([question]) => isLasting(question))
  for (const [question, choice] of lasting)
    await store.run(
      `INSERT INTO import_choices (village_id, question, choice, chosen_at, chosen_by) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (village_id, question)
       DO UPDATE SET choice = excluded.choice, chosen_at = excluded.chosen_at, chosen_by = excluded.chosen_by`,
      scope.village,
      question,
      choice,
      now,
      scope.user,
    )
}
