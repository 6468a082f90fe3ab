import { computed, type Ref } from 'vue'
import type { RuleView } from '../../../server/contract/villages/rules.ts'
import { usePoints } from '../../fields/usePoints.ts'
import { foreseenPoints, isTooFine, pointRequest } from '../../rules/pointRequest.ts'
import { t } from '../../shell/words/translate.ts'
import type { BatchDoor } from './useBatchDoors.ts'

/** What each door of a batch gets under its rule: its own figure, or the common one. */
export function useBatchPoints(
  rule: Readonly<Ref<RuleView | null>>,
  common: Readonly<Ref<string>>,
  known: Readonly<Ref<readonly BatchDoor[]>>,
) {
  const { pointUnit, step } = usePoints()
  const figureOf = ({ value }: BatchDoor) => (value === '' ? common.value : value)
  const requested = (sent: RuleView, door: BatchDoor) =>
    pointRequest(sent.terms, figureOf(door), pointUnit.value)

  /** Signed sum of the known doors, whole smallest units; null while it is not known. */
  const total = computed(() => {
    const terms = rule.value?.terms
    if (!terms) return null
    let sum = 0
    for (const door of known.value) {
      const points = foreseenPoints(terms, figureOf(door), pointUnit.value)
      if (points === null) return null
      sum += points
    }
    return sum
  })

  /** Why the figures cannot be sent, as a sentence; empty when they can. */
  function complaint(sent: RuleView, doors: readonly BatchDoor[]): string {
    const fine = doors.find((door) => isTooFine(sent.terms, figureOf(door), pointUnit.value))
    if (fine) return t('many.tooFine', { door: fine.door, step: step() })
    const without = doors.find((door) => requested(sent, door) === null)
    return without ? t('many.needsValue', { door: without.door }) : ''
  }

  return { total, complaint, requested, pointUnit }
}
