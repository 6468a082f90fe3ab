import { compareImport } from '../../../db/scores/importing/compareImport.ts'
import type { OfficeRecords } from '../../../db/scores/officeRecords.ts'
import type { Scope } from '../../../db/store/scope.ts'
import type { Store } from '../../../db/store/store.ts'
import type { QuestionCode } from '../../../server/domain/workbook/questions/codes.ts'
import type { Answers } from '../../../server/domain/workbook/questions/questions.ts'

/** More answers than these ask for each other's questions. */
const mostRounds = 5

/** Answers the questions that an import asks, by their codes; those that only arise from an answer, too. */
export async function answersByCode(
  store: Store,
  scope: Scope,
  records: OfficeRecords,
  byCode: Partial<Record<QuestionCode, string>>,
): Promise<Answers> {
  let choices: Answers = {}
  for (let round = 0; round < mostRounds; round++) {
    const { questions } = await compareImport(store, scope, { ...records, choices })
    const chosen = questions.flatMap(({ id, code }) => {
      const choice = byCode[code]
      return choice === undefined ? [] : [[id, choice]]
    })
    choices = { ...choices, ...(Object.fromEntries(chosen) as Answers) }
  }
  return choices
}
