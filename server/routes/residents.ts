import { type Router } from 'express'
import { type Door } from '../../db/doors.ts'
import { mustFindHousehold } from '../../db/households.ts'
import { objectToOwn } from '../../db/ownObjections.ts'
import { earlierSeasons, ownClaims, ownLines, ownRedemptions } from '../../db/ownPassbook.ts'
import { ownVisits } from '../../db/ownVisits.ts'
import { ownSuggestions, suggest } from '../../db/suggestions.ts'
import { operations } from '../contract/operations.ts'
import { type OwnPassbook } from '../contract/doors.ts'
import { doorView } from '../doorView.ts'
import { route } from '../http/route.ts'
import { type Parts } from '../parts.ts'

/** What a household reads and does for itself (一册积分). */
export function residentRoutes(router: Router, parts: Parts): void {
  const { store } = parts

  route(router, parts, operations.readOwnPassbook, ({ door, response }) => {
    response.set('cache-control', 'no-store')
    return { answer: readOwn(parts, door) }
  })

  route(router, parts, operations.objectToOwn, ({ door, body }) => {
    objectToOwn(store, door, body)
    return { answer: undefined }
  })

  route(router, parts, operations.suggest, ({ door, body }) => {
    suggest(store, door, body)
    return { answer: undefined }
  })
}

function readOwn(parts: Parts, door: Door): OwnPassbook {
  const { store } = parts
  const { head, group, score, earned, deducted, balance, onHold } = mustFindHousehold(
    store,
    door.village,
    door.door,
  )
  const { rank, households, season, settings, today } = doorView(parts, door)
  return {
    ...{ head, door: door.door, group, season: season.name, score, rank, households },
    ...{ earned, deducted, balance, onHold },
    lines: ownLines(store, door, today).map(({ id: _id, ...line }) => line),
    earlier: earlierSeasons(store, door),
    redemptions: ownRedemptions(store, door),
    claims: ownClaims(store, door),
    visits: ownVisits(store, door),
    suggestions: ownSuggestions(store, door),
    today,
    settings,
  }
}
