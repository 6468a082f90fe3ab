import type { Router } from 'express'
import { addPerson, changePerson, listPeople } from '../../../db/people/people.ts'
import { usernameOf } from '../../../db/people/users.ts'
import { operations } from '../../contract/operations/operations.ts'
import { hashNewPassword } from '../../identity/passwords.ts'
import type { Services } from '../../services.ts'
import { changesFor } from '../../views/auditTrail.ts'
import { pageOf, positionOf } from '../page.ts'
import { route } from '../route.ts'

/** The staff of a village, and what they changed. */
export function peopleRoutes(router: Router, services: Services): void {
  const { store } = services

  route(router, services, operations.listPeople, async ({ village }) => ({
    answer: { items: await listPeople(store, village.id) },
  }))

  route(router, services, operations.addPerson, async ({ scope, body }) => {
    const { username, displayName = username, password, ...rest } = body
    const passwordHash = password === undefined ? null : await hashNewPassword(password, username)
    return {
      status: 201,
      answer: await addPerson(store, scope, { username, displayName, passwordHash, ...rest }),
    }
  })

  route(router, services, operations.changePerson, async ({ scope, params, body }) => {
    const { password, ...change } = body
    const passwordHash =
      password === undefined
        ? undefined
        : await hashNewPassword(password, await usernameOf(store, params.person))
    await changePerson(store, scope, params.person, { ...change, passwordHash })
  })

  route(router, services, operations.listAudit, async ({ village, session, query, language }) => {
    const { q, cursor, limit } = query
    const asked = { text: q, below: positionOf(cursor), limit: limit + 1 }
    const entries = await changesFor(store, village.id, session.user.id, language, asked)
    return { answer: pageOf(entries, limit, ({ id }) => id) }
  })
}
