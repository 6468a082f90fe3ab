import { type Board } from '../../server/domain/board/board.ts'

type Translate = (key: string, params?: Record<string, string>) => string

/** The rule that makes the ranking, in one line: ties, and that redeeming does not lower it. */
export function ruleLine(board: Board, t: Translate): string {
  const names = board.tieBreakers.flatMap(
    ({ dimension }) => board.dimensions.find(({ id }) => id === dimension)?.name ?? [],
  )
  const ties = names.length > 0 ? t('wall.tie', { dimensions: names.join('、') }) : t('wall.noTie')
  return `${ties} · ${t('wall.kept')}`
}
