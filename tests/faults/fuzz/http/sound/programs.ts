/** What other programs do by their access tokens, and what administrators do for them. */
import { soundPosting } from './bodies.ts'
import { dayIn, forOne, type MakeSound } from './sound.ts'

const reads: MakeSound = (_world, random) => ({
  caller: random.pick(['program', 'program that reads all'] as const),
})

export const soundPrograms: Record<string, MakeSound> = {
  createToken: (_world, random) => ({
    body: { name: `示范平台${random.whole(1, 1e9)}`, scopes: ['board'], expiresOn: dayIn(30) },
  }),
  openBoard: reads,
  openBoardTable: reads,
  openLedger: reads,
  openLedgerTable: reads,
  createScores: (world, random, id) => {
    const body = soundPosting(world, random, id)
    return body && { caller: 'program', body: random.chance(0.5) ? body : [body] }
  },
  readScore: ({ programScores }, random) =>
    forOne(programScores, random, (score) => ({ caller: 'program', with: { score } })),
}
