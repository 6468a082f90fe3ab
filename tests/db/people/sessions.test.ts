import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  endSession,
  endSessions,
  findSession,
  openSession,
  resumeSession,
  sessionIsOpen,
  sessionLifeMs,
} from '../../../db/people/sessions.ts'
import { createUser } from '../../../db/people/users.ts'
import { inOrder } from '../../../db/store/inOrder.ts'
import { now, testStore } from '../../support/db/village.ts'

const store = await testStore()
const hour = 3_600_000
const minute = 60_000

async function someone(): Promise<number> {
  const username = `clerk-${randomUUID()}`
  return (await createUser(store, null, { username, displayName: '录入员', passwordHash: 'h', roles: [] })).id
}

/** The family of the session behind a token; null when there is none. */
async function familyOf(token: string, at = now): Promise<string | null> {
  return (await resumeSession(store, token, at))?.session.family ?? null
}

/** A session whose token was rotated at `rotatedAt`. */
async function rotated() {
  const rotatedAt = now + 13 * hour
  const first = await openSession(store, await someone(), now)
  const second = (await resumeSession(store, first, rotatedAt))?.token ?? ''
  return { first, second, rotatedAt }
}

describe('a session', () => {
  it('says who is signed in', async () => {
    const user = await someone()
    const resumed = await resumeSession(store, await openSession(store, user, now), now)
    expect(resumed?.session.user).toMatchObject({ id: user, displayName: '录入员' })
  })

  it('is not opened by a token that nobody was given', async () => {
    expect(await resumeSession(store, 'guessed', now)).toBeNull()
  })

  it('is not stored with its token', async () => {
    const token = await openSession(store, await someone(), now)
    expect(JSON.stringify(await store.all('SELECT * FROM sessions'))).not.toContain(token)
  })

  it('lasts two weeks without use, and no longer', async () => {
    const token = await openSession(store, await someone(), now)
    expect(await familyOf(token, now + sessionLifeMs + 1)).toBeNull()
    expect(await familyOf(token, now + sessionLifeMs)).not.toBeNull()
  })

  it('goes on for somebody who comes every day', async () => {
    let token = await openSession(store, await someone(), now)
    const family = await familyOf(token)
    for (let day = 1; day <= 30; day += 1)
      token = (await resumeSession(store, token, now + day * 24 * hour))?.token ?? token
    expect(await familyOf(token, now + 30 * 24 * hour)).toBe(family)
  })
})

describe('the token of a session', () => {
  it('stays the same for half a day', async () => {
    const token = await openSession(store, await someone(), now)
    expect((await resumeSession(store, token, now + 11 * hour))?.token).toBeNull()
  })

  it('is replaced after half a day, in the same session', async () => {
    const { first, second, rotatedAt } = await rotated()
    expect(second).not.toBe(first)
    expect(await familyOf(second, rotatedAt)).toBe(await familyOf(first, rotatedAt))
  })

  it('that was replaced serves requests under way for less than a minute', async () => {
    const { first, second, rotatedAt } = await rotated()
    await resumeSession(store, second, rotatedAt + 1)
    expect(await familyOf(first, rotatedAt + minute - 1)).not.toBeNull()
    expect(await familyOf(first, rotatedAt + minute)).toBeNull()
  })

  it('that was replaced brings no third token', async () => {
    const { first, rotatedAt } = await rotated()
    expect((await resumeSession(store, first, rotatedAt + 1))?.token).toBeNull()
  })

  it('that was replaced stays good while the new one has not arrived, and brings another', async () => {
    const { first, second, rotatedAt } = await rotated()
    const again = await resumeSession(store, first, rotatedAt + 2 * hour)
    expect(again?.token).toBeTruthy()
    expect(await familyOf(again?.token ?? '', rotatedAt + 3 * hour)).toBe(again?.session.family)
    expect(await familyOf(second, rotatedAt + 3 * hour)).toBeNull()
    expect(await familyOf(first, rotatedAt + 4 * hour)).toBeNull()
  })

  it('is looked up without being replaced', async () => {
    const token = await openSession(store, await someone(), now)
    const rows = async () => store.all('SELECT * FROM sessions')
    const before = await rows()
    expect((await findSession(store, token, now + 13 * hour))?.user.displayName).toBe('录入员')
    expect(await rows()).toEqual(before)
  })

  it('that was replaced twice is good for nothing', async () => {
    const { first, second, rotatedAt } = await rotated()
    const later = rotatedAt + 13 * hour
    await resumeSession(store, second, later)
    expect(await familyOf(first, later)).toBeNull()
  })
})

describe('signing out', () => {
  it('ends this session and leaves the others of the same person', async () => {
    const user = await someone()
    const [office, phone] = [await openSession(store, user, now), await openSession(store, user, now)]
    const resumed = await resumeSession(store, office, now)
    if (resumed) await endSession(store, resumed.session)
    expect([await familyOf(office), (await familyOf(phone)) !== null]).toEqual([null, true])
  })

  it('everywhere ends all sessions of the person and nobody else’s', async () => {
    const [user, other] = [await someone(), await someone()]
    const tokens = await inOrder([user, user, other], async (one) => openSession(store, one, now))
    await endSessions(store, user, null)
    expect(await inOrder(tokens, async (token) => (await familyOf(token)) !== null)).toEqual([
      false,
      false,
      true,
    ])
  })

  it('everywhere else keeps the one session', async () => {
    const user = await someone()
    const [here, there] = [await openSession(store, user, now), await openSession(store, user, now)]
    await endSessions(store, user, await familyOf(here))
    expect([(await familyOf(here)) !== null, await familyOf(there)]).toEqual([true, null])
  })

  it('is heard by those who hold sockets of the person', async () => {
    const user = await someone()
    await openSession(store, user, now)
    const heard: unknown[] = []
    const stop = store.onChange((change) => heard.push(change))
    await endSessions(store, user, null)
    stop()
    expect(heard).toEqual([{ type: 'sessions', user }])
  })
})

describe('the sessions of one person', () => {
  it('are fifty at most: the oldest ends when there are more', async () => {
    const user = await someone()
    const tokens: string[] = []
    for (let index = 0; index < 51; index += 1) tokens.push(await openSession(store, user, now + index))
    const families = await inOrder(tokens, (token) => familyOf(token, now + 100))
    expect(tokens.filter((_, index) => families[index] !== null)).toEqual(tokens.slice(1))
  })
})

describe('whether a session is open', () => {
  it('changes when it ends', async () => {
    const user = await someone()
    const family = (await familyOf(await openSession(store, user, now))) ?? ''
    const open = await inOrder([now, now + sessionLifeMs, now + sessionLifeMs + 1], async (at) =>
      sessionIsOpen(store, family, at),
    )
    await endSessions(store, user, null)
    expect([...open, await sessionIsOpen(store, family, now)]).toEqual([true, true, false, false])
  })
})
