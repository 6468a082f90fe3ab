/** Activities and sign-ins, putting right, levels. */
import { localDateAt } from '../../../../../server/domain/calendar/calendar.ts'
import { dayIn, forOne, type MakeSound, otherDoor, reason, text } from './sound.ts'
import type { World } from './world.ts'

const onActivity =
  (states: readonly string[], body: (id: string) => object | undefined = () => undefined): MakeSound =>
  ({ activities }, random, id) =>
    forOne(
      activities.filter(({ state, settledAt }) => states.includes(state) && settledAt === null),
      random,
      (activity) => ({ with: { activity: activity.id }, body: body(id) }),
    )
const any = ['planned', 'open', 'closed']

/** Rules that give a fixed number of points, and those that take some. */
const rulesOf = ({ rules }: World, effect: 'award' | 'deduct') =>
  rules.filter(({ retired, terms }) => !retired && terms.effect === effect && terms.scale.type === 'fixed')

export const soundGatherings: Record<string, MakeSound> = {
  createActivity: (world, random, id) =>
    forOne(rulesOf(world, 'award'), random, (rule) => ({
      body: {
        ...{ id, name: '示范活动', venue: '', heldOn: localDateAt(Date.now(), 'Asia/Shanghai') },
        ...{ starts: '00:00', ends: '23:59', rule: rule.id, points: null, units: null },
        ...{ counts: 'household', room: null, groups: [], byCode: true, wall: 'turns' },
      },
    })),
  readActivity: onActivity(any),
  exportActivity: onActivity(any),
  changeActivity: (world, random, id) =>
    random.chance(0.8)
      ? onActivity(['planned'], () => ({ state: 'open' }))(world, random, id)
      : onActivity(['open'], () => ({ state: 'closed' }))(world, random, id),
  createSignIn: (world, random, id) =>
    onActivity(['open'], () => ({ id, door: otherDoor(world, random), way: 'hand' }))(world, random, id),
  removeSignIn: ({ attended }, random) =>
    forOne(attended?.attendants.flatMap(({ signIns }) => signIns) ?? [], random, (one) => ({
      with: { activity: attended?.id ?? 0, signIn: one.id },
    })),
  readSignInCode: onActivity(['open']),
  previewSettlement: onActivity(['closed']),
  settleActivity: onActivity(['closed'], (id) => ({ id })),
  signInOwn: ({ code, token }, _random, id) =>
    code === null ? null : { caller: 'resident', with: { token }, body: { id, code } },

  setMendingTerms: (world, random, id) =>
    forOne(rulesOf(world, 'deduct'), random, (rule) => ({
      body: { id, rule: rule.id, days: 7, percent: 50 },
    })),
  decideMending: ({ mendings }, random, id) =>
    forOne(
      mendings.filter(({ state }) => state !== 'passed'),
      random,
      ({ seq }) => ({ with: { seq }, body: { id, isPassed: random.chance(0.4), reason } }),
    ),
  reportMending: ({ passbook, token, ownPhotos }, random, id) =>
    forOne(
      passbook?.lines.filter(({ mending }) => mending && mending.state !== 'passed') ?? [],
      random,
      ({ seq }) => ({
        caller: 'resident',
        with: { token, seq },
        body: { id, text, photos: ownPhotos.slice(-1) },
      }),
    ),

  previewEvaluation: () => ({ with: { on: dayIn(-40) } }),
  evaluate: (_world, _random, id) => ({ body: { id, on: dayIn(-40) } }),
  readEvaluation: ({ evaluation }) => evaluation && { with: { evaluation: evaluation.id } },
  checkCertificate: ({ evaluation }, random) =>
    forOne(evaluation?.lines ?? [], random, ({ token }) => ({
      caller: 'stranger',
      with: { certificate: token },
    })),
}
