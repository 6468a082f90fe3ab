import { type BoardLine } from '../../server/domain/board.ts'

/** What a line of the ledger was for: the rule's text, and before it the kind where it is no plain score. */
export function lineTitle(
  { kind, text }: Pick<BoardLine, 'kind' | 'text'>,
  t: (key: string) => string,
): string {
  return kind === 'award' || kind === 'deduct' ? text : `${t(`kind.${kind}`)} ${text}`
}
