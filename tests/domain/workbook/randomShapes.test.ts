/**
 * A made-up village's records in random shapes: each comes in right, or is refused, or asked about; never
 * silently wrong. `WORKBOOK_SEEDS=2000` for the long run, `WORKBOOK_SEED` for one of them.
 */
import { describe, expect, it } from 'vitest'
import { type OfficeWorkbook, readOffice } from '../../../server/domain/workbook/index.ts'
import { isOpen } from '../../../server/domain/workbook/questions/questions.ts'
import { Random } from '../../faults/random.ts'
import { nothingKnown } from './office.ts'
import { type Deed, shaped, village } from './shape.ts'

const one = process.env['WORKBOOK_SEED']
const seeds = one
  ? [Number(one)]
  : Array.from({ length: Number(process.env['WORKBOOK_SEEDS'] ?? 50) }, (_, seed) => seed)

const keyOf = ({ door, day, rule, points }: Pick<Deed, 'door' | 'day' | 'rule' | 'points'>) =>
  `${door} ${day} ${rule} ${points}`

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

function outcome(seed: number) {
  const random = new Random(seed)
  const made = village(random)
  const sheets = shaped(random, made)
  const reading = readOffice(sheets, nothingKnown)
  if (!reading.ok) return { seed, told: true, invented: [] }
  const { office } = reading
  const isWhole =
    office.lines.length === made.deeds.length &&
    office.counts.totalPoints === made.deeds.reduce((sum, { points }) => sum + points, 0) &&
    office.households.length === made.households.length
  // What did not come in is among the problem lines, or a question keeps everything out.
  const isTold =
    office.questions.some(isOpen) || office.lines.length + office.problems.length >= made.deeds.length
  const isOpened = office.questions.some(isOpen)
  return { seed, told: isWhole || isTold, invented: isOpened ? [] : invented(office, made.deeds) }
}

describe('a workbook of random shape', () => {
  it(`is right, refused or asked about (${seeds.length} seeds)`, () => {
    const wrong = seeds.map(outcome).filter(({ told, invented }) => !told || invented.length > 0)
    expect(wrong).toEqual([])
  })

  it('comes in whole, without a question, in many shapes', () => {
    const whole = seeds.filter((seed) => {
      const random = new Random(seed)
      const made = village(random)
      const reading = readOffice(shaped(random, made), nothingKnown)
      return (
        reading.ok &&
        reading.office.lines.length === made.deeds.length &&
        !reading.office.questions.some(isOpen)
      )
    })
    expect(whole.length).toBeGreaterThanOrEqual(seeds.length / 3)
  })
})
