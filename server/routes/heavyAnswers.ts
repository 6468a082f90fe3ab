/** All heavy operations, and how a worker answers one. */
import type { Router } from 'express'
import { z } from 'zod'
import { readPublicVillage } from '../../db/board/board.ts'
import type { Store } from '../../db/store/store.ts'
import { unitOf } from '../../db/villages/pointUnit.ts'
import { redact } from '../contract/fields/redact.ts'
import { operations } from '../contract/operations/operations.ts'
import { PlacedBoard } from '../domain/board/placedBoard.ts'
import type { Services } from '../services.ts'
import { fileName, tablesOf, type Workbook } from '../workbook/writing/table.ts'
import { writeWorkbook } from '../workbook/writing/write.ts'
import type { AnswerOrder, HeavyAnswer } from '../workers/heavyAnswer.ts'
import { activityAnswers } from './activities/activityViews.ts'
import { type HeavyTable, routeHeavy, type Source } from './heavy.ts'
import { householdAnswers } from './households/passbooks.ts'
import { publicityAnswers } from './publicity/publicityExports.ts'
import { redemptionAnswers } from './redemption/redemptionExports.ts'
import { exportAnswers } from './reports/exports.ts'
import { templateAnswers } from './reports/importTemplate.ts'
import { officeAnswers } from './reports/officeExports.ts'
import { reportAnswers } from './reports/reports.ts'
import { townAnswers } from './reports/town.ts'
import { workAnswers } from './reports/workExports.ts'
import { suggestionAnswers } from './residents/suggestions.ts'
import { roundAnswers } from './rounds/roundExports.ts'
import { claimAnswers } from './scores/claims.ts'
import { postingAnswers } from './scores/postingSearch.ts'
import { honourAnswers } from './seasons/honours.ts'

const tables: HeavyTable[] = [
  exportAnswers,
  officeAnswers,
  workAnswers,
  templateAnswers,
  reportAnswers,
  townAnswers,
  redemptionAnswers,
  publicityAnswers,
  roundAnswers,
  activityAnswers,
  claimAnswers,
  suggestionAnswers,
  honourAnswers,
  householdAnswers,
  postingAnswers,
]

export function heavyRoutes(router: Router, services: Services): void {
  for (const table of tables) routeHeavy(router, services, table)
}

type Answer = (call: unknown, source: Source) => Promise<unknown>
const answers = new Map(
  tables.flatMap((table) => Object.entries(table) as [keyof typeof operations, Answer][]),
)

/**
 * Answers a heavy operation from one moment of the database.
 *
 * @throws what its handler throws
 */
export async function answerHeavy(
  store: Store,
  { operation, call, language, hidden }: AnswerOrder,
): Promise<HeavyAnswer> {
  const name = operation as keyof typeof operations
  const answer = answers.get(name)
  if (!answer) throw new Error(`no worker answers ${operation}`)
  const given = await store.read((moment) => answer({ ...call, language }, sourceOf(moment)))
  const { answer: schema } = operations[name]
  if (schema instanceof z.ZodType) return { json: JSON.stringify(redact(schema, given, hidden)) }
  const workbook = given as Workbook
  const unit = call.village ? unitOf(call.village) : 1
  const filename = fileName(workbook, language, Date.now())
  return { filename, bytes: await writeWorkbook(tablesOf(workbook, language, hidden, unit)) }
}

function sourceOf(store: Store): Source {
  return {
    store,
    standings: async (village) => {
      const { board } = await readPublicVillage(store, village, Date.now(), '')
      return new PlacedBoard(board).places.slice()
    },
  }
}
