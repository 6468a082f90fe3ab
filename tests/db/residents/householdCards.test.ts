/** Cards, codes and the sessions that they open, on a real database. */
import { randomBytes, randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { findDoor, mustFindDoor } from '../../../db/households/doors.ts'
import { householdHistory } from '../../../db/households/householdHistory.ts'
import { mustFindHousehold } from '../../../db/households/households.ts'
import { moveHousehold } from '../../../db/households/moveHousehold.ts'
import { takeCodeTry } from '../../../db/residents/codeTries.ts'
import {
  cardHolders,
  codeOf,
  isCardOf,
  storeSecrets,
  makeSecrets,
  type Secrets,
} from '../../../db/residents/householdCards.ts'
import { renewPlate } from '../../../db/residents/plates.ts'
import {
  openResidentSession,
  residentSessionLifeMs,
  resumeResidentSession,
} from '../../../db/residents/residentSessions.ts'
import { inOrder } from '../../../db/store/inOrder.ts'
import { mergeHousehold } from '../../../db/transfers/transfers.ts'
import { newDatabase, postgresServer } from '../../support/db/engine.ts'
import { valueOf } from '../../support/db/values.ts'
import { now, refusalOf, testStore, TestVillage } from '../../support/db/village.ts'

const store = await testStore()
const hour = 3_600_000
const day = 24 * hour

async function makeCard(village: TestVillage, door: string): Promise<Secrets> {
  const secrets = makeSecrets()
  const [holder] = await cardHolders(store, village.scope, [door])
  await storeSecrets(store, village.scope, randomUUID(), [
    { ...holder!, ...secrets, codeHash: `of ${secrets.code}` },
  ])
  return secrets
}

async function doorOf(village: TestVillage, door: string) {
  return mustFindDoor(store, (await cardHolders(store, village.scope, [door]))[0]?.token ?? '')
}

describe('a token', () => {
  // A million in the long run of faults; each is a round trip to a server of PostgreSQL.
  const tokens = Number(process.env['YIPING_TOKENS'] ?? (postgresServer() === undefined ? 100_000 : 10_000))

  it('that was made up is of no door, however many are', async () => {
    await TestVillage.create(store)
    let hits = 0
    for (let tried = 0; tried < tokens; tried += 1)
      if (await findDoor(store, randomBytes(16).toString('base64url'))) hits += 1
    expect(hits).toBe(0)
  })

  it('of a household that was merged into another says that one’s door, and no more', async () => {
    const village = await TestVillage.create(store)
    const { token } = await doorOf(village, '1001')
    await mergeHousehold(store, village.scope, '1001', { id: randomUUID(), into: '1002' })
    const { code, params } = await refusalOf(async () => mustFindDoor(store, token))
    expect([code, params]).toEqual(['door-merged', { door: '1001', into: '1002' }])
  })
})

describe('a code', () => {
  it('is tried five times an hour and door, whatever else is tried', async () => {
    const village = await TestVillage.create(store)
    const other = await TestVillage.create(store)
    const tries = await inOrder(Array(8), () => takeCodeTry(store, village.id, '1001', now))
    expect(tries).toEqual([4, 3, 2, 1, 0, null, null, null])
    expect(await takeCodeTry(store, village.id, '1002', now)).toBe(4)
    expect(await takeCodeTry(store, other.id, '1001', now)).toBe(4)
    expect(await takeCodeTry(store, village.id, '1001', now + hour - 1)).toBeNull()
    expect(await takeCodeTry(store, village.id, '1001', now + hour)).toBe(4)
  })

  it('is counted alike for a door that there is not', async () => {
    const { id } = await TestVillage.create(store)
    const tries = await inOrder(Array(6), () => takeCodeTry(store, id, 'no such door', now))
    expect(tries).toEqual([4, 3, 2, 1, 0, null])
  })

  it('leaves a bounded number of places for doors that there are not', async () => {
    const { id } = await TestVillage.create(store)
    const rows = async () => valueOf<number>(store, 'SELECT count(DISTINCT door) FROM code_tries')
    const before = await rows()
    await store.write('installation', async (store) => {
      for (let door = 0; door < 6_000; door += 1) await takeCodeTry(store, id, `no door ${door}`, now)
    })
    expect((await rows()) - before).toBeLessThanOrEqual(4_096)
  })

  it('has no new tries after a restart', async () => {
    const database = await newDatabase()
    const before = await database.open()
    const { id } = await TestVillage.create(before)
    for (let tried = 0; tried < 5; tried += 1) await takeCodeTry(before, id, '1001', now)
    before.close()
    const after = await database.open()
    expect(await takeCodeTry(after, id, '1001', now + 1)).toBeNull()
    after.close()
  })

  it('is locked for an hour at most when the clock was set back', async () => {
    const { id } = await TestVillage.create(store)
    for (let tried = 0; tried < 5; tried += 1) await takeCodeTry(store, id, '1001', now + 365 * day)
    expect(await takeCodeTry(store, id, '1001', now)).toBeNull()
    expect(await takeCodeTry(store, id, '1001', now + hour)).toBe(4)
  })
})

describe('the sessions of a household', () => {
  it('are fifty at most: the oldest ends when there are more', async () => {
    const village = await TestVillage.create(store)
    const household = (await mustFindHousehold(store, village.id, '1001')).id
    const count = async () =>
      valueOf(
        store,
        'SELECT count(*) FROM resident_sessions WHERE village_id = ? AND household_id = ?',
        village.id,
        household,
      )
    for (let session = 0; session < 55; session += 1)
      await openResidentSession(store, { village: village.id, household }, now + session)
    expect(await count()).toBe(50)
  })
})

describe('a card', () => {
  it('opens its own door, also while the code is locked', async () => {
    const village = await TestVillage.create(store)
    const { card } = await makeCard(village, '1001')
    await makeCard(village, '1002')
    while ((await takeCodeTry(store, village.id, '1001', now)) !== null);
    expect(await isCardOf(store, await doorOf(village, '1001'), card)).toBe(true)
    expect(await isCardOf(store, await doorOf(village, '1002'), card)).toBe(false)
    expect(await isCardOf(store, await doorOf(village, '1003'), card)).toBe(false)
  })

  it('is kept as hashes alone, and told to nobody', async () => {
    const village = await TestVillage.create(store)
    const { card, code } = await makeCard(village, '1001')
    expect(Buffer.from(card, 'base64url')).toHaveLength(16)
    expect(code).toMatch(/^\d{6}$/)
    const kept = await inOrder(['household_secrets', 'household_history', 'audit'], async (table) =>
      JSON.stringify(await store.all(`SELECT * FROM ${table} WHERE village_id = ?`, village.id)),
    )
    for (const text of kept) expect(text).not.toContain(card)
    expect(kept[2]).toContain('household.card-renewed')
    expect((await householdHistory(store, village.id, await village.household('1001')))[0]).toMatchObject({
      kind: 'card-renewed',
      details: {},
    })
  })

  it('kills the one before it, with what that one opened', async () => {
    const village = await TestVillage.create(store)
    const old = await makeCard(village, '1001')
    const door = await doorOf(village, '1001')
    const other = await doorOf(village, '1002')
    const token = await openResidentSession(store, door, now)
    const others = await openResidentSession(store, other, now)
    const fresh = await makeCard(village, '1001')
    expect(await isCardOf(store, door, old.card)).toBe(false)
    expect((await codeOf(store, village.id, '1001'))?.hash).toBe(`of ${fresh.code}`)
    expect(await resumeResidentSession(store, door, token, now)).toBeNull()
    expect(await resumeResidentSession(store, other, others, now)).toBe('open')
  })

  it('follows its household to another door', async () => {
    const village = await TestVillage.create(store)
    const { card } = await makeCard(village, '1001')
    await moveHousehold(store, village.scope, '1001', { id: randomUUID(), door: '2001', group: '1组' })
    expect(await isCardOf(store, await doorOf(village, '2001'), card)).toBe(true)
    expect(await codeOf(store, village.id, '1001')).toBeNull()
  })

  it('is made for doors that there are, each once', async () => {
    const village = await TestVillage.create(store)
    expect(await cardHolders(store, village.scope, ['1001', '1001号', '1002'])).toHaveLength(2)
    expect((await refusalOf(async () => cardHolders(store, village.scope, ['1001', '9999']))).code).toBe(
      'unknown-household',
    )
  })
})

describe('a session of a household', () => {
  it('is good for its own door alone, and ends ninety days after its last use', async () => {
    const village = await TestVillage.create(store)
    const door = await doorOf(village, '1001')
    const token = await openResidentSession(store, door, now)
    expect(await resumeResidentSession(store, await doorOf(village, '1002'), token, now)).toBeNull()
    expect(await resumeResidentSession(store, door, 'another token', now)).toBeNull()
    expect(await resumeResidentSession(store, door, token, now + 60 * day)).toBe('prolonged')
    expect(await resumeResidentSession(store, door, token, now + 60 * day)).toBe('open')
    expect(
      await resumeResidentSession(store, door, token, now + 60 * day + residentSessionLifeMs + 1),
    ).toBeNull()
  })

  it('ends when the plate is renewed', async () => {
    const village = await TestVillage.create(store)
    const token = await openResidentSession(store, await doorOf(village, '1001'), now)
    await renewPlate(store, village.scope, '1001')
    expect(await resumeResidentSession(store, await doorOf(village, '1001'), token, now)).toBeNull()
  })
})
