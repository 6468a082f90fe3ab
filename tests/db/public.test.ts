import { describe, expect, it } from 'vitest'
import { readPublicVillage } from '../../db/board.ts'
import { changeHousehold } from '../../db/households.ts'
import { changeVillage } from '../../db/villageSettings.ts'
import { type BoardLine, type PostingEvent } from '../../server/domain/board.ts'
import { type PrivacyPreset } from '../../server/domain/privacy.ts'
import { household, now, testStore, TestVillage } from './village.ts'
import { append } from './writes.ts'

const store = await testStore()

/** The events that screens get while the function writes. */
function eventsOf(village: TestVillage, work: () => void): PostingEvent[] {
  const { project } = readPublicVillage(store, village.row, now)
  const events: PostingEvent[] = []
  const stop = store.onChange((change) => {
    if (change.type === 'postings') events.push(...change.postings.map(project))
  })
  work()
  stop()
  return events
}

/** The newest public line, as the board tells it; the event that brought it says the same. */
function lineOf(village: TestVillage, work: () => void): BoardLine | undefined {
  const event = eventsOf(village, work).at(-1)
  const [line] = village.board().recent
  expect(event?.line).toEqual(line)
  return line
}

describe('nothing private is public', () => {
  /** Stands in every field that the public must not see. */
  const mark = 'NEVERPUBLIC'

  it.each<PrivacyPreset>(['door', 'masked', 'full'])('under preset %s', (privacy) => {
    const marked = { head: `刘${mark}`, phone: `138-${mark}`, note: `低保-${mark}`, members: 987_654 }
    const village = new TestVillage(store, {
      households: [household('1001', marked), household('1002', marked)],
    })
    changeHousehold(store, village.scope, '1002', { consented: true, optedOut: true })
    changeVillage(store, village.scope, { privacy })
    const events = eventsOf(village, () => {
      const posting = village.enter('duty', { id: `${mark}-1`, note: mark })
      village.enter('litter', { id: `${mark}-2`, note: mark, door: '1002' })
      village.reverse(posting, mark)
      append(village, 'redeem', { door: '1001', day: '2026-06-15', points: -10 })
    })
    expect(events).toHaveLength(4)
    const told = JSON.stringify([village.board(), events])
    for (const hidden of [mark, mark.toLowerCase(), '987654', village.scope.name])
      expect(told).not.toContain(hidden)
  })

  it('but the name of those who agreed to it, where the village shows full names', () => {
    const village = new TestVillage(store)
    changeVillage(store, village.scope, { privacy: 'full' })
    changeHousehold(store, village.scope, '1001', { consented: true })
    expect(
      village
        .board()
        .households.slice(0, 2)
        .map(({ name }) => name),
    ).toEqual(['刘建国', '刘**'])
  })
})

describe('the name of a household', () => {
  it('is masked unless the village chose otherwise', () => {
    expect(new TestVillage(store).board().households[0]?.name).toBe('刘**')
  })

  it('is not shown once it opted out, on its lines neither', () => {
    const village = new TestVillage(store)
    changeHousehold(store, village.scope, '1001', { optedOut: true })
    expect(lineOf(village, () => village.enter('duty'))?.household).toMatchObject({
      door: '1001',
      name: null,
    })
    expect(village.board().households[0]?.name).toBeNull()
  })
})

describe('the line of', () => {
  it('an award names the household', () => {
    const village = new TestVillage(store)
    const line = lineOf(village, () => village.enter('duty'))
    expect(line).toMatchObject({ points: 40, household: { door: '1001', name: '刘**' } })
  })

  it('a deduction says what and how much, not who', () => {
    const village = new TestVillage(store)
    const line = lineOf(village, () => village.enter('litter'))
    expect(line).toMatchObject({ text: '乱堆乱放', points: -20, household: null })
  })

  it('an award taken back does not say who', () => {
    const village = new TestVillage(store)
    const posting = village.enter('duty')
    expect(lineOf(village, () => village.reverse(posting))?.household).toBeNull()
  })

  it('a deduction taken back does not tell who had it', () => {
    const village = new TestVillage(store)
    const posting = village.enter('litter')
    expect(lineOf(village, () => village.reverse(posting))).toMatchObject({ points: 20, household: null })
  })

  it('points given back after mending does not tell who had lost them', () => {
    const village = new TestVillage(store)
    const deduction = village.enter('litter')
    const restore = () => void village.restore(deduction, 20)
    expect(lineOf(village, restore)).toMatchObject({ points: 20, household: null })
  })

  it.each<[PrivacyPreset, string | null]>([
    ['door', null],
    ['masked', '刘**'],
    ['full', '刘建国'],
  ])('a redemption names the household as the preset %s says, and so does its return', (privacy, name) => {
    const village = new TestVillage(store)
    changeHousehold(store, village.scope, '1001', { consented: true })
    changeVillage(store, village.scope, { privacy })
    const deed = { door: '1001', day: '2026-06-15' }
    const took = lineOf(village, () => append(village, 'redeem', { ...deed, points: -30 }))
    expect(took).toMatchObject({ points: -30, household: { door: '1001', name } })
    const returned = lineOf(village, () => append(village, 'redeem-return', { ...deed, points: 30 }))
    expect(returned).toMatchObject({ points: 30, household: { door: '1001', name } })
    // What a household lost stays without a name beside it.
    expect(lineOf(village, () => village.enter('litter'))?.household).toBeNull()
  })

  it('a redemption of somebody who opted out has their door alone', () => {
    const village = new TestVillage(store)
    changeHousehold(store, village.scope, '1001', { optedOut: true })
    const deed = { door: '1001', day: '2026-06-15', points: -30 }
    expect(lineOf(village, () => append(village, 'redeem', deed))?.household).toMatchObject({
      door: '1001',
      name: null,
    })
  })

  it('a deduction says who, where the village chose so', () => {
    const village = new TestVillage(store)
    store.prepare('UPDATE villages SET names_deductions = 1 WHERE id = ?').run(village.id)
    const posting = village.enter('litter')
    expect(village.board().recent[0]?.household?.door).toBe('1001')
    expect(lineOf(village, () => village.reverse(posting))?.household?.door).toBe('1001')
  })
})
