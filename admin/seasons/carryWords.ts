import type { CarryTerms } from '../../server/domain/calendar/season.ts'
import { t } from '../shell/words/translate.ts'

/**
 * What goes on into the next season, as people say it.
 *
 * @param formatPoints writes points in the village's unit
 */
export function carryWords(carry: CarryTerms, formatPoints: (units: number) => string): string {
  const figure =
    carry.type === 'percent' ? String(carry.percent) : carry.type === 'upTo' ? formatPoints(carry.points) : ''
  return t(`carry.said.${carry.type}`, { figure })
}
