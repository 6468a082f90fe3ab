/** A rule's terms as an office writes them in its workbook: the reader of workbooks takes them for the same. */
import type { Cap, RuleTerms } from '../../points/points.ts'
import { type PointUnit, typedPoints } from '../../points/unit.ts'
import { recordText } from '../../text/recordText.ts'
import { type ConditionCells, writeConditions } from './conditionCells.ts'

/** The cells of a rule. */
export interface WrittenTerms extends ConditionCells {
  /** Such as `+20`, `0-100`, `+10/小时`. */
  points: string
  /** Caps, evidence and reviewers. */
  words: string
}

/** @param unit of the village, in which the points are written */
export function writeTerms(terms: RuleTerms, unit: PointUnit): WrittenTerms {
  const { scale, caps, evidence, reviewers } = terms
  const phrases = [
    ...(scale.type === 'perUnit' && scale.maxUnits !== undefined
      ? [recordText('most-units', { limit: String(scale.maxUnits), unit: scale.unit })]
      : []),
    ...caps.map((cap) => writeCap(cap, unit)),
    ...(scale.type === 'perUnit' && scale.members ? [recordText('per-member')] : []),
    ...(evidence ? [recordText('needs-evidence')] : []),
    ...(reviewers > 0 ? [recordText(reviewers === 2 ? 'needs-two-reviewers' : 'needs-reviewer')] : []),
  ]
  return {
    points: writePoints(terms, unit),
    words: phrases.join(recordText('semicolon')),
    ...writeConditions(terms),
  }
}

function writePoints({ effect, scale }: RuleTerms, unit: PointUnit): string {
  const figure = (points: number) => typedPoints(points, unit)
  const sign = effect === 'deduct' ? '-' : '+'
  const comma = recordText('comma')
  switch (scale.type) {
    case 'fixed':
      return sign + figure(scale.points)
    case 'range':
      return effect === 'deduct'
        ? `-${figure(scale.min)}~-${figure(scale.max)}`
        : `${figure(scale.min)}-${figure(scale.max)}`
    case 'perUnit':
      return `${sign}${figure(scale.points)}/${scale.unit}`
    case 'escalating': {
      const numbers = recordText('numbers')
      return scale.steps
        .map((step, place) =>
          recordText('time', { number: numbers[place] ?? '', points: sign + figure(step) }),
        )
        .join(comma)
    }
    case 'levels':
      return scale.levels.map(({ name, points }) => `${name}${sign}${figure(points)}`).join(comma)
  }
}

function writeCap({ period, by, limit }: Cap, unit: PointUnit): string {
  const amount = by === 'times' ? String(limit) : typedPoints(limit, unit)
  return recordText(by === 'times' ? 'cap-times' : 'cap-points', {
    period: recordText(`period-${period}`),
    limit: amount,
  })
}
