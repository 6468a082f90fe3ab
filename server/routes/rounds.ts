import { type Router } from 'express'
import { changeSheet, createSheet, listSheets } from '../../db/checkSheets.ts'
import { progressByGroup, progressByInspector, progressOfRounds, roundDoors } from '../../db/roundProgress.ts'
import { changeRound, listRounds, mustFindRound, openRound, type Round } from '../../db/rounds.ts'
import { type Store } from '../../db/store.ts'
import { operations } from '../contract/operations.ts'
import { type RoundEntry, type RoundView } from '../contract/rounds.ts'
import { route } from '../http/route.ts'
import { type Parts } from '../parts.ts'

/** Inspection rounds (督导轮次) and their check sheets. */
export function roundRoutes(router: Router, parts: Parts): void {
  const { store } = parts

  route(router, parts, operations.listSheets, ({ village }) => ({
    answer: { items: listSheets(store, village.id) },
  }))

  route(router, parts, operations.createSheet, ({ scope, body }) => ({
    status: 201,
    answer: createSheet(store, scope, body),
  }))

  route(router, parts, operations.changeSheet, ({ scope, params, body }) => ({
    answer: changeSheet(store, scope, params.sheet, body),
  }))

  route(router, parts, operations.listRounds, ({ village }) => {
    const rounds = listRounds(store, village.id)
    const progress = progressOfRounds(store, village.id, rounds)
    return { answer: { items: rounds.map((one) => entryOf(one, progress.get(one.id))) } }
  })

  route(router, parts, operations.openRound, ({ scope, village, body }) => {
    const { round, fresh } = openRound(store, scope, body)
    return { status: fresh ? 201 : 200, answer: viewRound(store, village.id, round) }
  })

  route(router, parts, operations.readRound, ({ village, params }) => ({
    answer: viewRound(store, village.id, mustFindRound(store, village.id, params.round)),
  }))

  route(router, parts, operations.changeRound, ({ scope, village, params, body }) => ({
    answer: viewRound(store, village.id, changeRound(store, scope, params.round, body)),
  }))
}

function entryOf(round: Round, progress = { visited: 0, total: 0 }): RoundEntry {
  const { id, month, name, sheet, state, second, outcome, onWall, stars, openedAt, closedAt, closedBy } =
    round
  const what = { id, month, name, sheet, state, second, outcome, onWall, stars }
  return { ...what, openedAt, closedAt, closedBy, ...progress }
}

function viewRound(store: Store, village: number, round: Round): RoundView {
  const doors = roundDoors(store, village, round)
  const visited = doors.filter(({ points }) => points !== null).length
  return {
    ...entryOf(round, { visited, total: doors.length }),
    items: round.items,
    groups: progressByGroup(store, village, doors),
    inspectors: progressByInspector(store, village, round, doors),
    doors: doors.map(({ household: _, ...door }) => ({ ...door, result: null })),
  }
}
