import type { Door } from '../../db/households/doors.ts'
import { residentSettings } from '../../db/residents/suggestions.ts'
import type { Store } from '../../db/store/store.ts'
import type { PublicHousehold } from '../contract/residents/doors.ts'
import { Refused } from '../domain/answers/refused.ts'
import type { Board } from '../domain/board/board.ts'
import { daysBetween, localMomentAt } from '../domain/calendar/calendar.ts'
import type { Hub } from '../live/hub.ts'

/** The public data of one household, read from the village's board only. @throws Refused when it is not on the board */
export async function doorView(
  { store, hub }: { store: Store; hub: Hub },
  { village, door }: Pick<Door, 'village' | 'door'>,
): Promise<PublicHousehold> {
  const board = await hub.board(village)
  const standing = await hub.standingOf(village, door)
  if (!board || !standing) throw new Refused('not-found', 'unknown-household', { door })
  const { household, rank } = standing
  const { day: today, time } = localMomentAt(Date.now(), board.village.timezone)
  const nameOf = (dimension: number) => board.dimensions.find(({ id }) => id === dimension)?.name
  return {
    village: { slug: board.village.slug, name: board.village.name },
    unit: board.unit,
    season: board.season,
    today,
    time,
    thisMonth: board.month,
    door,
    name: household.name,
    group: board.groups.find(({ id }) => id === household.group)?.name ?? '',
    score: household.score,
    month: household.month,
    rank,
    households: board.households.length,
    byDimension: board.dimensions.map(({ id, name }, slot) => ({
      id,
      name,
      points: household.byDimension[slot] ?? 0,
    })),
    tieBreakers: board.tieBreakers.flatMap(({ dimension }) => nameOf(dimension) ?? []),
    rules: board.rules,
    level: levelAt(board, door),
    redemption: board.redemption,
    publicity: board.publicity
      .filter(({ closesOn }) => closesOn >= today)
      .map(({ address: _address, ...publication }) => ({
        ...publication,
        daysLeft: daysBetween(today, publication.closesOn) + 1,
      })),
    settings: await residentSettings(store, village),
  }
}

function levelAt({ levels }: Board, door: string): PublicHousehold['level'] {
  const found = levels?.households.find((household) => household.door === door)
  return levels && found ? { period: levels.period, level: found.level, stars: found.stars } : null
}
