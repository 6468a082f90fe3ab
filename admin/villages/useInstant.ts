import { d } from '../shell/words/translate.ts'
import { useVillage } from './village.ts'

type InstantStyle = Pick<Intl.DateTimeFormatOptions, 'dateStyle' | 'timeStyle'>

/** Writes a moment (UTC, ISO 8601) in the page's language, as the clock of the village shows it. */
export function useInstant(style?: InstantStyle): (instant: string) => string {
  const { village } = useVillage()
  return (instant) => instantIn(village.value.timezone, instant, style)
}

/** Writes a moment (UTC, ISO 8601) in the page's language, as clocks of the time zone show it. */
export function instantIn(
  timeZone: string,
  instant: string,
  style: InstantStyle = { dateStyle: 'medium', timeStyle: 'short' },
): string {
  return d(instant, { ...style, timeZone })
}
