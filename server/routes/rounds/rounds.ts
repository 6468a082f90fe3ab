import type { Router } from 'express'
import { changeSheet, createSheet, listSheets } from '../../../db/rounds/checkSheets.ts'
import { closeRound, foreseeRoundClosing, type RoundForeseen } from '../../../db/rounds/closeRound.ts'
import type { RoundDoor } from '../../../db/rounds/roundProgress.ts'
import { changeRound, mustFindRound, openRound } from '../../../db/rounds/rounds.ts'
import { operations } from '../../contract/operations/operations.ts'
import type { RoundForeseenView } from '../../contract/rounds/rounds.ts'
import type { Services } from '../../services.ts'
import { sentence } from '../../words/index.ts'
import { route } from '../route.ts'
import { type Reader, roundEntries, viewRound } from './roundViews.ts'

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
    answer: { items: await roundEntries(store, village.id) },
  }))

  route(router, services, operations.openRound, async ({ scope, village, body, language, unit }) => {
    const { round, fresh } = await openRound(store, scope, body)
    return { fresh, answer: await viewRound(store, village.id, round, { language, unit }) }
  })

  route(router, services, operations.readRound, async ({ village, params, language, unit }) => ({
    answer: await viewRound(store, village.id, await mustFindRound(store, village.id, params.round), {
      language,
      unit,
    }),
  }))

  route(
    router,
    services,
    operations.changeRound,
    async ({ scope, village, params, body, language, unit }) => ({
      answer: await viewRound(store, village.id, await changeRound(store, scope, params.round, body), {
        language,
        unit,
      }),
    }),
  )

  route(router, services, operations.previewRoundClosing, async ({ scope, params, language, unit }) => ({
    answer: viewForeseen(await foreseeRoundClosing(store, scope, params.round), { language, unit }),
  }))

  route(router, services, operations.closeRound, async ({ scope, village, params, body, language, unit }) => {
    const { round, outcome } = await closeRound(store, scope, params.round, body)
    return {
      fresh: outcome === 'fresh',
      answer: {
        closedBefore: outcome === 'closed-before',
        round: await viewRound(store, village.id, round, { language, unit }),
      },
    }
  })
}

function viewForeseen(foreseen: RoundForeseen, { language, unit }: Reader): RoundForeseenView {
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
      detail: sentence(language, code, params, unit),
    })),
    nothing: nothing.map(closingDoor),
    left: left.map(({ door, head, group }) => ({ door, head, group })),
    hindrance: hindrance && sentence(language, hindrance.code, hindrance.params, unit),
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
