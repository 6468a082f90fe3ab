import type { BoardLine } from '../../server/domain/board/board.ts'
import { isRedemption } from '../../server/domain/points/posting.ts'
import { t } from './translate.ts'

/** A posting's text, after its kind unless that is `award` or `deduct`. */
export function lineTitle({ kind, text }: Pick<BoardLine, 'kind' | 'text'>): string {
  return kind === 'award' || kind === 'deduct' ? text : `${t(`kind.${kind}`)} ${text}`
}

/** Colour of a posting's points; redemptions are neutral. */
export function lineTone({ kind, points }: Pick<BoardLine, 'kind' | 'points'>): 'rise' | 'fall' | 'even' {
  if (isRedemption(kind)) return 'even'
  return points < 0 ? 'fall' : 'rise'
}
