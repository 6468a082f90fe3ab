import { createHash, randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { enterScores } from '../../../db/scores/enterScores.ts'
import type { ScoreRequest } from '../../../db/scores/scoreRequest.ts'
import { inOrder } from '../../../db/store/inOrder.ts'
import { changeRule } from '../../../db/villages/rulebook.ts'
import { canonicalPosting } from '../../../server/domain/points/canonicalPosting.ts'
import { refusalOf, testStore, TestVillage } from '../../support/db/village.ts'

const store = await testStore()

describe('the numbers of the postings', () => {
  it('run 1, 2, 3 in each village for itself', async () => {
    const [one, other] = [await TestVillage.create(store), await TestVillage.create(store)]
    for (const village of [one, other, one]) await village.enter('duty')
    expect((await one.postings()).map(({ seq }) => seq)).toEqual([1, 2])
    expect((await other.postings()).map(({ seq }) => seq)).toEqual([1])
  })

  it('have no gap where a request was refused', async () => {
    const village = await TestVillage.create(store)
    await village.enter('duty')
    await refusalOf(async () =>
      village.write(village.request('duty'), village.request('duty', { door: '9999' })),
    )
    expect((await village.enter('duty')).seq).toBe(2)
  })

  it('come back in the order of the requests', async () => {
    const village = await TestVillage.create(store)
    const { seqs } = await village.write(
      village.request('duty', { door: '1002' }),
      village.request('yard', { points: 5 }),
    )
    expect(seqs).toEqual([1, 2])
    expect((await village.postings()).map(({ points }) => points)).toEqual([40, 5])
  })
})

describe('the chain', () => {
  it('lets anyone compute each hash from the posting and the hash before it', async () => {
    const village = await TestVillage.create(store)
    await village.write(village.request('hours', { units: 2.5 }), village.request('litter', { note: '门前' }))
    await village.reverse(await village.enter('duty'))
    const { name } = await store.one<{
      name: string
    }>('SELECT name FROM chains WHERE village_id = ?', village.id)
    let before = '0'.repeat(64)
    for (const posting of await village.postings()) {
      const text = canonicalPosting(name, before, posting)
      expect(posting.hash).toBe(createHash('sha256').update(text).digest('hex'))
      before = posting.hash
    }
  })

  it('ends where the village says it ends', async () => {
    const village = await TestVillage.create(store)
    const { seq, hash } = await village.enter('duty')
    const chain = await store.first('SELECT seq, head FROM chains WHERE village_id = ?', village.id)
    expect(chain).toEqual({ seq, head: hash })
  })

  it('differs between two villages with the same postings', async () => {
    const request = { id: randomUUID() }
    const hashes = await inOrder(
      [await TestVillage.create(store), await TestVillage.create(store)],
      async (one) => (await one.enter('duty', request)).hash,
    )
    expect(hashes[0]).not.toBe(hashes[1])
  })
})

describe('a posting', () => {
  it('copies what the rule said, who wrote it and the note', async () => {
    const village = await TestVillage.create(store)
    expect(await village.enter('hours', { units: 1.5, note: '清理河道' })).toMatchObject({
      kind: 'award',
      points: 15,
      units: 1.5,
      text: '志愿服务',
      occurred_on: '2026-06-15',
      recorded_at: '2026-06-15T04:00:00.000Z',
      recorder: '录入员',
      note: '清理河道',
    })
  })

  it('finds the door however it is typed', async () => {
    const village = await TestVillage.create(store)
    expect((await village.enter('duty', { door: '１００２号' })).household_id).toBe(
      await village.household('1002'),
    )
  })
})

describe('the same id again', () => {
  it('gives the first result and writes nothing', async () => {
    const village = await TestVillage.create(store)
    const request = village.request('duty')
    const first = await village.write(request)
    expect(await village.write(request)).toEqual({ ...first, fresh: false })
    expect(await village.postings()).toHaveLength(1)
  })

  it('gives the first result after the rule was retired', async () => {
    const village = await TestVillage.create(store)
    const request = village.request('duty')
    const { seqs } = await village.write(request)
    await changeRule(store, village.scope, village.rules.duty, { retired: true })
    expect((await village.write(request)).seqs).toEqual(seqs)
  })

  it('gives the first result when a cap is full by now', async () => {
    const village = await TestVillage.create(store)
    const request = village.request('sorting')
    const { seqs } = await village.write(request)
    expect((await village.write(request)).seqs).toEqual(seqs)
  })

  it('counts once within one array', async () => {
    const village = await TestVillage.create(store)
    const request = village.request('duty')
    expect((await village.write(request, request)).seqs).toEqual([1, 1])
    expect(await village.postings()).toHaveLength(1)
  })

  it('adds only the rest when an array was written in part before', async () => {
    const village = await TestVillage.create(store)
    const [first, second] = [village.request('duty'), village.request('duty', { door: '1002' })]
    await village.write(first)
    expect(await village.write(first, second)).toEqual({ seqs: [1, 2], claims: [], fresh: true })
  })

  it('is another posting in another village', async () => {
    const id = randomUUID()
    const [one, other] = [await TestVillage.create(store), await TestVillage.create(store)]
    await one.enter('duty', { id })
    expect((await other.enter('duty', { id })).seq).toBe(1)
  })

  it.each<[string, (village: TestVillage) => Partial<ScoreRequest>]>([
    ['door', () => ({ door: '1002' })],
    ['rule', (village) => ({ rule: village.rules.duty })],
    ['points', () => ({ points: 61 })],
    ['units', () => ({ units: 2 })],
    ['date', () => ({ occurredOn: '2026-06-14' })],
    ['note', () => ({ note: '别的' })],
  ])('is refused with another %s', async (_, change) => {
    const village = await TestVillage.create(store)
    const request = village.request('yard', { points: 60 })
    await village.write(request)
    expect((await refusalOf(async () => village.write({ ...request, ...change(village) }))).code).toBe(
      'id-used-before',
    )
  })

  it('is refused for a reversal when a score has it', async () => {
    const village = await TestVillage.create(store)
    const posting = await village.enter('duty')
    const reuse = async () =>
      village.write(village.request('yard', { id: (await village.reverse(posting)).id, points: 1 }))
    expect(await refusalOf(reuse)).toMatchObject({ kind: 'unprocessable', code: 'id-used-before' })
  })
})

describe('several scores at once', () => {
  it('are all written or none', async () => {
    const village = await TestVillage.create(store)
    const good = village.request('duty')
    await refusalOf(async () => village.write(good, village.request('duty', { door: '9999' })))
    expect(await village.postings()).toEqual([])
    expect((await village.board()).households.every(({ score }) => score === 0)).toBe(true)
  })

  it('are refused with a reason for every line that cannot be written', async () => {
    const village = await TestVillage.create(store)
    const { code, params, lines } = await refusalOf(async () =>
      village.write(
        village.request('duty', { door: '9999' }),
        village.request('duty'),
        village.request('yard', { door: '1002', points: 101 }),
      ),
    )
    expect([code, params]).toEqual(['lines-refused', { refused: 2, total: 3 }])
    expect(lines).toEqual([
      { index: 0, door: '9999', code: 'unknown-household', params: { door: '9999' } },
      { index: 2, door: '1002', code: 'points-range', params: { min: 0, max: 100 } },
    ])
  })

  it('give the reason itself when there is only one', async () => {
    const village = await TestVillage.create(store)
    expect(await refusalOf(async () => village.enter('yard'))).toMatchObject({
      code: 'points-range',
      lines: [{ index: 0, door: '1001', code: 'points-range' }],
    })
  })

  it('are one transaction for those who keep boards', async () => {
    const village = await TestVillage.create(store)
    const heard: number[] = []
    const stop = store.onChange((change) => {
      if (change.type === 'postings') heard.push(change.postings.length)
    })
    await enterScores(store, village.scope, [village.request('duty'), village.request('duty')])
    stop()
    expect(heard).toEqual([2])
  })
})
