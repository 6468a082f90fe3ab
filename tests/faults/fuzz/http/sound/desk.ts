/** Goods, redemption, rounds. */
import { dayIn, forOne, type MakeSound, newestInspector, openHouseholds, otherDoor, reason } from './sound.ts'

const onRound: MakeSound = ({ rounds }, random) =>
  forOne(rounds, random, ({ id }) => ({ with: { round: id } }))

export const soundDesk: Record<string, MakeSound> = {
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
}
