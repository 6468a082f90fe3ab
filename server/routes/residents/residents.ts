import { createHash } from 'node:crypto'
import type { Router } from 'express'
import { ownActivities } from '../../../db/activities/attendance.ts'
import type { Door } from '../../../db/households/doors.ts'
import { mustFindHousehold } from '../../../db/households/households.ts'
import { levelsOfHousehold } from '../../../db/levels/evaluations.ts'
import { type Mending, ownMendings } from '../../../db/mendings/mendings.ts'
import { storePhoto, photosOf, readPhoto } from '../../../db/photos/photos.ts'
import { redeemableOf } from '../../../db/redemption/redeemable.ts'
import { objectToOwn } from '../../../db/residents/ownObjections.ts'
import { earlierSeasons, ownClaims, ownLines, ownRedemptions } from '../../../db/residents/ownPassbook.ts'
import { ownVisits } from '../../../db/residents/ownVisits.ts'
import { proposableRules, propose, withdrawProposal } from '../../../db/residents/proposals.ts'
import { ownSuggestions, suggest } from '../../../db/residents/suggestions.ts'
import { fileTypes, operations } from '../../contract/operations/operations.ts'
import type { OwnPassbook } from '../../contract/residents/ownPassbook.ts'
import { Refused } from '../../domain/answers/refused.ts'
import { takePhoto } from '../../pictures/photos.ts'
import type { Services } from '../../services.ts'
import { doorView } from '../../views/doorView.ts'
import { route } from '../route.ts'

/** What a household reads and does for itself (一册积分). */
export function residentRoutes(router: Router, services: Services): void {
  const { store } = services

  route(router, services, operations.readOwnPassbook, async ({ door, response }) => {
    response.set('cache-control', 'no-store')
    return { answer: await readOwn(services, door) }
  })

  route(router, services, operations.objectToOwn, async ({ door, body }) => {
    await objectToOwn(store, door, body)
  })

  route(router, services, operations.propose, async ({ door, body }) => {
    await propose(store, door, body)
  })

  route(router, services, operations.withdrawProposal, async ({ door, params }) => {
    await withdrawProposal(store, door, params.proposal)
  })

  route(router, services, operations.keepOwnPhoto, async ({ door, params, body }) => {
    const { bytes, width, height } = await takePhoto(body)
    const digest = createHash('sha256').update(body).digest('hex')
    const { village, household } = door
    const photo = { id: params.photo, household, digest, bytes, width, height }
    const { fresh } = await storePhoto(store, { village, user: null }, photo)
    return { fresh, answer: { id: params.photo, width, height } }
  })

  route(router, services, operations.readOwnPhoto, async ({ door, params, response }) => {
    const { bytes, household } = await readPhoto(store, door.village, params.photo)
    if (household !== door.household) throw new Refused('not-found', 'unknown-photo')
    response.set('cache-control', 'no-store').type(fileTypes.picture).send(bytes)
  })

  route(router, services, operations.suggest, async ({ door, body }) => {
    await suggest(store, door, body)
  })
}

async function readOwn(services: Services, door: Door): Promise<OwnPassbook> {
  const { store } = services
  const household = await mustFindHousehold(store, door.village, door.door)
  const { head, group, score, earned, deducted, balance, onHold, honour } = household
  const { rank, households, season, settings, today } = await doorView(services, door)
  const lines = await ownLines(store, door, today)
  const claims = await ownClaims(store, door)
  const mendings = await ownMendings(store, door)
  const photos = await photosOf(
    store,
    door.village,
    [...lines, ...claims].map(({ id }) => id),
  )
  return {
    ...{ head, door: door.door, group, season: season.name, score, rank, households },
    ...{ earned, deducted, balance, onHold, honour },
    redeemable: await redeemableOf(store, door.village, household),
    levels: await levelsOfHousehold(store, door.village, household.id),
    lines: lines.map(({ id, ...line }) => ({
      ...line,
      photos: photos.get(id) ?? [],
      mending: viewMending(mendings.get(line.seq)),
    })),
    earlier: await earlierSeasons(store, door),
    redemptions: await ownRedemptions(store, door),
    claims: claims.map((claim) => ({ ...claim, photos: photos.get(claim.id) ?? [] })),
    visits: await ownVisits(store, door),
    activities: await ownActivities(store, door, today),
    suggestions: await ownSuggestions(store, door),
    proposable: await proposableRules(store, door.village),
    today,
    settings,
  }
}

function viewMending(mending: Mending | undefined): OwnPassbook['lines'][number]['mending'] {
  if (!mending) return null
  const { dueOn, givesBack, state, reason, after } = mending
  const returns = mending.returns.map(({ at, reason, photos }) => ({ at, reason, photos }))
  return { dueOn, givesBack, state, reason: state === 'returned' ? reason : null, after, returns }
}
