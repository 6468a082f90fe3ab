import { createHash } from 'node:crypto'
import type { Request, Router } from 'express'
import {
  changeActivity,
  createActivity,
  listActivities,
  mustFindActivity,
} from '../../../db/activities/activities.ts'
import { removeSignIn } from '../../../db/activities/removeSignIn.ts'
import { type ActivityForeseen, foreseeSettlement, settleActivity } from '../../../db/activities/settle.ts'
import { shownCode } from '../../../db/activities/shownCode.ts'
import { signIn, signInByCode } from '../../../db/activities/signIns.ts'
import type { ActivityForeseenView } from '../../contract/activities/activities.ts'
import { operations } from '../../contract/operations/operations.ts'
import { tryLimit, takeTry } from '../../http/limits/tries.ts'
import { doorSessionTokens } from '../../identity/doorCookie.ts'
import type { Services } from '../../services.ts'
import { sentence } from '../../words/index.ts'
import { route } from '../route.ts'
import { type Reader, viewActivity } from './activityViews.ts'

/** Wrong codes of one household within ten minutes before it must wait. */
const failedCodes = 20

/** Activities (活动), signing in, and what comes of them. */
export function activityRoutes(router: Router, services: Services): void {
  const { store } = services
  const tries = tryLimit(store.cluster, 'sign-in-codes', failedCodes)

  route(router, services, operations.listActivities, async ({ village }) => ({
    answer: { items: await listActivities(store, village.id) },
  }))

  route(router, services, operations.createActivity, async ({ scope, body }) => {
    const { activity, fresh } = await createActivity(store, scope, body)
    return { fresh, answer: activity }
  })

  route(router, services, operations.readActivity, async ({ village, params, language, unit }) => {
    const activity = await mustFindActivity(store, village.id, params.activity)
    return { answer: await viewActivity(store, village.id, activity, { language, unit }) }
  })

  route(router, services, operations.changeActivity, async ({ scope, params, body }) => ({
    answer: await changeActivity(store, scope, params.activity, body),
  }))

  route(router, services, operations.createSignIn, async ({ scope, params, body }) => ({
    answer: await signIn(store, scope, params.activity, body),
  }))

  route(router, services, operations.removeSignIn, async ({ scope, params }) => {
    await removeSignIn(store, scope, params.activity, params.signIn)
  })

  route(router, services, operations.readSignInCode, async ({ village, params, response }) => {
    response.set('cache-control', 'no-store')
    return { answer: await shownCode(store, village.id, params.activity, Date.now()) }
  })

  route(router, services, operations.previewSettlement, async ({ scope, params, language, unit }) => ({
    answer: viewForeseen(await foreseeSettlement(store, scope, params.activity), { language, unit }),
  }))

  route(router, services, operations.settleActivity, async ({ scope, params, body, language, unit }) => {
    const { activity, fresh } = await settleActivity(store, scope, params.activity, body)
    return { fresh, answer: await viewActivity(store, scope.village, activity, { language, unit }) }
  })

  route(router, services, operations.signInOwn, async ({ door, body, request, response }) => {
    const giveBack = await takeTry(response, [{ limit: tries, key: [String(door.household)] }])
    const signedIn = await signInByCode(store, door, deviceOf(request), body)
    await giveBack()
    return { answer: signedIn }
  })
}

/** Which of the household's phones this is: a digest of its session. */
function deviceOf(request: Request): string {
  return createHash('sha256')
    .update(doorSessionTokens(request.get('cookie')).join())
    .digest('hex')
}

function viewForeseen(
  { people, scored, refused, hindrance }: ActivityForeseen,
  { language, unit }: Reader,
): ActivityForeseenView {
  return {
    people,
    scored: scored.length,
    waits: scored.filter(({ waits }) => waits).length,
    points: scored.reduce((sum, one) => sum + one.points, 0),
    refused: refused.map(({ attendant: { door, head }, refused: { code, params } }) => ({
      door,
      head,
      detail: sentence(language, code, params, unit),
    })),
    hindrance: hindrance && sentence(language, hindrance.code, hindrance.params, unit),
  }
}
