/** Operations that read much: a worker answers them, from one moment of the database. */
import type { Response, Router } from 'express'
import type { z } from 'zod'
import type { VillageRow } from '../../db/store/schema.ts'
import type { Store } from '../../db/store/store.ts'
import { fileTypes, type Operation, operations } from '../contract/operations/operations.ts'
import type { BoardHousehold } from '../domain/board/board.ts'
import type { Standing } from '../domain/ranking/ranking.ts'
import type { Services } from '../services.ts'
import type { Workbook } from '../workbook/writing/table.ts'
import type { HeavyAnswer } from '../workers/heavyAnswer.ts'
import { type Call, hiddenFrom, route } from './route.ts'

type Operations = typeof operations

/** What can be sent to a thread of a call that was admitted and parsed. */
export type HeavyCall<O extends Operation> = Pick<
  Call<O>,
  'params' | 'query' | 'scope' | 'village' | 'language'
> & {
  /** Id of the caller, a member of staff. */
  user: number
}

/** What a heavy operation is answered from. */
export interface Source {
  /** One moment of the database. */
  store: Store
  /** All standings of the village, best first. */
  standings: (village: VillageRow) => Promise<Standing<BoardHousehold>[]>
}

type HeavyAnswers<O extends Operation> = O['answer'] extends z.ZodType ? z.input<O['answer']> : Workbook

/** How heavy operations are answered, by their names. */
export type HeavyTable = {
  [Name in keyof Operations]?: (
    call: HeavyCall<Operations[Name]>,
    source: Source,
  ) => Promise<HeavyAnswers<Operations[Name]>>
}

/** Adds operations of the table to the router; workers answer them. */
export function routeHeavy(router: Router, services: Services, table: HeavyTable): void {
  for (const name of Object.keys(table) as (keyof Operations)[])
    route(router, services, operations[name] as Operation, async (call) => {
      const { params, query, scope, village, session, language, response } = call as Call<Operation>
      const answer = await services.workers.perform('answer', {
        operation: name,
        call: { params, query, scope, village, user: session?.user.id ?? 0 },
        language,
        hidden: hiddenFrom(response),
      })
      send(response, answer)
    })
}

function send(response: Response, answer: HeavyAnswer): void {
  if ('json' in answer) response.type('json').send(answer.json)
  else response.attachment(answer.filename).type(fileTypes.xlsx).send(Buffer.from(answer.bytes))
}
