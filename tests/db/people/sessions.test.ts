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
import { now, testStore } from '../../support/db/village.ts'

const store = await testStore()
const hour = 3_600_000
const minute = 60_000

function someone(): number {
  const username = `clerk-${randomUUID()}`
  return createUser(store, null, { username, displayName: '录入员', passwordHash: 'h', roles: [] }).id
}

/** The family of the session behind a token; null when there is none. */
function familyOf(token: string, at = now): string | null {
  return resumeSession(store, token, at)?.session.family ?? null
}

/** A session whose token was rotated at `rotatedAt`. */
function rotated() {
  const rotatedAt = now + 13 * hour
  const first = openSession(store, someone(), now)
  const second = resumeSession(store, first, rotatedAt)?.token ?? ''
  return { first, second, rotatedAt }
}

describe('a session', () => {
  it('says who is signed in', () => {
    const user = someone()
    const resumed = resumeSession(store, openSession(store, user, now), now)
    expect(resumed?.session.user).toMatchObject({ id: user, displayName: '录入员' })
  })

  it('is not opened by a token that nobody was given', () => {
    expect(resumeSession(store, 'guessed', now)).toBeNull()
  })

  it('is not stored with its token', () => {
    const token = openSession(store, someone(), now)
    expect(JSON.stringify(store.all('SELECT * FROM sessions'))).not.toContain(token)
  })

  it('lasts two weeks without use, and no longer', () => {
    const token = openSession(store, someone(), now)
    expect(familyOf(token, now + sessionLifeMs + 1)).toBeNull()
    expect(familyOf(token, now + sessionLifeMs)).not.toBeNull()
  })

  it('goes on for somebody who comes every day', () => {
    let token = openSession(store, someone(), now)
    const family = familyOf(token)
    for (let day = 1; day <= 30; day += 1)
      token = resumeSession(store, token, now + day * 24 * hour)?.token ?? token
    expect(familyOf(token, now + 30 * 24 * hour)).toBe(family)
  })
})

describe('the token of a session', () => {
  it('stays the same for half a day', () => {
    const token = openSession(store, someone(), now)
    expect(resumeSession(store, token, now + 11 * hour)?.token).toBeNull()
  })

  it('is replaced after half a day, in the same session', () => {
    const { first, second, rotatedAt } = rotated()
    expect(second).not.toBe(first)
    expect(familyOf(second, rotatedAt)).toBe(familyOf(first, rotatedAt))
  })

  it('that was replaced serves requests under way for less than a minute', () => {
    const { first, second, rotatedAt } = rotated()
    resumeSession(store, second, rotatedAt + 1)
    expect(familyOf(first, rotatedAt + minute - 1)).not.toBeNull()
    expect(familyOf(first, rotatedAt + minute)).toBeNull()
  })

  it('that was replaced brings no third token', () => {
    const { first, rotatedAt } = rotated()
    expect(resumeSession(store, first, rotatedAt + 1)?.token).toBeNull()
  })

  it('that was replaced stays good while the new one has not arrived, and brings another', () => {
    const { first, second, rotatedAt } = rotated()
    const again = resumeSession(store, first, rotatedAt + 2 * hour)
    expect(again?.token).toBeTruthy()
    expect(familyOf(again?.token ?? '', rotatedAt + 3 * hour)).toBe(again?.session.family)
    expect(familyOf(second, rotatedAt + 3 * hour)).toBeNull()
    expect(familyOf(first, rotatedAt + 4 * hour)).toBeNull()
  })

  it('is looked up without being replaced', () => {
    const token = openSession(store, someone(), now)
    const rows = () => store.all('SELECT * FROM sessions')
    const before = rows()
    expect(findSession(store, token, now + 13 * hour)?.user.displayName).toBe('录入员')
    expect(rows()).toEqual(before)
  })

  it('that was replaced twice is good for nothing', () => {
    const { first, second, rotatedAt } = rotated()
    const later = rotatedAt + 13 * hour
    resumeSession(store, second, later)
    expect(familyOf(first, later)).toBeNull()
  })
})

describe('signing out', () => {
  it('ends this session and leaves the others of the same person', () => {
    const user = someone()
    const [office, phone] = [openSession(store, user, now), openSession(store, user, now)]
    const resumed = resumeSession(store, office, now)
    if (resumed) endSession(store, resumed.session)
    expect([familyOf(office), familyOf(phone) !== null]).toEqual([null, true])
  })

  it('everywhere ends all sessions of the person and nobody else’s', () => {
    const [user, other] = [someone(), someone()]
    const tokens = [user, user, other].map((one) => openSession(store, one, now))
    endSessions(store, user, null)
    expect(tokens.map((token) => familyOf(token) !== null)).toEqual([false, false, true])
  })

  it('everywhere else keeps the one session', () => {
    const user = someone()
    const [here, there] = [openSession(store, user, now), openSession(store, user, now)]
    endSessions(store, user, familyOf(here))
    expect([familyOf(here) !== null, familyOf(there)]).toEqual([true, null])
  })

  it('is heard by those who hold sockets of the person', () => {
    const user = someone()
    openSession(store, user, now)
    const heard: unknown[] = []
    const stop = store.onChange((change) => heard.push(change))
    endSessions(store, user, null)
    stop()
    expect(heard).toEqual([{ type: 'sessions', user }])
  })
})

describe('the sessions of one person', () => {
  it('are fifty at most: the oldest ends when there are more', () => {
    const user = someone()
    const tokens = Array.from({ length: 51 }, (_, index) => openSession(store, user, now + index))
    const open = tokens.filter((token) => familyOf(token, now + 100) !== null)
    expect(open).toEqual(tokens.slice(1))
  })
})

describe('whether a session is open', () => {
  it('changes when it ends', () => {
    const user = someone()
    const family = familyOf(openSession(store, user, now)) ?? ''
    const open = [now, now + sessionLifeMs, now + sessionLifeMs + 1].map((at) =>
      sessionIsOpen(store, family, at),
    )
    endSessions(store, user, null)
    expect([...open, sessionIsOpen(store, family, now)]).toEqual([true, true, false, false])
  })
})
