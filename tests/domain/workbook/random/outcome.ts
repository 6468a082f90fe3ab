/** What became of a made-up village's records in one random shape. */
import {
  type OfficeReading,
  type OfficeWorkbook,
  readOffice,
  type RowProblem,
  type Sheet,
} from '../../../../server/domain/workbook/index.ts'
import { isOpen } from '../../../../server/domain/workbook/questions/questions.ts'
import words from '../../../../server/words/workbook.zh-CN.json' with { type: 'json' }
import { Random } from '../../../faults/random.ts'
import { nothingKnown } from '../office.ts'
import { type Deed, shaped, village } from './shape.ts'

export interface Outcome {
  seed: number
  /** Whether all came in, without a question. */
  isWhole: boolean
  /** Whether what did not come in was refused, asked about, or among the problem lines. */
  isTold: boolean
  /** Lines that came in which nobody did. */
  invented: string[]
  /** Problems whose sentence names a value that is empty. */
  unnamed: string[]
}

const keyOf = ({ door, day, rule, points }: Pick<Deed, 'door' | 'day' | 'rule' | 'points'>) =>
  `${door} ${day} ${rule} ${points}`

/** Reads the workbook of a seed. */
export function outcomeOf(seed: number): Outcome {
  const random = new Random(seed)
  const { households, deeds, restarts } = village(random)
  const reading = readSettled(shaped(random, { households, deeds, restarts }))
  if (!reading.ok) return { seed, isWhole: false, isTold: true, invented: [], unnamed: [] }
  const { office } = reading
  const isAsked = office.questions.some(isOpen)
  const isWhole =
    office.lines.length === deeds.length &&
    office.counts.totalPoints === deeds.reduce((sum, { points }) => sum + points, 0) &&
    office.households.length === households.length
  return {
    seed,
    isWhole: isWhole && !isAsked,
    isTold: isWhole || isAsked || office.lines.length + office.problems.length >= deeds.length,
    invented: isAsked ? [] : invented(office, deeds),
    unnamed: office.problems.filter(isUnnamed).map(({ row, problem }) => `${row} ${problem}`),
  }
}

/** Read with the repeated lines counted once, where nothing else is open. */
function readSettled(sheets: readonly Sheet[]): OfficeReading {
  const reading = readOffice(sheets, nothingKnown)
  const open = reading.ok ? reading.office.questions.filter(isOpen) : []
  const repeats = open.filter(
    ({ code }) => code === 'sheet-repeated' || code === 'sheet-contained' || code === 'counted-twice',
  )
  if (repeats.length === 0 || repeats.length < open.length) return reading
  const answers = Object.fromEntries(repeats.map(({ id, choices }) => [id, choices[0]?.value ?? '']))
  return readOffice(sheets, { ...nothingKnown, answers })
}

/** Whether nothing was lost, invented or altered without a word, and each word says what it is about. */
export function isRight({ isTold, invented, unnamed }: Outcome): boolean {
  return isTold && invented.length === 0 && unnamed.length === 0
}

function isUnnamed({ problem, value }: RowProblem): boolean {
  return value === '' && words[problem].includes('{value}')
}

/** What came in that nobody did; each deed counts once. */
function invented(office: OfficeWorkbook, deeds: readonly Deed[]): string[] {
  const left = deeds.map(keyOf)
  return office.lines
    .map(({ occurredOn: day, ...line }) => keyOf({ ...line, day }))
    .filter((key) => {
      const place = left.indexOf(key)
      if (place !== -1) left.splice(place, 1)
      return place === -1
    })
}
