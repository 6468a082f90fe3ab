/** Putting right: time by rule, the household's report, passing and returning. */
import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { decideMending, reportMending } from '../../../db/mendings/decideMending.ts'
import { listMendings, mendedIn, mustFindMending } from '../../../db/mendings/mendings.ts'
import { setMendingTerms } from '../../../db/mendings/mendingTerms.ts'
import { readPhoto, storePhoto } from '../../../db/photos/photos.ts'
import { sweepPhotos } from '../../../db/photos/photoTimes.ts'
import type { PostingRow } from '../../../db/store/schema.ts'
import { now, refusalOf, testStore, TestVillage, today } from '../../support/db/village.ts'

const store = await testStore()
let village: TestVillage
beforeEach(async () => {
  vi.setSystemTime(now)
  village = await TestVillage.create(store)
  await setTerms(7, 50)
})

async function setTerms(days: number | null, percent: number): Promise<void> {
  const terms = { id: randomUUID(), rule: village.rules.litter, days, percent }
  await setMendingTerms(store, village.scope, terms)
}

async function photo(household: number): Promise<string> {
  const id = randomUUID()
  const image = { digest: id, bytes: Buffer.from('x'), width: 1, height: 1 }
  await storePhoto(store, { village: village.id, user: null }, { id, household, ...image })
  return id
}

/** @returns the id of its photo */
async function report({ seq, household_id: household }: PostingRow): Promise<string> {
  const said = { id: randomUUID(), text: '已清理', photos: [await photo(household)] }
  await reportMending(store, { village: village.id, household }, seq, said)
  return said.photos[0] ?? ''
}

const decide = ({ seq }: PostingRow, isPassed: boolean, reason = '', photos: string[] = []) =>
  decideMending(store, village.scope, seq, { id: randomUUID(), isPassed, reason, photos })
const stateOf = async ({ seq }: PostingRow) => (await mustFindMending(store, village.id, seq)).state

describe('a deduction under a rule that gives time', () => {
  it('is due so many days after the deed, and gives back the rule’s share', async () => {
    const { seq } = await village.enter('litter')
    expect(await listMendings(store, village.id)).toMatchObject([
      { seq, door: '1001', dueOn: '2026-06-22', points: -20, givesBack: 10, state: 'open' },
    ])
  })

  it('keeps the terms of its time when these change, and others have none', async () => {
    await village.enter('litter')
    vi.setSystemTime(now + 1_000)
    await setTerms(null, 100)
    vi.setSystemTime(now + 2_000)
    await village.enter('litter', { door: '1002' })
    await village.enter('poultry', { door: '1003' })
    expect((await listMendings(store, village.id)).map(({ door, givesBack }) => [door, givesBack])).toEqual([
      ['1001', 10],
    ])
  })

  it('that was reversed is no longer to be put right', async () => {
    await village.reverse(await village.enter('litter'))
    expect(await listMendings(store, village.id)).toEqual([])
  })
})

describe('passing', () => {
  it('gives the share back once, linked to the deduction, and is counted in its month', async () => {
    const deduction = await village.enter('litter')
    await report(deduction)
    expect(await stateOf(deduction)).toBe('sent')
    await decide(deduction, true, '已整改到位')
    const restore = (await village.postings()).at(-1)
    expect(restore).toMatchObject({
      kind: 'restore',
      points: 10,
      restores: deduction.seq,
      note: '已整改到位',
    })
    expect((await refusalOf(() => decide(deduction, true))).code).toBe('mending-passed')
    expect(await mendedIn(store, village.id, today.slice(0, 7))).toBe(1)
    expect(await village.faults()).toEqual([])
  })

  it('gives back no more than is left after points were given back by hand', async () => {
    const deduction = await village.enter('litter')
    await village.restore(deduction, 15)
    await decide(deduction, true)
    expect((await village.postings()).at(-1)).toMatchObject({ kind: 'restore', points: 5 })
  })

  it('sent again under its id gives the first result', async () => {
    const { seq } = await village.enter('litter')
    const decision = { id: randomUUID(), isPassed: true, reason: '', photos: [] }
    await decideMending(store, village.scope, seq, decision)
    expect(await decideMending(store, village.scope, seq, decision)).toMatchObject({ fresh: false })
    expect((await village.postings()).filter(({ kind }) => kind === 'restore')).toHaveLength(1)
  })

  it('is for inspectors too, who may enter nothing else', async () => {
    const inspector = await village.person('督导员')
    const { seq } = await village.enter('litter')
    const decision = { id: randomUUID(), isPassed: true, reason: '', photos: [] }
    await decideMending(store, inspector, seq, decision)
    expect((await village.postings()).at(-1)).toMatchObject({ kind: 'restore', recorder: '督导员' })
  })
})

describe('photos', () => {
  it('of the household and of the staff stay with what was returned, each time, and after it was passed', async () => {
    const deduction = await village.enter('litter')
    const taken = async () => photo(deduction.household_id)
    const of = async () => mustFindMending(store, village.id, deduction.seq)
    const [seen, first] = [await taken(), await report(deduction)]
    await decide(deduction, false, '墙角还有杂物', [seen])
    const returned = { by: village.scope.name, reason: '墙角还有杂物', said: '已清理', photos: [first, seen] }
    expect(await of()).toMatchObject({ state: 'returned', after: [], returns: [returned] })

    vi.setSystemTime(now + 60_000)
    const second = await report(deduction)
    expect(await of()).toMatchObject({ state: 'sent', after: [second], returns: [returned] })
    await decide(deduction, false, '还差一点', [])
    // Staff may look again without another report.
    vi.setSystemTime(now + 120_000)
    const [again, last] = [await taken(), await taken()]
    await decide(deduction, false, '仍未清理', [again])
    await decide(deduction, true, '', [last])
    expect(await of()).toMatchObject({
      state: 'passed',
      after: [last],
      returns: [
        returned,
        { reason: '还差一点', said: '已清理', photos: [second] },
        { reason: '仍未清理', said: null, photos: [again] },
      ],
    })
    await sweepPhotos(store, { id: village.id, slug: village.slug }, now + 90 * 24 * 3_600_000)
    for (const id of [first, seen, second, again, last]) await readPhoto(store, village.id, id)
  })

  it('of what was passed stay where nothing was left to give back', async () => {
    const deduction = await village.enter('litter')
    await village.restore(deduction, 20)
    const seen = await photo(deduction.household_id)
    await decide(deduction, true, '', [seen])
    expect(await mustFindMending(store, village.id, deduction.seq)).toMatchObject({ after: [seen] })
  })

  it('that are another household’s are refused, and nothing is decided', async () => {
    const deduction = await village.enter('litter')
    const strange = await photo(await village.household('1002'))
    expect((await refusalOf(() => decide(deduction, false, '不符', [strange]))).code).toBe('unknown-photo')
    expect(await mustFindMending(store, village.id, deduction.seq)).toMatchObject({
      state: 'open',
      returns: [],
    })
  })
})

describe('a report', () => {
  it('needs a photo, and is the own household’s', async () => {
    const { seq } = await village.enter('litter')
    const own = { village: village.id, household: await village.household('1001') }
    const other = { village: village.id, household: await village.household('1002') }
    const said = { id: randomUUID(), text: '', photos: [] }
    expect((await refusalOf(() => reportMending(store, own, seq, said))).code).toBe('mending-photo')
    expect((await refusalOf(() => reportMending(store, other, seq, said))).code).toBe('unknown-mending')
  })

  it('that is returned says why, and can be sent again', async () => {
    const deduction = await village.enter('litter')
    await report(deduction)
    expect((await refusalOf(() => decide(deduction, false))).code).toBe('mending-reason')
    await decide(deduction, false, '墙角还有杂物')
    expect(await mustFindMending(store, village.id, deduction.seq)).toMatchObject({
      state: 'returned',
      reason: '墙角还有杂物',
    })
    await report(deduction)
    expect(await stateOf(deduction)).toBe('sent')
    expect((await village.postings()).some(({ kind }) => kind === 'restore')).toBe(false)
  })
})
