/** How long ago and how long, in the words of the panel. */
import type { PreviewOrder } from '../../server/contract/live/preview.ts'
import type { ScreenView } from '../../server/contract/villages/screens.ts'
import { t } from '../shell/words/translate.ts'

/** A clock that is off by more than this is worth a word, ms. */
const clockTolerance = 2_000

/** How long something has lasted, coarsely: 8 秒, 3 分钟, 5 小时, 12 天. */
export function howLong(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000))
  if (seconds < 90) return t('duration.seconds', { count: seconds })
  if (seconds < 90 * 60) return t('duration.minutes', { count: Math.round(seconds / 60) })
  if (seconds < 36 * 3_600) return t('duration.hours', { count: Math.round(seconds / 3_600) })
  return t('duration.days', { count: Math.round(seconds / 86_400) })
}

/** How a screen's clock stands to the server's; empty while unknown. */
export function clockWords(differenceMs: number | null): string {
  if (differenceMs === null) return ''
  if (Math.abs(differenceMs) <= clockTolerance) return t('screens.clockRight')
  return t(differenceMs > 0 ? 'screens.clockFast' : 'screens.clockSlow', {
    by: howLong(Math.abs(differenceMs)),
  })
}

/** What a live screen shows now, for its preview; null where it has not said it. */
export function turnOf({ state, scene, page }: ScreenView): PreviewOrder['turn'] {
  return state === 'live' && scene !== '' && page > 0 ? { scene, page } : null
}
