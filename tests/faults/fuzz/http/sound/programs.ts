/** What other programs do by their access tokens, and what administrators do for them. */
import { webhookEvents } from '../../../../../server/domain/connections/webhooks.ts'
import { soundPosting } from './bodies.ts'
import { dayIn, forOne, type MakeSound } from './sound.ts'

/** Of tokens that cases make: others are those of the callers. */
const madeName = '示范平台'

const reads: MakeSound = (_world, random) => ({
  caller: random.pick(['program', 'program that reads all'] as const),
})

const onWebhook =
  (body?: object): MakeSound =>
  ({ webhooks }, random) =>
    forOne(webhooks, random, ({ id }) => ({ with: { id }, body }))

export const soundPrograms: Record<string, MakeSound> = {
  createToken: (_world, random) => ({
    body: { name: `${madeName}${random.whole(1, 1e9)}`, scopes: ['board'], expiresOn: dayIn(30) },
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
  revokeToken: ({ tokens }, random) =>
    forOne(
      tokens.filter(({ name, state }) => name.startsWith(madeName) && state === 'valid'),
      random,
      ({ id }) => ({ with: { id } }),
    ),
  // Nobody listens there.
  createWebhook: (_world, random) => ({
    body: {
      ...{ name: `示范推送${random.whole(1, 1e9)}`, url: 'https://127.0.0.1:1/', approvesHost: true },
      events: webhookEvents.slice(0, random.whole(1, webhookEvents.length)),
    },
  }),
  changeWebhook: onWebhook({ name: '示范推送' }),
  removeWebhook: onWebhook(),
  renewWebhookSecret: onWebhook(),
  testWebhook: onWebhook(),
  listDeliveries: onWebhook(),
}
