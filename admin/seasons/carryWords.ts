import type { CarryTerms } from '../../server/domain/calendar/season.ts'
import { t } from '../shell/words/translate.ts'

/** What goes on into the next season, as people say it. */
export function carryWords(carry: CarryTerms): string {
  const figure = carry.type === 'percent' ? carry.percent : carry.type === 'upTo' ? carry.points : 0
  return t(`carry.said.${carry.type}`, { figure })
}
