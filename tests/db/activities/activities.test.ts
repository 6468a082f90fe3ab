/** Activities: who signs in, what counts, and what becomes of it. */
import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import {
  type Activity,
  type ActivityPlan,
  changeActivity,
  createActivity,
  mustFindActivity,
} from '../../../db/activities/activities.ts'
import { attendance, ownActivities } from '../../../db/activities/attendance.ts'
import { removeSignIn } from '../../../db/activities/removeSignIn.ts'
import { foreseeSettlement, settleActivity } from '../../../db/activities/settle.ts'
import { shownCode } from '../../../db/activities/shownCode.ts'
import { signIn, signInByCode } from '../../../db/activities/signIns.ts'
import { reverseBatch } from '../../../db/batches/reverseBatch.ts'
import { findDoor } from '../../../db/households/doors.ts'
import { setOwnHousehold } from '../../../db/households/ownHouseholds.ts'
import { codeMs, graceMs } from '../../../server/domain/activities/activities.ts'
import type { RuleName } from '../../support/db/rules.ts'
import { household, now, refusalOf, testStore, TestVillage, today } from '../../support/db/village.ts'

const store = await testStore()
let village: TestVillage
beforeEach(async () => {
  vi.setSystemTime(now)
  // Two groups.
  village = await TestVillage.create(store, {
    households: ['1001', '1002', '1003', '1004'].map((door) =>
      household(door, { group: door === '1001' ? '1组' : '2组' }),
    ),
  })
})

async function plan(rule: RuleName, more: Partial<ActivityPlan> = {}): Promise<Activity> {
  const { activity } = await createActivity(store, village.scope, {
    id: randomUUID(),
    name: '村民大会',
    venue: '村委会礼堂',
    heldOn: today,
    starts: '09:00',
    ends: '11:00',
    rule: village.rules[rule],
    points: null,
    units: null,
    counts: 'household',
    room: null,
    groups: [],
    byCode: true,
    wall: 'alone',
    ...more,
  })
  return activity
}

async function open(rule: RuleName, more: Partial<ActivityPlan> = {}): Promise<Activity> {
  const { id } = await plan(rule, more)
  return changeActivity(store, village.scope, id, { state: 'open' })
}

const scan = (activity: Activity, door: string, id = randomUUID()) =>
  signIn(store, village.scope, activity.id, { id, door, way: 'scan' })

async function byCode(door: string, code: string, device = 'phone') {
  const row = await store.one<{ token: string }>(
    'SELECT door_token AS token FROM households WHERE village_id = ? AND door = ?',
    village.id,
    door,
  )
  const found = await findDoor(store, row.token)
  if (!found) throw new Error('no such door')
  return signInByCode(store, { ...found, token: row.token }, device, { id: randomUUID(), code })
}

async function groupOf(door: string): Promise<number> {
  const sql = 'SELECT group_id AS id FROM households WHERE village_id = ? AND door = ?'
  return (await store.one<{ id: number }>(sql, village.id, door)).id
}

const codeNow = async ({ id }: Activity) => (await shownCode(store, village.id, id, Date.now())).code
const close = async ({ id }: Activity) => changeActivity(store, village.scope, id, { state: 'closed' })
const settle = async ({ id }: Activity, request = randomUUID()) =>
  settleActivity(store, village.scope, id, { id: request })

describe('signing in', () => {
  it('counts a household once, whoever does it', async () => {
    const activity = await open('meeting')
    expect(await scan(activity, '1001')).toMatchObject({ isAgain: false, households: 1 })
    expect(await scan(activity, '1001')).toMatchObject({ isAgain: true, households: 1 })
    expect(await byCode('1001', await codeNow(activity))).toMatchObject({ isAgain: true, households: 1 })
    expect(await byCode('1002', await codeNow(activity))).toMatchObject({ isAgain: false, households: 2 })
  })

  it('gives a request that is sent again its first answer', async () => {
    const activity = await open('meeting')
    const id = randomUUID()
    await scan(activity, '1001', id)
    expect(await scan(activity, '1001', id)).toMatchObject({ isAgain: false, households: 1 })
    expect((await refusalOf(() => scan(activity, '1002', id))).code).toBe('id-used-before')
  })

  it('counts persons where the rule says so: each scan, each phone once, no more than live there', async () => {
    const activity = await open('hours', { counts: 'person' })
    const code = await codeNow(activity)
    await byCode('1001', code, 'first phone')
    expect(await byCode('1001', code, 'first phone')).toMatchObject({ isAgain: true, people: 1 })
    await byCode('1001', code, 'second phone')
    await byCode('1001', code, 'third phone')
    expect((await refusalOf(() => byCode('1001', code, 'fourth phone'))).code).toBe('activity-members')
    expect(await scan(activity, '1001')).toMatchObject({ people: 4, households: 1, everybody: 4 })
  })

  it('refuses those who may not come, one too many, and the own household', async () => {
    const activity = await open('meeting', { groups: [await groupOf('1001')], room: 1 })
    expect((await refusalOf(() => scan(activity, '1002'))).code).toBe('activity-not-invited')
    await scan(activity, '1001')
    await changeActivity(store, village.scope, activity.id, { groups: [] })
    expect((await refusalOf(() => scan(activity, '1002'))).code).toBe('activity-full')
    const clerk = await village.person('录入员', ['clerk'])
    await setOwnHousehold(store, village.id, clerk.user, await village.household('1003'))
    const own = { id: randomUUID(), door: '1003', way: 'hand' as const }
    expect((await refusalOf(() => signIn(store, clerk, activity.id, own))).code).toBe('own-household')
  })

  it('takes one back that was a mistake', async () => {
    const activity = await open('meeting')
    const id = randomUUID()
    await scan(activity, '1001', id)
    await removeSignIn(store, village.scope, activity.id, id)
    expect(await mustFindActivity(store, village.id, activity.id)).toMatchObject({ households: 0 })
    expect(await scan(activity, '1001')).toMatchObject({ isAgain: false, households: 1 })
  })

  it('is open on the day of the activity alone', async () => {
    const later = await plan('meeting', { heldOn: '2026-06-16' })
    expect(
      (await refusalOf(() => changeActivity(store, village.scope, later.id, { state: 'open' }))).code,
    ).toBe('activity-other-day')
    const planned = await plan('meeting')
    expect((await refusalOf(() => scan(planned, '1001'))).code).toBe('activity-not-open')
  })
})

describe('the code', () => {
  it('changes, and is taken while it is shown and on its way', async () => {
    const activity = await open('meeting')
    const code = await codeNow(activity)
    vi.setSystemTime(now + codeMs)
    expect(await codeNow(activity)).not.toBe(code)
    expect(await byCode('1001', code)).toMatchObject({ isLate: false })
  })

  it('is taken later within five minutes, marked for the staff, with the time at which it was shown', async () => {
    const activity = await open('meeting')
    const code = await codeNow(activity)
    vi.setSystemTime(now + graceMs - codeMs)
    expect(await byCode('1001', code)).toMatchObject({ isLate: true })
    const [first] = await attendance(store, village.id, activity)
    const at = Date.parse(first?.signIns[0]?.signedAt ?? '')
    expect(at).toBeGreaterThanOrEqual(now)
    expect(at).toBeLessThan(now + codeMs)
  })

  it('is refused after that, and once the sign-in was closed before it was shown', async () => {
    const activity = await open('meeting')
    const code = await codeNow(activity)
    vi.setSystemTime(now + graceMs + codeMs)
    expect((await refusalOf(() => byCode('1001', code))).code).toBe('sign-in-code')
    const last = await codeNow(activity)
    await close(activity)
    vi.setSystemTime(now + graceMs + 3 * codeMs)
    expect(await byCode('1001', last)).toMatchObject({ isLate: true })
    expect((await refusalOf(() => byCode('1002', '000000'))).code).toBe('sign-in-code')
  })
})

describe('a settlement', () => {
  it('writes each household once, on the day of the activity, as a batch', async () => {
    const activity = await open('meeting')
    await scan(activity, '1001')
    await scan(activity, '1002')
    await close(activity)
    const id = randomUUID()
    const { activity: settled, fresh } = await settle(activity, id)
    expect([fresh, settled.batch]).toEqual([true, expect.any(Number)])
    expect((await village.postings()).map(({ text, occurred_on }) => [text, occurred_on])).toEqual([
      ['参加村民会议', today],
      ['参加村民会议', today],
    ])
    expect(await settle(activity, id)).toMatchObject({ fresh: false, activity: { batch: settled.batch } })
    expect((await refusalOf(() => settle(activity))).code).toBe('activity-settled')
    expect(await village.faults()).toEqual([])
  })

  it('gives each person the units of the rule', async () => {
    const activity = await open('hours', { counts: 'person' })
    await scan(activity, '1001')
    await scan(activity, '1001')
    await scan(activity, '1002')
    await close(activity)
    await settle(activity)
    expect((await village.postings()).map(({ units }) => units)).toEqual([2, 1])
  })

  it('leaves out what the rules refuse, says why, and counts the others', async () => {
    const activity = await open('meeting')
    await scan(activity, '1001')
    await scan(activity, '1002')
    await close(activity)
    for (const day of ['2026-06-01', '2026-06-02', '2026-06-03'])
      await village.enter('meeting', { door: '1001', occurredOn: day })
    const foreseen = await foreseeSettlement(store, village.scope, activity.id)
    expect(foreseen.refused.map(({ attendant, refused }) => [attendant.door, refused.code])).toEqual([
      ['1001', 'cap-points'],
    ])
    const { activity: settled } = await settle(activity)
    const all = await attendance(store, village.id, settled)
    expect(all.map(({ door, result }) => [door, result?.state])).toEqual([
      ['1001', 'refused'],
      ['1002', 'posted'],
      ['1003', undefined],
      ['1004', undefined],
    ])
  })

  it('lets somebody else pass the own household of who settles', async () => {
    const clerk = await village.person('录入员', ['clerk'])
    const activity = await open('meeting')
    await scan(activity, '1001')
    await scan(activity, '1002')
    await close(activity)
    await setOwnHousehold(store, village.id, clerk.user, await village.household('1001'))
    await settleActivity(store, clerk, activity.id, { id: randomUUID() })
    const all = await attendance(store, village.id, activity)
    expect(all.slice(0, 2).map(({ result }) => result?.state)).toEqual(['waiting', 'posted'])
  })

  it('can be taken back as a whole and made again, by another rule', async () => {
    const activity = await open('meeting')
    await scan(activity, '1001')
    await scan(activity, '1002')
    await close(activity)
    const { activity: settled } = await settle(activity)
    await reverseBatch(store, village.scope, settled.batch ?? 0, { id: randomUUID(), reason: '选错了细则' })
    await changeActivity(store, village.scope, activity.id, { rule: village.rules.duty })
    await settle(activity)
    expect((await village.postings()).map(({ kind }) => kind)).toEqual([
      ...['award', 'award', 'reversal', 'reversal', 'award', 'award'],
    ])
    expect(await village.faults()).toEqual([])
  })

  it('waits until the sign-in is closed, and for whoever came since the preview', async () => {
    const activity = await open('meeting')
    await scan(activity, '1001')
    expect((await refusalOf(() => settle(activity))).code).toBe('activity-still-open')
    await close(activity)
    const late = () => settleActivity(store, village.scope, activity.id, { id: randomUUID(), people: 0 })
    expect((await refusalOf(late)).code).toBe('activity-moved')
  })
})

describe('what a household sees', () => {
  it('is what it may come to, from today on, and whether it signed in', async () => {
    const activity = await open('meeting')
    await plan('meeting', { name: '夜校', heldOn: '2026-06-16', byCode: false })
    await plan('meeting', { name: '别组的会', groups: [await groupOf('1002')] })
    await scan(activity, '1001')
    const own = { village: village.id, household: await village.household('1001') }
    const seen = await ownActivities(store, own, today)
    expect(seen.map(({ name, isOpen, byCode, people }) => [name, isOpen, byCode, people])).toEqual([
      ['村民大会', true, true, 1],
      ['夜校', false, false, 0],
    ])
  })
})
