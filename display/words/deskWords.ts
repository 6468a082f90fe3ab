import type { BoardRedemption } from '../../server/domain/board/board.ts'
import { deskState } from '../../server/domain/calendar/deskHours.ts'
import { formatDay, formatWeekday } from '../../server/domain/text/format.ts'
import { locale, t } from './translate.ts'

/**
 * When the redemption desk is open, in words: what the panel says of it too.
 *
 * @param at local date, and time as HH:MM
 */
export function deskWords(
  { desk, hours }: BoardRedemption,
  at: { day: string; time: string },
): { state: 'always' | 'open' | 'next' | 'closed'; when: string } {
  const { is, session } = deskState(hours ?? { sessions: desk ? [desk] : [], isBound: true }, at)
  if (!session) return { state: is, when: is === 'always' ? t('scenes.redemption.anyTime') : '' }
  const { on, from, to } = session
  const day =
    on === at.day
      ? t('scenes.redemption.today')
      : `${formatDay(on, locale.value)} ${formatWeekday(on, locale.value)}`
  return { state: is, when: `${day} ${from}–${to}` }
}
