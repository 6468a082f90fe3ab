/**
 * Every call of the HTTP API, once: the server registers its routes from this
 * table, the panel calls through it, and OpenAPI is generated from it. Who may
 * call stands here too, so that no handler can forget to ask.
 */
import { claimsOperations } from './operations/claims.ts'
import { doorstepOperations } from './operations/doorstep.ts'
import { doorsOperations } from './operations/doors.ts'
import { exportsOperations } from './operations/exports.ts'
import { householdsOperations } from './operations/households.ts'
import { importsOperations } from './operations/imports.ts'
import { noticesOperations } from './operations/notices.ts'
import { type Operation } from './operations/operation.ts'
import { peopleOperations } from './operations/people.ts'
import { photosOperations } from './operations/photos.ts'
import { postingsOperations } from './operations/postings.ts'
import { publicityOperations } from './operations/publicity.ts'
import { redemptionOperations } from './operations/redemption.ts'
import { reportsOperations } from './operations/reports.ts'
import { roundsOperations } from './operations/rounds.ts'
import { rulesOperations } from './operations/rules.ts'
import { screensOperations } from './operations/screens.ts'
import { seasonsOperations } from './operations/seasons.ts'
import { sessionOperations } from './operations/session.ts'
import { townOperations } from './operations/town.ts'
import { villagesOperations } from './operations/villages.ts'
import { workOperations } from './operations/work.ts'

export { type FileKind, fileTypes, isFileKind, type Operation } from './operations/operation.ts'

export const operations = {
  ...sessionOperations,
  ...villagesOperations,
  ...householdsOperations,
  ...doorsOperations,
  ...rulesOperations,
  ...peopleOperations,
  ...postingsOperations,
  ...claimsOperations,
  ...photosOperations,
  ...doorstepOperations,
  ...publicityOperations,
  ...redemptionOperations,
  ...roundsOperations,
  ...seasonsOperations,
  ...screensOperations,
  ...noticesOperations,
  ...importsOperations,
  ...townOperations,
  ...workOperations,
  ...reportsOperations,
  ...exportsOperations,
}

const names = new Map<Operation, string>(
  Object.entries<Operation>(operations).map(([name, operation]) => [operation, name]),
)

/** The name of an operation in the contract. */
export function nameOf(operation: Operation): string {
  return names.get(operation) ?? ''
}
