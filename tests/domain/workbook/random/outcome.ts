/** What became of a made-up village's records in one random shape. */
import { type OfficeWorkbook, readOffice } from '../../../../server/domain/workbook/index.ts'
import { isOpen } from '../../../../server/domain/workbook/questions/questions.ts'
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
}

const keyOf = ({ door, day, rule, points }: Pick<Deed, 'door' | 'day' | 'rule' | 'points'>) =>
  `${door} ${day} ${rule} ${points}`

/** Reads the workbook of a seed. */
export function outcomeOf(seed: number): Outcome {
  const random = new Random(seed)
  const { households, deeds, restarts } = village(random)
  const reading = readOffice(shaped(random, { households, deeds, restarts }), nothingKnown)
  if (!reading.ok) return { seed, isWhole: false, isTold: true, invented: [] }
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
  }
}

/** Whether nothing was lost, invented or altered without a word. */
export function isRight({ isTold, invented }: Outcome): boolean {
  return isTold && invented.length === 0
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
