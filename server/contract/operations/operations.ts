/**
 * All operations of the HTTP API: the server registers its routes from this table,
 * the panel calls through it, and OpenAPI is generated from it. Access is declared
 * here too, so that no handler can forget to check it.
 */
import { activitiesOperations } from './activities/activities.ts'
import { openDataOperations } from './connections/openData.ts'
import { tokensOperations } from './connections/tokens.ts'
import { webhooksOperations } from './connections/webhooks.ts'
import { householdsOperations } from './households/households.ts'
import { photosOperations } from './households/photos.ts'
import { levelsOperations } from './levels/levels.ts'
import { mendingsOperations } from './mendings/mendings.ts'
import type { Operation } from './operation.ts'
import { peopleOperations } from './people/people.ts'
import { sessionOperations } from './people/session.ts'
import { publicityOperations } from './publicity/publicity.ts'
import { redemptionOperations } from './redemption/redemption.ts'
import { exportsOperations } from './reports/exports.ts'
import { reportsOperations } from './reports/reports.ts'
import { townOperations } from './reports/town.ts'
import { doorsOperations } from './residents/doors.ts'
import { doorstepOperations } from './rounds/doorstep.ts'
import { roundsOperations } from './rounds/rounds.ts'
import { batchesOperations } from './scores/batches.ts'
import { claimsOperations } from './scores/claims.ts'
import { importsOperations } from './scores/imports.ts'
import { postingsOperations } from './scores/postings.ts'
import { workOperations } from './scores/work.ts'
import { seasonsOperations } from './seasons/seasons.ts'
import { noticesOperations } from './villages/notices.ts'
import { rulesOperations } from './villages/rules.ts'
import { screensOperations } from './villages/screens.ts'
import { villagesOperations } from './villages/villages.ts'

export { type FileKind, fileTypes, isFileKind, type Operation } from './operation.ts'

export const operations = {
  ...sessionOperations,
  ...villagesOperations,
  ...householdsOperations,
  ...doorsOperations,
  ...rulesOperations,
  ...levelsOperations,
  ...peopleOperations,
  ...postingsOperations,
  ...batchesOperations,
  ...claimsOperations,
  ...photosOperations,
  ...doorstepOperations,
  ...publicityOperations,
  ...redemptionOperations,
  ...roundsOperations,
  ...activitiesOperations,
  ...mendingsOperations,
  ...seasonsOperations,
  ...screensOperations,
  ...noticesOperations,
  ...importsOperations,
  ...townOperations,
  ...workOperations,
  ...reportsOperations,
  ...exportsOperations,
  ...tokensOperations,
  ...openDataOperations,
  ...webhooksOperations,
}

const names = new Map<Operation, string>(
  Object.entries<Operation>(operations).map(([name, operation]) => [operation, name]),
)

/** The name of an operation in the contract. */
export function nameOf(operation: Operation): string {
  return names.get(operation) ?? ''
}
