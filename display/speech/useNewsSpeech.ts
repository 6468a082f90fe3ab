import { onScopeDispose, type Ref, watch } from 'vue'
import type { BoardNotice } from '../../server/domain/board/board.ts'
import { formatDoor } from '../../server/domain/text/format.ts'
import type { News } from '../live/boardStore.ts'
import { lineTitle } from '../words/lineTitle.ts'
import { locale, t } from '../words/translate.ts'
import { useVoice } from './useVoice.ts'

interface SpokenNews {
  enabled: () => boolean
  news: Readonly<Ref<News | null>>
  /** Those of today. */
  notices: () => readonly BoardNotice[] | null
  formatPoints: (units: number) => string
}

/** Speaks each new posting and each new notice, as the wall shows them. Ends with its scope. */
export function useNewsSpeech({ enabled, news, notices, formatPoints }: SpokenNews): void {
  const { speak, stop } = useVoice(() => locale.value)

  watch(news, (one) => {
    if (!one || !enabled()) return
    const { line } = one
    const said = line.points < 0 ? 'speech.taken' : 'speech.given'
    const points = t(said, { points: formatPoints(Math.abs(line.points)) })
    speak([formatDoor(line.household.door), lineTitle(line), points].join(t('speech.pause')))
  })

  let known: Set<number> | null = null
  watch(
    notices,
    (now) => {
      if (!now) return
      // What was there when the wall was opened is not new.
      const fresh = now.filter(({ id }) => known !== null && !known.has(id))
      known = new Set([...(known ?? []), ...now.map(({ id }) => id)])
      if (enabled()) for (const { title, text } of fresh) speak([title, text].join(t('speech.pause')))
    },
    { immediate: true },
  )
  watch(enabled, (isEnabled) => {
    if (!isEnabled) stop()
  })
  onScopeDispose(stop)
}
