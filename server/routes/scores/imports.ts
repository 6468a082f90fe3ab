import type { Router } from 'express'
import { type ChangedDoor, foreseeImport } from '../../../db/scores/imports.ts'
import { operations } from '../../contract/operations/operations.ts'
import type { ImportProblem, ImportQuestion, ImportSheet, ImportView } from '../../contract/scores/imports.ts'
import { fields } from '../../domain/workbook/headers/fields.ts'
import type { OfficeRule, OfficeWorkbook } from '../../domain/workbook/office.ts'
import { type AskedQuestion, isLasting } from '../../domain/workbook/questions/questions.ts'
import type { SheetAccount } from '../../domain/workbook/sheetAccounts.ts'
import type { Services } from '../../services.ts'
import {
  type Language,
  problemSentence,
  questionSentence,
  questionWords,
  sentence,
  workbookSentence,
} from '../../words/index.ts'
import type { RunningImport } from '../../workbook/keptImports.ts'
import { cautionSentences } from '../../workbook/office/cautionSentences.ts'
import { leftHouseholds, leftHouseholdSentence } from '../../workbook/office/leftHouseholds.ts'
import type { OfficePreview } from '../../workbook/office/officeJobs.ts'
import { unreadColumnWords } from '../../workbook/office/unreadColumnWords.ts'
import { type Column, type Sheet, sheet } from '../../workbook/writing/table.ts'
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
    answer: await view(await imports.find(village.id, params.import), language),
  }))

  route(router, services, operations.answerImport, async ({ scope, village, params, body, language }) => ({
    status: 202,
    answer: await view(await imports.answer(scope, village, params.import, body.answers), language),
  }))

  route(router, services, operations.exportImportProblems, async ({ village, params, language }) => {
    const { filename, office } = await imports.find(village.id, params.import)
    const part = filename.replace(/\.\w+$/, '')
    const sheets = office ? problemTables(office, language) : []
    return { answer: { village, list: 'problems', part, sheets } }
  })

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
  const { newHouseholds, newRules } = result ?? {
    newHouseholds: office?.newHouseholds ?? foreseen?.newHouseholds ?? 0,
    newRules: foreseen?.newRules ?? 0,
  }
  return {
    id,
    state,
    filename,
    failure: refusal && workbookSentence(language, refusal.code, refusal.params),
    sheets: office?.sheets.map((sheet) => viewSheet(sheet, language)) ?? [],
    questions: office?.questions.map((question) => viewQuestion(question, language)) ?? [],
    fields: ['none', ...fields].map((value) => ({ value, label: questionWords(language, `field-${value}`) })),
    notUnderstood: office?.rules.flatMap(viewNotUnderstood) ?? [],
    ledger: { written: 0, fresh: 0, differing: 0, corrected: [], gone: 0, ...office?.ledger },
    households: office?.households.length ?? 0,
    newHouseholds,
    newDoors: office?.newDoors ?? [],
    duplicateDoors: office?.duplicateDoors.map(({ door }) => door) ?? [],
    rowsWithoutDoor: office?.rowsWithoutDoor.length ?? 0,
    leftHouseholds: office ? viewLeftHouseholds(office, language) : [],
    rules: office?.rules.length ?? 0,
    newRules,
    ledgerRows: office?.counts.ledgerRows ?? 0,
    importableRows: office?.counts.importableRows ?? 0,
    totalPoints: office?.counts.totalPoints ?? 0,
    unit: office?.unit ?? 1,
    problems: office ? viewProblems(office, language) : [],
    changedDoors: viewChangedDoors(foreseen?.changedDoors ?? [], language),
    cautions: Object.values(office?.counts.cautions ?? {}).reduce((sum, count) => sum + count, 0),
    cautionNotes: office ? cautionSentences(language, office) : [],
    existingPostings: (await hub.version(village))?.seq ?? 0,
    postings: result?.postings ?? 0,
    alreadyWritten: result?.alreadyWritten ?? 0,
    reversed: result?.reversed ?? 0,
    leftOut: result?.leftOut ?? 0,
    changed: result?.changed ?? 0,
  }
}

function viewSheet({ fate, months, unread, ...sheet }: SheetAccount, language: Language): ImportSheet {
  return {
    ...sheet,
    fate: fate && questionWords(language, `fate-${fate}`),
    unread: unread.map((column) => unreadColumnWords(language, column)),
    months: Object.entries(months)
      .map(([month, sums]) => ({ month, ...sums }))
      .sort((a, b) => a.month.localeCompare(b.month)),
  }
}

function viewQuestion(question: AskedQuestion, language: Language): ImportQuestion {
  const { id, code, sheet, row, preset, answer } = question
  return {
    ...{ id, code, sheet, row, preset, answer, lasting: isLasting(id) },
    text: questionSentence(language, question),
    count: Number(question.params.count ?? 0),
    examples: [...(question.examples ?? [])],
    choices: question.choices.map((choice) => ({
      value: choice.value,
      label: questionWords(language, `choice-${choice.code}`, choice.params),
    })),
  }
}

function viewNotUnderstood({ sheet, row, text, notUnderstood }: OfficeRule): ImportView['notUnderstood'] {
  return notUnderstood.map((words) => ({ sheet, row, rule: text, words }))
}

function viewChangedDoors(doors: ChangedDoor[], language: Language): ImportView['changedDoors'] {
  return doors.map(({ door, now, change }) => ({
    door,
    now,
    detail: sentence(language, `import-door-${change}`, { door, now }),
  }))
}

function viewLeftHouseholds(office: OfficePreview, language: Language): ImportView['leftHouseholds'] {
  return leftHouseholds(office).map((left) => {
    const { sheet, row } = left
    return { sheet, row, detail: leftHouseholdSentence(language, left) }
  })
}

function viewProblems({ problems }: Pick<OfficeWorkbook, 'problems'>, language: Language): ImportProblem[] {
  return problems.map((found) => {
    const { sheet, row, cell, problem, value } = found
    return { sheet, row, cell, problem, value, detail: problemSentence(language, found) }
  })
}

/** A sheet for each of the workbook's with its own header, and a column for what is wrong. */
function problemTables({ problemSheets, problems }: OfficePreview, language: Language): Sheet[] {
  const wrong = new Map(
    problems.map((problem) => [`${problem.row} ${problem.sheet}`, problemSentence(language, problem)]),
  )
  return problemSheets.map(({ name, labels, rows }) => {
    type Row = (typeof rows)[number]
    const columns = labels.map((label, place): Column<Row> => ({
      title: { words: label },
      width: 14,
      cell: ({ cells }) => cells[place] ?? null,
    }))
    const why: Column<Row> = {
      title: 'column-problem',
      width: 60,
      cell: ({ row }) => wrong.get(`${row} ${name}`) ?? '',
    }
    return sheet<Row>({ words: name }, [...columns, why], rows)
  })
}
