/** How a season's end (积分年度) changes a household's balance, and which season comes next. */
import { addDays, type LocalDate } from './calendar.ts'

/** How much of its balance a household takes into the next season; scores begin at 0 in any case. */
export type CarryTerms =
  | { type: 'all' }
  | { type: 'none' }
  /** Rounded down to whole points. */
  | { type: 'percent'; percent: number }
  /** At most so many points for each household. */
  | { type: 'upTo'; points: number }

/**
 * The balance that goes on into the next season. A balance below zero goes on
 * whole: an end of a season forgives nothing, and takes no household below zero.
 */
export function carriedBalance(balance: number, terms: CarryTerms): number {
  if (balance <= 0) return balance
  switch (terms.type) {
    case 'all':
      return balance
    case 'none':
      return 0
    case 'percent':
      return Math.floor((balance * terms.percent) / 100)
    case 'upTo':
      return Math.min(balance, terms.points)
  }
}

export interface SeasonSpan {
  name: string
  startsOn: LocalDate
  endsOn: LocalDate
}

/** The season that would follow: a year from the day after, named by the year it begins in. */
export function nextSeason({ name, startsOn, endsOn }: SeasonSpan): SeasonSpan {
  const start = addDays(endsOn, 1)
  const yearLater = new Date(`${start}T00:00:00Z`)
  yearLater.setUTCFullYear(yearLater.getUTCFullYear() + 1)
  const [year, next] = [startsOn.slice(0, 4), start.slice(0, 4)]
  return {
    name: name.includes(year) && next !== year ? name.replace(year, next) : followingName(name, next),
    startsOn: start,
    endsOn: addDays(yearLater.toISOString().slice(0, 10), -1),
  }
}

function followingName(name: string, year: string): string {
  return name === year ? `${year}-2` : year
}
