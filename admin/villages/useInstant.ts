import { d } from '../shell/words/translate.ts'
import { useVillage } from './village.ts'

/** Writes a moment (UTC, ISO 8601) in the page's language, as the clock of the village shows it. */
export function useInstant(
  style: Pick<Intl.DateTimeFormatOptions, 'dateStyle' | 'timeStyle'> = {
    dateStyle: 'medium',
    timeStyle: 'short',
  },
): (instant: string) => string {
  const { village } = useVillage()
  return (instant) => d(instant, { ...style, timeZone: village.value.timezone })
}
