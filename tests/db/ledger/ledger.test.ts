import { createHash, randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { enterScores } from '../../../db/scores/enterScores.ts'
import type { ScoreRequest } from '../../../db/scores/scoreRequest.ts'
import { changeRule } from '../../../db/villages/rulebook.ts'
import { canonicalPosting } from '../../../server/domain/points/canonicalPosting.ts'
import { refusalOf, testStore, TestVillage } from '../../support/db/village.ts'

const store = await testStore()

describe('the numbers of the postings', () => {
  it('run 1, 2, 3 in each village for itself', () => {
    const [one, other] = [new TestVillage(store), new TestVillage(store)]
    for (const village of [one, other, one]) village.enter('duty')
    expect(one.postings().map(({ seq }) => seq)).toEqual([1, 2])
    expect(other.postings().map(({ seq }) => seq)).toEqual([1])
  })

  it('have no gap where a request was refused', () => {
    const village = new TestVillage(store)
    village.enter('duty')
    refusalOf(() => village.write(village.request('duty'), village.request('duty', { door: '9999' })))
    expect(village.enter('duty').seq).toBe(2)
  })

  it('come back in the order of the requests', () => {
    const village = new TestVillage(store)
    const { seqs } = village.write(
      village.request('duty', { door: '1002' }),
      village.request('yard', { points: 5 }),
    )
    expect(seqs).toEqual([1, 2])
    expect(village.postings().map(({ points }) => points)).toEqual([40, 5])
  })
})

describe('the chain', () => {
  it('lets anyone compute each hash from the posting and the hash before it', () => {
    const village = new TestVillage(store)
    village.write(village.request('hours', { units: 2.5 }), village.request('litter', { note: '门前' }))
    village.reverse(village.enter('duty'))
    const { name } = store.one<{
      name: string
    }>('SELECT name FROM chains WHERE village_id = ?', village.id)
    let before = '0'.repeat(64)
    for (const posting of village.postings()) {
      const text = canonicalPosting(name, before, posting)
      expect(posting.hash).toBe(createHash('sha256').update(text).digest('hex'))
      before = posting.hash
    }
  })

  it('ends where the village says it ends', () => {
    const village = new TestVillage(store)
    const { seq, hash } = village.enter('duty')
    const chain = store.first('SELECT seq, head FROM chains WHERE village_id = ?', village.id)
    expect(chain).toEqual({ seq, head: hash })
  })

  it('differs between two villages with the same postings', () => {
    const request = { id: randomUUID() }
    const hashes = [new TestVillage(store), new TestVillage(store)].map(
      (one) => one.enter('duty', request).hash,
    )
    expect(hashes[0]).not.toBe(hashes[1])
  })
})

describe('a posting', () => {
  it('copies what the rule said, who wrote it and the note', () => {
    const village = new TestVillage(store)
    expect(village.enter('hours', { units: 1.5, note: '清理河道' })).toMatchObject({
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

  it('finds the door however it is typed', () => {
    const village = new TestVillage(store)
    expect(village.enter('duty', { door: '１００２号' }).household_id).toBe(village.household('1002'))
  })
})

describe('the same id again', () => {
  it('gives the first result and writes nothing', () => {
    const village = new TestVillage(store)
    const request = village.request('duty')
    const first = village.write(request)
    expect(village.write(request)).toEqual({ ...first, fresh: false })
    expect(village.postings()).toHaveLength(1)
  })

  it('gives the first result after the rule was retired', () => {
    const village = new TestVillage(store)
    const request = village.request('duty')
    const { seqs } = village.write(request)
    changeRule(store, village.scope, village.rules.duty, { retired: true })
    expect(village.write(request).seqs).toEqual(seqs)
  })

  it('gives the first result when a cap is full by now', () => {
    const village = new TestVillage(store)
    const request = village.request('sorting')
    const { seqs } = village.write(request)
    expect(village.write(request).seqs).toEqual(seqs)
  })

  it('counts once within one array', () => {
    const village = new TestVillage(store)
    const request = village.request('duty')
    expect(village.write(request, request).seqs).toEqual([1, 1])
    expect(village.postings()).toHaveLength(1)
  })

  it('adds only the rest when an array was written in part before', () => {
    const village = new TestVillage(store)
    const [first, second] = [village.request('duty'), village.request('duty', { door: '1002' })]
    village.write(first)
    expect(village.write(first, second)).toEqual({ seqs: [1, 2], claims: [], fresh: true })
  })

  it('is another posting in another village', () => {
    const id = randomUUID()
    const [one, other] = [new TestVillage(store), new TestVillage(store)]
    one.enter('duty', { id })
    expect(other.enter('duty', { id }).seq).toBe(1)
  })

  it.each<[string, (village: TestVillage) => Partial<ScoreRequest>]>([
    ['door', () => ({ door: '1002' })],
    ['rule', (village) => ({ rule: village.rules.duty })],
    ['points', () => ({ points: 61 })],
    ['units', () => ({ units: 2 })],
    ['date', () => ({ occurredOn: '2026-06-14' })],
    ['note', () => ({ note: '别的' })],
  ])('is refused with another %s', (_, change) => {
    const village = new TestVillage(store)
    const request = village.request('yard', { points: 60 })
    village.write(request)
    expect(refusalOf(() => village.write({ ...request, ...change(village) })).code).toBe('id-used-before')
  })

  it('is refused for a reversal when a score has it', () => {
    const village = new TestVillage(store)
    const posting = village.enter('duty')
    const reuse = () => village.write(village.request('yard', { id: village.reverse(posting).id, points: 1 }))
    expect(refusalOf(reuse)).toMatchObject({ kind: 'unprocessable', code: 'id-used-before' })
  })
})

describe('several scores at once', () => {
  it('are all written or none', () => {
    const village = new TestVillage(store)
    const good = village.request('duty')
    refusalOf(() => village.write(good, village.request('duty', { door: '9999' })))
    expect(village.postings()).toEqual([])
    expect(village.board().households.every(({ score }) => score === 0)).toBe(true)
  })

  it('are refused with a reason for every line that cannot be written', () => {
    const village = new TestVillage(store)
    const { code, params, lines } = refusalOf(() =>
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

  it('give the reason itself when there is only one', () => {
    const village = new TestVillage(store)
    expect(refusalOf(() => village.enter('yard'))).toMatchObject({
      code: 'points-range',
      lines: [{ index: 0, door: '1001', code: 'points-range' }],
    })
  })

  it('are one transaction for those who keep boards', () => {
    const village = new TestVillage(store)
    const heard: number[] = []
    const stop = store.onChange((change) => {
      if (change.type === 'postings') heard.push(change.postings.length)
    })
    enterScores(store, village.scope, [village.request('duty'), village.request('duty')])
    stop()
    expect(heard).toEqual([2])
  })
})
