/** Requests that should be accepted: by name of the operation, made of what there is. */
import { sampleSlug } from '../../../../db/sample/install.ts'
import { password, year } from '../../../server.ts'
import { type Random } from '../../random.ts'
import { signer } from '../messages.ts'
import { soundPosting, soundRule } from './soundBodies.ts'
import { type World } from './world.ts'

export interface Sound {
  caller?: string
  /** Parameters of path and query; the others are found by their names. */
  with?: Record<string, string | number>
  body?: unknown
}

/** Makes one; null where something is missing for it yet. */
export type MakeSound = (world: World, random: Random, id: string) => Sound | null

const dayMs = 86_400_000
const reason = '示范原因'
const text = '示范内容'

const dayIn = (days: number) => new Date(Date.now() + days * dayMs).toISOString().slice(0, 10)

/** Makes a case for one of the values; null where there is none. */
function forOne<Value>(
  values: readonly Value[],
  random: Random,
  make: (value: Value) => Sound,
): Sound | null {
  const value = random.pick(values)
  return value === undefined ? null : make(value)
}

const openHouseholds = ({ households }: World) => households.filter(({ closedOn }) => closedOn === null)
const newDoor = (random: Random) => String(random.whole(2_000, 9_999_999))
/** Not the resident's, which is the first. */
const otherDoor = (world: World, random: Random) => random.pick(openHouseholds(world).slice(1))?.door ?? ''

/** All groups for the inspector who calls now: people are made anew, and the last has the highest id. */
const newestInspector = (people: World['people'], { groups }: World['village']) =>
  people
    .filter(({ roles }) => roles.includes('inspector'))
    .sort((a, b) => b.id - a.id)
    .slice(0, 1)
    .map(({ id }) => ({ person: id, groups: groups.map((group) => group.id) }))

const onScreen: MakeSound = ({ screens }, random) =>
  forOne(screens.items, random, ({ id }) => ({ with: { screen: id } }))
const onWaiting: MakeSound = ({ screens }, random) =>
  forOne(screens.waiting, random, ({ id }) => ({ with: { waiting: id } }))
const onRound: MakeSound = ({ rounds }, random) =>
  forOne(rounds, random, ({ id }) => ({ with: { round: id } }))
const onClaim =
  (isOwn: boolean, make: (claim: string, id: string) => Sound): MakeSound =>
  ({ claims }, random, id) =>
    forOne(
      claims.filter((claim) => claim.isOwn === isOwn),
      random,
      (claim) => make(claim.id, id),
    )
const behindDoor =
  (make: (world: World, random: Random, id: string) => Sound | null): MakeSound =>
  (world, random, id) => {
    const made = make(world, random, id)
    return made && { caller: 'resident', ...made, with: { token: world.token, ...made.with } }
  }
const onMerge: MakeSound = (world, random, id) => ({
  with: { door: otherDoor(world, random) },
  body: { id, into: world.households[0]?.door },
})
const onSplit: MakeSound = ({ village }, random, id) => ({
  body: {
    id,
    door: newDoor(random),
    head: '示范户',
    group: random.pick(village.groups)?.name ?? '一组',
    share: { percent: random.whole(0, 100) },
  },
})

export const soundCases: Record<string, MakeSound> = {
  signIn: () => ({ caller: 'stranger', body: { username: signer, password } }),
  changePassword: (_world, random) => ({
    caller: 'changer',
    body: { current: password, next: `${password} ${random.whole(1, 999)}` },
  }),
  signOut: () => ({ caller: 'leaver' }),
  changePerson: ({ people }, random) =>
    forOne(people, random, ({ id }) => ({ with: { person: id }, body: { displayName: '示范员' } })),
  changeStaff: ({ people }, random) =>
    forOne(people, random, ({ id }) => ({ with: { person: id }, body: { displayName: '示范员' } })),
  createVillage: (_world, random) => ({
    body: { slug: `past-${random.whole(1, 1e9)}`, name: '示范村', year: year - random.whole(1, 20) },
  }),
  removeSample: () => ({ with: { v: sampleSlug } }),
  moveHousehold: ({ village }, random, id) => ({
    body: { id, door: newDoor(random), group: random.pick(village.groups)?.name ?? '一组' },
  }),
  previewSplit: onSplit,
  splitHousehold: onSplit,
  previewMerge: onMerge,
  mergeHousehold: onMerge,
  findDoor: ({ token }) => ({ with: { plate: token } }),
  openDoor: ({ cards }, random) =>
    forOne(cards, random, ({ token, card, code }) => ({
      caller: 'stranger',
      with: { token },
      body: random.chance(0.5) ? { card } : { code },
    })),
  openDoorByNumber: ({ cards }, random) =>
    forOne(cards, random, ({ door, code }) => ({ caller: 'stranger', body: { door, code } })),
  readOwnPassbook: behindDoor(() => ({})),
  objectToOwn: behindDoor(({ passbook }, random, id) =>
    forOne(passbook?.lines.filter((line) => line.objectable && !line.objection) ?? [], random, ({ seq }) => ({
      body: { id, posting: seq, text },
    })),
  ),
  propose: behindDoor(({ passbook }, random, id) =>
    forOne(passbook?.proposable.filter(({ evidence }) => !evidence) ?? [], random, (rule) => ({
      body: {
        id,
        rule: rule.id,
        ...(rule.terms.scale.type === 'perUnit' ? { units: 1 } : {}),
        occurredOn: dayIn(-random.whole(0, 20)),
        text,
      },
    })),
  ),
  withdrawProposal: behindDoor(({ passbook }, random) =>
    forOne(
      passbook?.claims.filter(({ isOwn, state }) => isOwn && state === 'waiting') ?? [],
      random,
      (claim) => ({ with: { proposal: claim.id } }),
    ),
  ),
  keepOwnPhoto: behindDoor((_world, _random, id) => ({ with: { photo: id } })),
  readOwnPhoto: behindDoor(() => ({})),
  suggest: behindDoor((_world, _random, id) => ({ body: { id, text } })),
  keepPhoto: (world, random, id) => ({ with: { photo: id, door: otherDoor(world, random) } }),
  createRule: ({ village }, random, id) => ({
    body: {
      id,
      dimension: random.pick(village.dimensions)?.id,
      text: `示范${random.whole(1, 1e6)}`,
      terms: soundRule(random),
    },
  }),
  createPostings: (world, random, id) => {
    const body = soundPosting(world, random, id)
    return body && { caller: 'admin', body: random.chance(0.5) ? body : [body] }
  },
  createDoorScore: (world, random, id) => {
    const body = soundPosting(world, random, id)
    return body && { caller: 'inspector', body }
  },
  reversePosting: ({ postings }, random, id) =>
    forOne(
      postings.filter(({ kind, reversedBy }) => kind === 'award' && reversedBy === null),
      random,
      (posting) => ({ with: { posting: posting.id }, body: { id, reason } }),
    ),
  restorePosting: ({ postings }, random, id) =>
    forOne(
      postings.filter(
        ({ kind, reversedBy, restored, points }) =>
          kind === 'deduct' && reversedBy === null && restored < -points,
      ),
      random,
      (posting) => ({ with: { posting: posting.id }, body: { id, points: 1, reason } }),
    ),
  passClaims: onClaim(true, (claim, id) => ({ body: { id, claims: [claim] } })),
  stopClaim: onClaim(true, (claim, id) => ({ with: { claim }, body: { id, reason } })),
  withdrawClaim: onClaim(true, (claim) => ({ caller: 'admin', with: { claim } })),
  publish: (_world, random, id) => ({ body: { id, closesOn: dayIn(random.whole(5, 9)) } }),
  readPublication: ({ publications }, random) =>
    forOne(publications.items, random, ({ id }) => ({ with: { publication: id } })),
  exportPublication: ({ publications }, random) =>
    forOne(publications.items, random, ({ id }) => ({ with: { publication: id } })),
  createObjection: ({ sheet, postings }, random, id) =>
    forOne(
      postings.filter(
        ({ seq, kind }) => sheet && seq >= sheet.fromSeq && seq <= sheet.toSeq && kind === 'award',
      ),
      random,
      ({ seq }) => ({ with: { publication: sheet?.id ?? 0 }, body: { id, posting: seq, text } }),
    ),
  answerObjection: ({ sheet }, random, id) =>
    forOne(sheet?.objections.filter(({ hindrance }) => hindrance === null) ?? [], random, (objection) => ({
      with: { objection: objection.id },
      body: { id, reason, outcome: random.pick(['upheld', 'revoked'] as const) },
    })),
  createGoods: (_world, random, id) => ({
    body: {
      id,
      name: `示范物品${random.whole(1, 1e6)}`,
      points: random.whole(1, 5),
      isCounted: random.chance(0.5),
    },
  }),
  moveStock: ({ goods }, random, id) =>
    forOne(
      goods.filter(({ left }) => left !== null),
      random,
      (one) => ({ with: { goods: one.id }, body: { id, kind: 'purchase', amount: random.whole(1, 9) } }),
    ),
  removeDimension: ({ village }) => ({
    with: { dimension: Math.max(...village.dimensions.map(({ id }) => id)) },
  }),
  addDeskDay: (_world, random) => ({
    body: { on: dayIn(random.whole(1, 300)), from: '08:00', to: '17:00' },
  }),
  removeDeskDay: ({ desk }, random) => forOne(desk.items, random, ({ id }) => ({ with: { day: id } })),
  redeem: (world, random, id) =>
    forOne(
      world.goods.filter(({ retired, left, points }) => !retired && left !== 0 && points <= 20),
      random,
      (goods) => ({
        caller: 'desk',
        body: {
          id,
          door:
            random.pick(openHouseholds(world).filter(({ balance }) => balance >= goods.points))?.door ?? '',
          lines: [{ goods: goods.id, amount: 1 }],
        },
      }),
    ),
  returnGoods: ({ redemptions }, random, id) =>
    forOne(
      redemptions.flatMap(({ lines }) => lines).filter(({ returnSeq }) => returnSeq === null),
      random,
      (line) => ({ with: { line: line.id }, body: { id, reason } }),
    ),
  readRedemptionDay: () => ({ with: { on: dayIn(0) } }),
  reportRedemptions: () => ({ with: { from: dayIn(-30), to: dayIn(0) } }),
  exportRedemptions: () => ({ with: { from: dayIn(-30), to: dayIn(0) } }),
  createSheet: ({ rules }, random, id) =>
    forOne(
      rules.filter(({ retired, terms: { scale } }) => !retired && scale.type === 'range' && scale.max >= 100),
      random,
      (rule) => ({
        body: {
          id,
          name: `示范检查表${random.whole(1, 1e6)}`,
          rule: rule.id,
          items: [
            { key: 'tidy', text: '院子整洁', kind: 'points', points: 50, photo: false },
            { key: 'waste', text: '垃圾堆放', kind: 'deduction', points: 10, photo: false },
          ],
        },
      }),
    ),
  openRound: ({ sheets, rounds, people, village }, random, id) =>
    forOne(
      sheets.filter(({ retired }) => !retired),
      random,
      (sheet) => ({
        body: {
          id,
          month: dayIn(-31 * (rounds.length % 20)).slice(0, 7),
          name: `示范轮次${random.whole(1, 1e6)}`,
          sheet: sheet.id,
          assignments: newestInspector(people, village),
        },
      }),
    ),
  readRound: onRound,
  changeRound: ({ rounds, people, village }, random) =>
    forOne(
      rounds.filter(({ state }) => state === 'open'),
      random,
      ({ id }) => ({
        with: { round: id },
        body: {
          assignments: newestInspector(people, village),
        },
      }),
    ),
  previewRoundClosing: ({ rounds }, random) =>
    forOne(
      rounds.filter(({ state }) => state === 'open'),
      random,
      ({ id }) => ({ with: { round: id } }),
    ),
  closeRound: ({ rounds }, random, id) =>
    forOne(
      rounds.filter(({ state }) => state === 'open'),
      random,
      (round) => ({ with: { round: round.id }, body: { id } }),
    ),
  exportRound: onRound,
  createVisit: (world, random, id) =>
    forOne(
      world.rounds.filter(({ state }) => state === 'open'),
      random,
      (round) => ({
        caller: 'inspector',
        with: { round: round.id },
        body: { id, door: otherDoor(world, random), found: [], visitedOn: `${round.month}-01` },
      }),
    ),
  previewClosing: ({ past }) =>
    past && { with: { v: past.slug, season: past.season.id }, body: { carry: { type: 'all' } } },
  closeSeason: ({ past }, _random, id) => {
    if (!past) return null
    const next = Number(past.season.startsOn.slice(0, 4)) + 1
    return {
      with: { v: past.slug, season: past.season.id },
      body: {
        id,
        carry: { type: 'all' },
        next: { name: String(next), startsOn: `${next}-01-01`, endsOn: `${next}-12-31` },
      },
    }
  },
  changeScreen: (world, random, id) => ({ ...onScreen(world, random, id), body: { name: '示范屏' } }),
  orderScreen: (world, random, id) => ({ ...onScreen(world, random, id), body: { type: 'identify' } }),
  forgetScreen: onScreen,
  confirmScreen: onWaiting,
  refuseScreen: onWaiting,
  createNotice: () => ({ body: { title: '示范通知', startsOn: dayIn(-1), endsOn: dayIn(5) } }),
  removeNotice: ({ notices }, random) => forOne(notices, random, ({ id }) => ({ with: { notice: id } })),
  answerSuggestion: ({ suggestions }, random, id) =>
    forOne(suggestions, random, (one) => ({ with: { suggestion: one.id }, body: { id, text } })),
  confirmImport: ({ imports }, random) =>
    forOne(
      imports.filter(({ state }) => state === 'preview'),
      random,
      ({ id }) => ({ with: { import: id }, body: { skipProblems: true } }),
    ),
  readBackup: ({ backups }, random) => forOne(backups, random, ({ name }) => ({ with: { backup: name } })),
}
