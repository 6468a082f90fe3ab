import type { Router } from 'express'
import { type ChangedDoor, foreseeImport } from '../../../db/scores/imports.ts'
import { operations } from '../../contract/operations/operations.ts'
import type { ImportProblem, ImportView } from '../../contract/scores/imports.ts'
import type { OfficeWorkbook } from '../../domain/workbook/office.ts'
import type { Services } from '../../services.ts'
import { type Language, problemSentence, sentence, workbookSentence } from '../../words/index.ts'
import type { RunningImport } from '../../workbook/imports.ts'
import { route } from '../route.ts'

/** Office workbooks in: send, look at the preview, confirm. */
export function importRoutes(router: Router, services: Services): void {
  const { imports, metrics } = services
  const view = (running: RunningImport, language: Language) => viewImport(services, running, language)

  route(router, services, operations.startImport, async ({ scope, village, query, body, language }) => ({
    status: 202,
    answer: await view(await imports.begin(scope, village, query.filename, body), language),
  }))

  route(router, services, operations.readImport, async ({ village, params, language }) => ({
    answer: await view(imports.find(village.id, params.import), language),
  }))

  route(router, services, operations.confirmImport, async ({ scope, params, body, language }) => {
    const running = await imports.confirm(scope, params.import, body.skipProblems)
    metrics.postings.inc(running.result?.postings ?? 0)
    return { answer: await view(running, language) }
  })
}

async function viewImport(
  { store, hub }: Services,
  { id, village, state, filename, refusal, office, result }: RunningImport,
  language: Language,
): Promise<ImportView> {
  const foreseen = office && (await foreseeImport(store, village, office))
  const { newHouseholds, newRules } = result ?? foreseen ?? { newHouseholds: 0, newRules: 0 }
  return {
    id,
    state,
    filename,
    failure: refusal && workbookSentence(language, refusal.code, refusal.params),
    households: office?.households.length ?? 0,
    newHouseholds,
    duplicateDoors: office?.duplicateDoors.map(({ door }) => door) ?? [],
    rowsWithoutDoor: office?.rowsWithoutDoor.length ?? 0,
    rules: office?.rules.length ?? 0,
    newRules,
    ledgerRows: office?.counts.ledgerRows ?? 0,
    importableRows: office?.counts.importableRows ?? 0,
    totalPoints: office?.counts.totalPoints ?? 0,
    problems: office ? viewProblems(office, language) : [],
    changedDoors: viewChangedDoors(foreseen?.changedDoors ?? [], language),
    cautions: office?.cautions.length ?? 0,
    existingPostings: (await hub.version(village))?.seq ?? 0,
    alreadyWritten: result?.alreadyWritten ?? 0,
  }
}

function viewChangedDoors(doors: ChangedDoor[], language: Language): ImportView['changedDoors'] {
  return doors.map(({ door, now, change }) => ({
    door,
    now,
    detail: sentence(language, `import-door-${change}`, { door, now }),
  }))
}

function viewProblems({ problems }: OfficeWorkbook, language: Language): ImportProblem[] {
  return problems.map((found) => {
    const { sheet, row, cell, problem, value } = found
    return { sheet, row, cell, problem, value, detail: problemSentence(language, found) }
  })
}
