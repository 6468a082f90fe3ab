/** Accounts, villages, households, screens, notices. */
import { sampleSlug } from '../../../../../db/sample/install.ts'
import { password, year } from '../../../../support/server.ts'
import { signer } from '../../messages.ts'
import { dayIn, forOne, type MakeSound, newDoor, otherDoor, text } from './sound.ts'

const onScreen: MakeSound = ({ screens }, random) =>
  forOne(screens.items, random, ({ id }) => ({ with: { screen: id } }))
const onWaiting: MakeSound = ({ screens }, random) =>
  forOne(screens.waiting, random, ({ id }) => ({ with: { waiting: id } }))
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

export const soundAccounts: Record<string, MakeSound> = {
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
  readBackup: ({ backups }, random) => forOne(backups, random, ({ name }) => ({ with: { backup: name } })),
  confirmImport: ({ imports }, random) =>
    forOne(
      imports.filter(({ state }) => state === 'preview'),
      random,
      ({ id }) => ({ with: { import: id }, body: { skipProblems: true } }),
    ),
  answerImport: ({ imports }, random) =>
    forOne(
      imports.filter(({ state }) => state === 'preview'),
      random,
      ({ id }) => ({ with: { import: id }, body: { answers: { 'hidden-sheet 示范': 'leave' } } }),
    ),
  createNotice: () => ({ body: { title: '示范通知', startsOn: dayIn(-1), endsOn: dayIn(5) } }),
  removeNotice: ({ notices }, random) => forOne(notices, random, ({ id }) => ({ with: { notice: id } })),
  answerSuggestion: ({ suggestions }, random, id) =>
    forOne(suggestions, random, (one) => ({ with: { suggestion: one.id }, body: { id, text } })),
  changeScreen: (world, random, id) => ({ ...onScreen(world, random, id), body: { name: '示范屏' } }),
  orderScreen: (world, random, id) => ({ ...onScreen(world, random, id), body: { type: 'identify' } }),
  forgetScreen: onScreen,
  confirmScreen: onWaiting,
  refuseScreen: onWaiting,
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
  findDoor: ({ token }) => ({ with: { plate: token } }),
  moveHousehold: ({ village }, random, id) => ({
    body: { id, door: newDoor(random), group: random.pick(village.groups)?.name ?? '一组' },
  }),
  previewSplit: onSplit,
  splitHousehold: onSplit,
  previewMerge: onMerge,
  mergeHousehold: onMerge,
}
