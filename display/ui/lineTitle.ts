import { type BoardLine } from '../../server/domain/board/board.ts'
import { isRedemption } from '../../server/domain/points/posting.ts'

/** What a line of the ledger was for: the rule's text, and before it the kind where it is no plain score. */
export function lineTitle(
  { kind, text }: Pick<BoardLine, 'kind' | 'text'>,
  t: (key: string) => string,
): string {
  return kind === 'award' || kind === 'deduct' ? text : `${t(`kind.${kind}`)} ${text}`
}

/** Whether the line is good news or bad; goods for points are neither. */
export function lineTone({ kind, points }: Pick<BoardLine, 'kind' | 'points'>): 'rise' | 'fall' | 'even' {
  if (isRedemption(kind)) return 'even'
  return points < 0 ? 'fall' : 'rise'
}
