import type { Router } from 'express'
import { changeSheet, createSheet, listSheets } from '../../../db/rounds/checkSheets.ts'
import { closeRound, foreseeRoundClosing, type RoundForeseen } from '../../../db/rounds/closeRound.ts'
import {
  progressByGroup,
  progressByInspector,
  progressOfRounds,
  type RoundDoor,
  roundDoors,
} from '../../../db/rounds/roundProgress.ts'
import { changeRound, listRounds, mustFindRound, openRound, type Round } from '../../../db/rounds/rounds.ts'
import { type RoundResult, roundResults } from '../../../db/scores/roundResults.ts'
import type { Store } from '../../../db/store/store.ts'
import { operations } from '../../contract/operations/operations.ts'
import type { RoundDoorView, RoundEntry, RoundForeseenView, RoundView } from '../../contract/rounds/rounds.ts'
import type { Services } from '../../services.ts'
import { type Language, sentence } from '../../words/index.ts'
import { type Column, sheet, villageList } from '../../workbook/writing/table.ts'
import { route } from '../route.ts'

/** Inspection rounds (督导轮次) and their check sheets. */
export function roundRoutes(router: Router, services: Services): void {
  const { store } = services

  route(router, services, operations.listSheets, async ({ village }) => ({
    answer: { items: await listSheets(store, village.id) },
  }))

  route(router, services, operations.createSheet, async ({ scope, body }) => {
    const { sheet, fresh } = await createSheet(store, scope, body)
    return { fresh, answer: sheet }
  })

  route(router, services, operations.changeSheet, async ({ scope, params, body }) => ({
    answer: await changeSheet(store, scope, params.sheet, body),
  }))

  route(router, services, operations.listRounds, async ({ village }) => ({
    answer: { items: await entries(village.id) },
  }))

  route(router, services, operations.exportRounds, async ({ village }) => ({
    answer: villageList(village, 'rounds', roundColumns, await entries(village.id)),
  }))

  route(router, services, operations.openRound, async ({ scope, village, body, language }) => {
    const { round, fresh } = await openRound(store, scope, body)
    return { fresh, answer: await viewRound(store, village.id, round, language) }
  })

  route(router, services, operations.readRound, async ({ village, params, language }) => ({
    answer: await viewRound(
      store,
      village.id,
      await mustFindRound(store, village.id, params.round),
      language,
    ),
  }))

  route(router, services, operations.changeRound, async ({ scope, village, params, body, language }) => ({
    answer: await viewRound(store, village.id, await changeRound(store, scope, params.round, body), language),
  }))

  route(router, services, operations.previewRoundClosing, async ({ scope, params, language }) => ({
    answer: viewForeseen(await foreseeRoundClosing(store, scope, params.round), language),
  }))

  route(router, services, operations.closeRound, async ({ scope, village, params, body, language }) => {
    const { round, outcome } = await closeRound(store, scope, params.round, body)
    return {
      fresh: outcome === 'fresh',
      answer: {
        closedBefore: outcome === 'closed-before',
        round: await viewRound(store, village.id, round, language),
      },
    }
  })

  async function entries(village: number): Promise<RoundEntry[]> {
    const rounds = await listRounds(store, village)
    const progress = await progressOfRounds(store, village, rounds)
    return rounds.map((one) => entryOf(one, progress.get(one.id)))
  }

  route(router, services, operations.exportRound, async ({ village, params, language }) => {
    const round = await mustFindRound(store, village.id, params.round)
    const { doors, groups } = await viewRound(store, village.id, round, language)
    const columns = doorColumns(new Map(groups.map(({ id, name }) => [id, name])))
    return {
      answer: {
        filename: `${village.slug}-${round.month}-round.xlsx`,
        sheets: [sheet({ words: round.name }, columns, doors)],
      },
    }
  })
}

function entryOf(round: Round, progress = { visited: 0, total: 0 }): RoundEntry {
  const { id, month, name, sheet, state, second, outcome, onWall, stars, openedAt, closedAt, closedBy } =
    round
  const what = { id, month, name, sheet, state, second, outcome, onWall, stars }
  return { ...what, openedAt, closedAt, closedBy, ...progress }
}

async function viewRound(
  store: Store,
  village: number,
  round: Round,
  language: Language,
): Promise<RoundView> {
  const doors = await roundDoors(store, village, round)
  const results =
    round.state === 'closed' ? await roundResults(store, village, round.id) : new Map<number, never>()
  const visited = doors.filter(({ points }) => points !== null).length
  return {
    ...entryOf(round, { visited, total: doors.length }),
    items: round.items,
    groups: await progressByGroup(store, village, doors),
    inspectors: await progressByInspector(store, village, round, doors),
    doors: doors.map(({ household, ...door }) => ({
      ...door,
      result: resultView(results.get(household), language),
    })),
  }
}

function resultView(result: RoundResult | undefined, language: Language): RoundDoorView['result'] {
  if (!result) return null
  const { state, refusal } = result
  return { state, detail: refusal && sentence(language, refusal.code, refusal.params) }
}

function viewForeseen(foreseen: RoundForeseen, language: Language): RoundForeseenView {
  const { visits, scored, refused, nothing, left, hindrance } = foreseen
  const byStars = new Map<number, number>()
  for (const { door } of scored) byStars.set(door.stars, (byStars.get(door.stars) ?? 0) + 1)
  return {
    visits,
    scored: scored.length,
    waits: scored.filter(({ waits }) => waits).length,
    points: scored.reduce((sum, { door }) => sum + (door.points ?? 0), 0),
    stars: [...byStars].map(([stars, doors]) => ({ stars, doors })).sort((a, b) => b.stars - a.stars),
    refused: refused.map(({ door, refused: { code, params } }) => ({
      ...closingDoor(door),
      detail: sentence(language, code, params),
    })),
    nothing: nothing.map(closingDoor),
    left: left.map(({ door, head, group }) => ({ door, head, group })),
    hindrance: hindrance && sentence(language, hindrance.code, hindrance.params),
  }
}

function closingDoor({ door, head, points, stars }: RoundDoor): {
  door: string
  head: string
  points: number
  stars: number
} {
  return { door, head, points: points ?? 0, stars }
}

const roundColumns: Column<RoundEntry>[] = [
  { title: 'column-month', width: 10, cell: ({ month }) => month },
  { title: 'column-name', width: 20, cell: ({ name }) => name },
  { title: 'column-state', width: 10, cell: ({ state }, say) => say(`round-state-${state}`) },
  { title: 'column-visited', width: 12, cell: ({ visited }) => visited },
  { title: 'column-households', width: 8, cell: ({ total }) => total },
  { title: 'column-outcome', width: 12, cell: ({ outcome }, say) => say(`round-into-${outcome}`) },
  { title: 'column-opened-at', width: 22, cell: ({ openedAt }) => openedAt },
  { title: 'column-closed-at', width: 22, cell: ({ closedAt }) => closedAt },
  { title: 'column-closed-by', width: 12, cell: ({ closedBy }) => closedBy },
]

function doorColumns(groups: ReadonlyMap<number, string>): Column<RoundDoorView>[] {
  return [
    { title: 'column-group', width: 10, cell: ({ group }) => groups.get(group) ?? '' },
    { title: 'column-door', width: 10, cell: ({ door }) => door },
    { title: 'column-head', width: 12, cell: ({ head }) => head },
    { title: 'column-points', width: 8, cell: ({ points }) => points },
    { title: 'column-stars', width: 8, cell: ({ stars, points }) => (points === null ? null : stars) },
    {
      title: 'column-amiss',
      width: 40,
      field: 'visit',
      cell: ({ amiss }, say) => amiss.join(say('fault-separator')),
    },
    {
      title: 'column-note',
      width: 30,
      field: 'visit',
      cell: ({ notes }, say) => notes.join(say('fault-separator')),
    },
    {
      title: 'column-inspectors',
      width: 20,
      cell: ({ inspectors }, say) => inspectors.join(say('cell-comma')),
    },
    { title: 'column-visited-on', width: 12, cell: ({ visitedOn }) => visitedOn },
    {
      title: 'column-result',
      width: 40,
      cell: ({ points, result }, say) =>
        result
          ? (result.detail ?? say(`round-result-${result.state}`))
          : say(points === null ? 'round-result-left' : 'round-result-visited'),
    },
  ]
}
