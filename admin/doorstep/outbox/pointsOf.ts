import type { Points } from '../../fields/usePoints.ts'
import { t } from '../../shell/words/translate.ts'
import type { Item } from './item.ts'

/** What an item gave, as text: the result for a visit, a change for anything else; empty until the server answered. */
export function pointsOf(
  { kind, points }: Pick<Item, 'kind' | 'points'>,
  { formatPointChange, formatPoints }: Points,
): string {
  if (points === null) return ''
  return t('atDoor.points', { points: kind === 'visit' ? formatPoints(points) : formatPointChange(points) })
}
