import { resolve } from 'node:path'
import { isOpen } from '../../domain/workbook/questions/questions.ts'
import { problemSentence, sentence } from '../../words/index.ts'
import { cautionSentences } from '../../workbook/office/cautionSentences.ts'
import { leftHouseholdSentence } from '../../workbook/office/leftHouseholds.ts'
import { type Command, type Input, required, WrongUse } from './command.ts'
import { answersFile, questionLines, readAnswers, sheetLine, writeAnswers } from './importAnswers.ts'
import { perform } from './perform.ts'
import { language, note, print, say, showProgress, word } from './terminal.ts'

export const importCommand: Command = {
  name: 'import',
  usage: 'FILE.xlsx --village SLUG --name NAME --year YEAR [--answers FILE.json] [--skip-problems] [--json]',
  example: 'yiping import 2026.xlsx --village xiaotang --name 晓塘村 --year 2026',
  options: {
    village: 'SLUG',
    name: 'NAME',
    year: 'YEAR',
    answers: 'FILE.json',
    'skip-problems': null,
    json: null,
  },
  most: 1,
  async run(input) {
    const file = answersFile(input)
    const order = { ...readImport(input), answers: file === null ? {} : readAnswers(file) }
    const report = await perform('import-workbook', order, showProgress)
    if (input.options.json) print(JSON.stringify(report.summary, null, 1))
    for (const sheet of report.sheets) note(sheetLine(sheet, report.unit))
    for (const { sheet, row, words } of report.notUnderstood)
      say('rule-not-understood', { sheet, row, words })
    for (const left of report.leftHouseholds) note(leftHouseholdSentence(language, left))
    for (const question of report.questions) note(questionLines(question).join('\n'))
    for (const problem of report.problems)
      note(`${problem.sheet} ${problem.cell ?? problem.row}: ${problemSentence(language, problem)}`)
    const { cautions, cautionCounts } = report
    for (const caution of cautionSentences(language, { cautions, counts: { cautions: cautionCounts } }))
      note(caution)
    for (const { door, now, change } of report.changedDoors)
      note(sentence(language, `import-door-${change}`, { door, now }))
    const { count: added, doors } = report.toAdd
    if (doors.length > 0) say('import-new-doors', { count: added, doors: doors.join(word('sheet-comma')) })
    note('')
    const problems = report.problems.length
    const open = report.questions.filter(isOpen).length
    if (file !== null && report.questions.length > 0) writeAnswers(file, report.questions)
    if (open > 0) {
      say(file === null ? 'import-asks' : 'import-asks-in-file', { count: open, file: file ?? '' })
      return 1
    }
    if (!report.written) {
      say('import-refused', { count: problems })
      return 1
    }
    say('import-written', {
      households: report.newHouseholds,
      rules: report.newRules,
      postings: report.postings,
      problems,
      already: report.alreadyWritten,
    })
    if (report.changed) say('import-changed-village', { count: report.changed })
    if (report.reversed) say('import-reversed', { count: report.reversed })
    if (report.leftOut) say('import-left-out', { count: report.leftOut })
    return 0
  },
}

function readImport(input: Input) {
  const [file] = input.words
  const village = required(input, 'village')
  const year = Number(required(input, 'year'))
  if (file === undefined) throw new WrongUse('workbook-missing')
  if (!/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/.test(village)) throw new WrongUse('wrong-village')
  if (!Number.isInteger(year) || year < 2000 || year > 2100) throw new WrongUse('wrong-year')
  const skipProblems = input.options['skip-problems'] === true
  return { file: resolve(file), village, name: required(input, 'name'), year, skipProblems }
}
