import { listVetoes, withoutHonours } from '../../../db/households/vetoes.ts'
import { listSeasons, mustFindSeason } from '../../../db/seasons/seasons.ts'
import { seasonStandings } from '../../../db/seasons/seasonStandings.ts'
import { inOrder } from '../../../db/store/inOrder.ts'
import type { VillageRow } from '../../../db/store/schema.ts'
import type { Store } from '../../../db/store/store.ts'
import { readSpecialRules } from '../../../db/villages/specialRules.ts'
import type { Honours } from '../../contract/seasons/seasons.ts'
import { type Column, villageList } from '../../workbook/writing/table.ts'
import type { HeavyTable } from '../heavy.ts'

/** Places that the hall of fame (光荣榜) shows of each season. */
const honouredPlaces = 10

/** The hall of fame of all closed seasons, on screen and as a workbook. */
export const honourAnswers: HeavyTable = {
  readHonours: async ({ village }, { store }) => ({ items: await honoursOf(store, village) }),

  exportHonours: async ({ village }, { store }) => {
    const rows = (await honoursOf(store, village)).flatMap(({ season, top }) =>
      top.map((one) => ({ ...one, season: season.name })),
    )
    return villageList(village, 'honours', honourColumns, rows)
  },
}

async function honoursOf(store: Store, village: VillageRow): Promise<Honours['items']> {
  const closed = (await listSeasons(store, village.id)).filter(({ state }) => state === 'closed')
  const vetoes = await listVetoes(store, village.id, await readSpecialRules(store, village.id))
  return inOrder(closed, async ({ id, name, startsOn, endsOn }) => {
    const barred = new Set(withoutHonours(vetoes, { from: startsOn, to: endsOn }).map(({ door }) => door))
    const standings = await seasonStandings(store, village, await mustFindSeason(store, village.id, id))
    return {
      season: { id, name, startsOn, endsOn },
      top: standings
        .filter(({ rank, score, door }) => rank <= honouredPlaces && score > 0 && !barred.has(door))
        .map(({ rank, door, name: shown, group, score }) => ({ rank, door, name: shown, group, score })),
    }
  })
}

const honourColumns: Column<Honours['items'][number]['top'][number] & { season: string }>[] = [
  { title: 'column-season', width: 14, cell: ({ season }) => season },
  { title: 'column-rank', width: 6, cell: ({ rank }) => rank },
  { title: 'column-door', width: 10, cell: ({ door }) => door },
  { title: 'column-head', width: 12, cell: ({ name }) => name },
  { title: 'column-group', width: 10, cell: ({ group }) => group },
  { title: 'column-score', width: 10, points: true, cell: ({ score }) => score },
]
