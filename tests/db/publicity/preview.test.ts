/** What the next publication would be over, before it is published. */
import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { previewPublication, publish } from '../../../db/publicity/publish.ts'
import { testStore, TestVillage } from '../../support/db/village.ts'

const store = await testStore()

/** Two deeds of April, one of June entered between them, a deduction and a reversal. */
async function village(): Promise<TestVillage> {
  const village = await TestVillage.create(store)
  await village.enter('duty', { occurredOn: '2026-04-02' })
  await village.enter('meeting', { door: '1002', occurredOn: '2026-06-01' })
  await village.enter('litter', { door: '1002', occurredOn: '2026-04-30' })
  await village.reverse(await village.enter('duty', { door: '1003', occurredOn: '2026-06-02' }))
  return village
}

it('counts lines, households and sums by kind', async () => {
  const { id } = await village()
  expect(await previewPublication(store, id, null)).toEqual({
    fromSeq: 1,
    toSeq: 5,
    lines: 5,
    startsOn: '2026-04-02',
    endsOn: '2026-06-02',
    points: 40,
    households: 3,
    awards: { lines: 3, points: 100 },
    deductions: { lines: 1, points: -20 },
    others: { lines: 1, points: -40 },
    later: 0,
  })
})

it('ends with the last deed of a day, and counts later deeds that stand before it', async () => {
  const { id } = await village()
  expect(await previewPublication(store, id, '2026-04-30')).toMatchObject({
    toSeq: 3,
    lines: 3,
    points: 40,
    later: 1,
  })
  expect(await previewPublication(store, id, '2026-04-01')).toBeNull()
})

it('is what is published with its end, whatever was entered since; the next one begins there', async () => {
  const own = await village()
  const preview = await previewPublication(store, own.id, '2026-04-30')
  await own.enter('duty', { occurredOn: '2026-04-03' })
  const request = { id: randomUUID(), closesOn: '2026-06-22', toSeq: preview?.toSeq }
  const { publication } = await publish(store, own.scope, request)
  expect(publication).toMatchObject({ fromSeq: 1, toSeq: 3, lines: 3 })
  expect(await previewPublication(store, own.id, null)).toMatchObject({ fromSeq: 4, toSeq: 6, lines: 3 })
})
