import type { Board } from '../../server/domain/board/board.ts'
import { t } from './translate.ts'

/** How the ranking is made, in one line: the tie-breakers, and that redemption does not count. */
export function ruleLine(tieBreakers: readonly string[]): string {
  const dimensions = tieBreakers.join(t('comma'))
  return `${dimensions === '' ? t('wall.noTie') : t('wall.tie', { dimensions })} · ${t('wall.kept')}`
}

/** Names of the dimensions that break ties, in their order. */
export function tieBreakerNames({ tieBreakers, dimensions }: Board): string[] {
  return tieBreakers.flatMap(({ dimension }) => dimensions.find(({ id }) => id === dimension)?.name ?? [])
}
