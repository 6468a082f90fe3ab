import type { RuleTerms } from '../../server/domain/points/points.ts'

/** Which figure the person entering a posting must give. */
export type NeededValue = 'nothing' | 'points' | 'units'

export function neededValue({ scale }: RuleTerms): NeededValue {
  if (scale.type === 'range' || scale.type === 'levels') return 'points'
  return scale.type === 'perUnit' && !scale.members ? 'units' : 'nothing'
}
