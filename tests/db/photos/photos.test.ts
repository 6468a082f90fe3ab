/** Photos as evidence: what they are attached to, and the room that they may take. */
import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { listPostings } from '../../../db/ledger/postings.ts'
import { attachPhotos, storePhoto, photosOf, readPhoto } from '../../../db/photos/photos.ts'
import { sweepPhotos } from '../../../db/photos/photoTimes.ts'
import { readClaim } from '../../../db/scores/claims.ts'
import { restorePoints } from '../../../db/scores/restorePoints.ts'
import { sha256 } from '../../../db/store/sha256.ts'
import { changeRule, mustFindRule } from '../../../db/villages/rulebook.ts'
import type { RuleTerms } from '../../../server/domain/points/points.ts'
import type { RuleName } from '../../support/db/rules.ts'
import { now, refusalOf, testStore, today, TestVillage } from '../../support/db/village.ts'

const store = await testStore()
const village = await TestVillage.create(store)

/** Keeps a photo of a door and gives its id. */
async function keep(
  door = '1001',
  more: { id?: string; size?: number; of?: TestVillage } = {},
): Promise<string> {
  const { id = randomUUID(), size = 10, of = village } = more
  const photo = { household: await of.household(door), digest: sha256(id), width: 4, height: 3 }
  await storePhoto(store, { village: of.id, user: null }, { id, ...photo, bytes: Buffer.alloc(size, 1) })
  return id
}

async function attach(subject: string, ids: string[], door = '1001'): Promise<void> {
  const household = await village.household(door)
  await store.write(village.id, (store) => attachPhotos(store, village.id, household, subject, ids))
}

describe('photos', () => {
  it('are the evidence of what names them, in the order they came', async () => {
    // in ascending order, for those that come in the same millisecond
    const [first = '', second = '', other = ''] = Array.from({ length: 3 }, () => randomUUID()).sort()
    for (const id of [first, second, other]) await keep('1001', { id })
    const [score, another, without] = [randomUUID(), randomUUID(), randomUUID()]
    await attach(score, [second, first])
    await attach(another, [other])
    expect(await photosOf(store, village.id, [score, another, without])).toEqual(
      new Map([
        [score, [first, second]],
        [another, [other]],
      ]),
    )
    expect(await readPhoto(store, village.id, first)).toEqual({
      bytes: Buffer.alloc(10, 1),
      household: await village.household('1001'),
    })
  })

  it('can be attached to the same again, and to nothing else', async () => {
    const photo = await keep()
    const score = randomUUID()
    await attach(score, [photo])
    await attach(score, [photo])
    expect((await refusalOf(async () => attach(randomUUID(), [photo]))).code).toBe('unknown-photo')
    expect((await photosOf(store, village.id, [score])).get(score)).toEqual([photo])
  })

  it('of another household, another village, or that never came are refused, and none of them attached', async () => {
    const elsewhere = await TestVillage.create(store)
    const good = await keep()
    for (const bad of [await keep('1002'), await keep('1001', { of: elsewhere }), randomUUID()]) {
      const score = randomUUID()
      expect((await refusalOf(async () => attach(score, [good, bad]))).code).toBe('unknown-photo')
      expect((await photosOf(store, village.id, [score])).size).toBe(0)
    }
  })

  it('are refused once they fill the room that the village gives them, with what to do about it', async () => {
    const small = await TestVillage.create(store)
    await store.write(village.id, async (store) =>
      store.run('UPDATE villages SET photos = ? WHERE id = ?', '{"megabytes":1,"months":12}', small.id),
    )
    const last = await keep('1001', { of: small, size: 1_048_000 })
    const refused = await refusalOf(async () => keep('1001', { of: small, size: 577 }))
    expect(refused).toMatchObject({ kind: 'conflict', code: 'photo-room', params: { megabytes: 1 } })
    // What is there already costs nothing more.
    expect(await keep('1001', { of: small, id: last, size: 1_048_000 })).toBe(last)
    await keep('1001', { of: small, size: 576 })
    await keep('1001', { size: 577 })
  })
})

describe('a score whose rule asks for evidence', () => {
  beforeAll(async () => change('litter', { evidence: true }))

  it('is refused without any', async () => {
    const { code, params } = await refusalOf(async () => village.enter('litter'))
    expect({ code, params }).toEqual({ code: 'evidence-needed', params: { rule: '乱堆乱放' } })
    expect((await refusalOf(async () => village.enter('litter', { note: '', photos: [] }))).code).toBe(
      'evidence-needed',
    )
  })

  it('is written with a note that says where the paper lies', async () => {
    expect((await village.enter('litter', { note: '见村委会 2026 年第 3 册' })).points).toBe(-20)
  })

  it('is written with a photo, which is its evidence from then on', async () => {
    const photo = await keep()
    const { seq, id } = await village.enter('litter', { photos: [photo] })
    expect(await listPostings(store, village.id, {}, null, 1)).toMatchObject([
      { seq, id, photos: [photo], photosOver: 0 },
    ])
  })

  it('is refused with the photo of another door, and the photo stays free', async () => {
    const photo = await keep('1002')
    expect((await refusalOf(async () => village.enter('litter', { photos: [photo] }))).code).toBe(
      'unknown-photo',
    )
    expect((await village.enter('litter', { door: '1002', photos: [photo] })).points).toBe(-20)
  })

  it('that is sent again is the same score; with other photos, or none, it is another one', async () => {
    const photos = [await keep(), await keep()]
    const request = village.request('litter', { photos })
    const { seqs } = await village.write(request)
    expect(await village.write(request)).toMatchObject({ seqs, fresh: false })
    for (const other of [[await keep()], photos.slice(1), undefined])
      expect((await refusalOf(async () => village.write({ ...request, photos: other, note: '' }))).code).toBe(
        'id-used-before',
      )
  })

  it('shows its photos while it waits for a review, too', async () => {
    await change('poultry', { evidence: true, reviewers: 1 })
    const photo = await keep()
    const { claims } = await village.write(village.request('poultry', { photos: [photo] }))
    expect(await readClaim(store, village.scope, claims[0]!)).toMatchObject({
      evidence: true,
      photos: [photo],
    })
  })
})

describe('a score without photos', () => {
  it('has the digest that it had before there were photos', async () => {
    const { request } = await village.enter('duty', { door: '1003' })
    const { duty } = village.rules
    expect(request).toBe(`2:${sha256(JSON.stringify(['score', '1003', duty, null, null, today, null]))}`)
  })
})

describe('a restore', () => {
  it('shows what was put right', async () => {
    const deduction = await village.enter('litter', { note: '见登记簿' })
    const photo = await keep()
    const request = { id: randomUUID(), points: 20, reason: '已整改', photos: [photo] }
    const { seqs } = await restorePoints(store, village.scope, deduction.id, request)
    expect(await restorePoints(store, village.scope, deduction.id, request)).toEqual({ seqs, fresh: false })
    expect(await listPostings(store, village.id, {}, null, 1)).toMatchObject([
      { seq: seqs[0], photos: [photo] },
    ])
    expect(await village.faults()).toEqual([])
  })
})

describe('what a round scored', () => {
  it('has the photos of the visits that it was made of', async () => {
    const { id } = await village.enter('yard', { door: '1004', points: 80 })
    const { visit, superseded } = await visited('1004', id)
    const photo = await keep('1004')
    await attach(visit, [photo], '1004')
    await attach(superseded, [await keep('1004')], '1004')
    expect(await photosOf(store, village.id, [id])).toEqual(new Map([[id, [photo]]]))
  })
})

describe('the time of photos', () => {
  const day = 24 * 3_600_000
  const audited = async (of: TestVillage) =>
    (await store.all(`SELECT after FROM audit WHERE village_id = ? AND action = 'photos.swept'`, of.id)).map(
      (row) => JSON.parse((row as { after: string }).after) as unknown,
    )

  it('ends after the months that the village set: the ledger stays and says that there were some', async () => {
    const kept = await TestVillage.create(store)
    const photo = await keep('1001', { of: kept, size: 500 })
    const { hash } = await kept.enter('litter', { note: '见册', photos: [photo] })
    expect(await sweepPhotos(store, await kept.row(), now + 364 * day)).toEqual({ over: 0, unnamed: 0 })
    expect(await sweepPhotos(store, await kept.row(), now + 367 * day)).toEqual({ over: 1, unnamed: 0 })
    expect(await sweepPhotos(store, await kept.row(), now + 368 * day)).toEqual({ over: 0, unnamed: 0 })
    expect(await listPostings(store, kept.id, {}, null, 1)).toMatchObject([
      { hash, photos: [], photosOver: 1 },
    ])
    expect((await refusalOf(async () => readPhoto(store, kept.id, photo))).code).toBe('unknown-photo')
    expect(await audited(kept)).toEqual([{ tooOld: 1, unnamed: 0 }])
    expect(await kept.faults()).toEqual([])
  })

  it('never ends where the village keeps them for ever', async () => {
    const kept = await TestVillage.create(store)
    await store.write(village.id, async (store) =>
      store.run('UPDATE villages SET photos = ? WHERE id = ?', '{"megabytes":1,"months":null}', kept.id),
    )
    const photo = await keep('1001', { of: kept })
    await kept.enter('litter', { photos: [photo] })
    expect(await sweepPhotos(store, await kept.row(), now + 10_000 * day)).toEqual({ over: 0, unnamed: 0 })
  })

  it('ends after two days for those that nothing names, of this village alone', async () => {
    const [kept, other] = [await TestVillage.create(store), await TestVillage.create(store)]
    const [forgotten, elsewhere] = [await keep('1001', { of: kept }), await keep('1001', { of: other })]
    expect(await sweepPhotos(store, await kept.row(), now + day)).toEqual({ over: 0, unnamed: 0 })
    expect(await sweepPhotos(store, await kept.row(), now + 3 * day)).toEqual({ over: 0, unnamed: 1 })
    expect((await refusalOf(async () => readPhoto(store, kept.id, forgotten))).code).toBe('unknown-photo')
    expect((await readPhoto(store, other.id, elsewhere)).bytes.length).toBe(10)
    expect(await audited(kept)).toEqual([{ tooOld: 0, unnamed: 1 }])
  })
})

async function change(rule: RuleName, more: Partial<RuleTerms>): Promise<void> {
  const { terms } = await mustFindRule(store, village.id, village.rules[rule])
  await changeRule(store, village.scope, village.rules[rule], { terms: { ...terms, ...more } })
}

/** A closed round whose score this is, with a visit that counts and one that another took the place of. */
async function visited(door: string, score: string): Promise<{ visit: string; superseded: string }> {
  const [visit, superseded] = [randomUUID(), randomUUID()]
  const [village_id, household_id] = [village.id, await village.household(door)]
  await store.write(village.id, async (store) => {
    const { sql } = store
    const user_id = (
      await store.run(
        sql
          .insertInto('users')
          .values({ username: randomUUID(), display_name: '督导员', password_hash: '', created_at: '' }),
      )
    ).id
    const request_id = randomUUID()
    const created = { village_id, request_id, name: '六月检查', rule_id: village.rules.yard }
    const sheet_id = (
      await store.run(sql.insertInto('check_sheets').values({ ...created, items: '[]', created_at: today }))
    ).id
    const terms = { sheet_id, sheet: '[]', stars: '[]', second: 'refuse', outcome: 'postings' } as const
    const round_id = (
      await store.run(
        sql.insertInto('rounds').values({
          ...created,
          ...terms,
          month: '2026-06',
          request: '',
          on_wall: 0,
          opened_at: today,
          opened_by: null,
        }),
      )
    ).id
    for (const [id, isSuperseded] of [[superseded, 1] as const, [visit, 0] as const])
      await store.run(
        sql.insertInto('visits').values({
          village_id,
          round_id,
          household_id,
          user_id,
          request_id: id,
          request: '',
          inspector: '督导员',
          found: '[]',
          points: 80,
          note: null,
          visited_on: today,
          recorded_at: today,
          superseded: isSuperseded,
        }),
      )
    const result = { village_id, round_id, household_id, points: 80, stars: 4, refusal: null }
    await store.run(sql.insertInto('round_results').values({ ...result, score_id: score }))
  })
  return { visit, superseded }
}
