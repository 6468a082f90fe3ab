/** Levels of a period: awarded once, kept, signed, and checked by anybody. */
import { createPublicKey, randomUUID, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { checkCertificate } from '../../../db/levels/certificates.ts'
import {
  evaluate,
  foreseeEvaluation,
  levelsOfHousehold,
  listEvaluations,
  readEvaluation,
} from '../../../db/levels/evaluations.ts'
import { changeVillage } from '../../../db/villages/villageSettings.ts'
import type { LevelScheme } from '../../../server/domain/ranking/levels.ts'
import { RuledVillage } from '../../support/db/ruledVillage.ts'
import { refusalOf, testStore } from '../../support/db/village.ts'

const store = await testStore()

const levels: LevelScheme = {
  by: 'points',
  period: 'month',
  levels: [
    { name: '五星级', stars: 5, from: 80 },
    { name: '三星级', stars: 3, from: 40 },
  ],
}

/** In May: 1001 has 80 points, 1002 40, 1003 30. */
async function ready(scheme = levels): Promise<RuledVillage> {
  const village = await RuledVillage.create(store)
  await changeVillage(store, village.scope, { levels: scheme })
  for (const [door, rule] of [
    ['1001', 'duty'],
    ['1001', 'duty'],
    ['1002', 'duty'],
    ['1003', 'sorting'],
  ] as const)
    await village.enter(rule, { door, occurredOn: '2026-05-20' })
  await village.enter('duty', { door: '1003', occurredOn: '2026-06-10' })
  return village
}

const may = (id: string = randomUUID()) => ({ id, on: '2026-05-05' })

describe('an evaluation', () => {
  it('awards levels by what was earned in the period', async () => {
    const village = await ready()
    const { evaluation } = await evaluate(store, village.scope, may())
    const { lines } = await readEvaluation(store, village.id, evaluation)
    expect(lines.map(({ door, level, score, rank }) => [door, level, score, rank])).toEqual([
      ['1001', '五星级', 80, 1],
      ['1002', '三星级', 40, 2],
    ])
    expect((await village.board()).levels).toMatchObject({
      period: '2026-05',
      households: [
        { door: '1001', name: '刘**', level: '五星级', stars: 5 },
        { door: '1002', level: '三星级' },
      ],
    })
  })

  it('by share counts the households of the village', async () => {
    const village = await ready({
      by: 'share',
      period: 'month',
      levels: [{ name: '先进', stars: 0, from: 50 }],
    })
    const { lines } = await foreseeEvaluation(store, village.scope, '2026-05-05')
    expect(lines.map(({ door }) => door)).toEqual(['1001', '1002'])
  })

  it('is made once for an id, and a new one replaces it while it is kept', async () => {
    const village = await ready()
    const request = may()
    const first = await evaluate(store, village.scope, request)
    expect(await evaluate(store, village.scope, request)).toEqual({ ...first, fresh: false })
    await village.enter('duty', { door: '1003', occurredOn: '2026-05-21' })
    await evaluate(store, village.scope, may())
    expect(
      (await listEvaluations(store, village.id)).map(({ isReplaced, awarded }) => [isReplaced, awarded]),
    ).toEqual([
      [false, 3],
      [true, 2],
    ])
    expect(await levelsOfHousehold(store, village.id, await village.household('1001'))).toHaveLength(1)
    const { lines } = await readEvaluation(store, village.id, first.evaluation)
    expect(await checkCertificate(store, lines[0]!.token)).toMatchObject({ state: 'replaced' })
  })

  it('leaves out who was vetoed in the period', async () => {
    const village = await ready()
    const rule = await village.rule('聚众赌博', {
      effect: 'deduct',
      veto: { period: 'month', zero: false, honours: true, redemption: false },
    })
    await village.score(rule, { door: '1001', occurredOn: '2026-05-30' })
    await village.score(rule, { door: '1002', occurredOn: '2026-06-01' })
    const { lines, vetoed } = await foreseeEvaluation(store, village.scope, '2026-05-05')
    expect(lines.map(({ door }) => door)).toEqual(['1002'])
    expect(vetoed.map(({ door }) => door)).toEqual(['1001'])
  })

  it('is refused before the period is over, without levels, and where nobody has one', async () => {
    const village = await ready()
    const code = async (on: string) =>
      (await refusalOf(async () => evaluate(store, village.scope, { id: randomUUID(), on }))).code
    expect(await code('2026-06-10')).toBe('period-not-over')
    expect(await code('2026-01-10')).toBe('nobody-has-level')
    await changeVillage(store, village.scope, { levels: null })
    expect(await code('2026-05-10')).toBe('no-levels')
  })
})

describe('a certificate', () => {
  it('is signed, and anybody can check it with the public key', async () => {
    const village = await ready()
    const { evaluation } = await evaluate(store, village.scope, may())
    const { lines } = await readEvaluation(store, village.id, evaluation)
    const found = await checkCertificate(store, lines[0]!.token)
    expect(found).toMatchObject({
      state: 'valid',
      door: '1001',
      name: '刘**',
      level: '五星级',
      chain: { seq: 5, head: (await village.postings()).at(-1)!.hash },
    })
    const der = Buffer.from(found.publicKey, 'base64url')
    const key = createPublicKey({ key: der, type: 'spki', format: 'der' })
    const holds = (text: string) =>
      verify(null, Buffer.from(text), key, Buffer.from(found.signature, 'base64url'))
    expect(holds(found.text)).toBe(true)
    expect(holds(found.text.replace('五星级', '六星级'))).toBe(false)
  })

  it('holds after the village was renamed, and goes on holding as the ledger grows', async () => {
    const village = await ready()
    const { evaluation } = await evaluate(store, village.scope, may())
    const { lines } = await readEvaluation(store, village.id, evaluation)
    await changeVillage(store, village.scope, { name: '示范新村' })
    await village.enter('meeting')
    expect(await checkCertificate(store, lines[0]!.token)).toMatchObject({
      state: 'valid',
      village: '金卫村',
    })
  })

  it('that there is not is refused', async () => {
    expect((await refusalOf(async () => checkCertificate(store, 'nobody'))).code).toBe('unknown-certificate')
  })
})
