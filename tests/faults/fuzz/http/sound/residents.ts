/** What a household does behind its door. */
import type { Random } from '../../../random.ts'
import { dayIn, forOne, type MakeSound, otherDoor, type Sound, text } from './sound.ts'
import type { World } from './world.ts'

const behindDoor =
  (make: (world: World, random: Random, id: string) => Sound | null): MakeSound =>
  (world, random, id) => {
    const made = make(world, random, id)
    return made && { caller: 'resident', ...made, with: { token: world.token, ...made.with } }
  }

export const soundResidents: Record<string, MakeSound> = {
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
  storePortrait: (world, random, id) => ({
    caller: 'desk',
    with: { door: otherDoor(world, random), photo: id },
  }),
  readPortrait: ({ portraits }, random) =>
    forOne(portraits, random, ({ door, photo }) => ({ caller: 'desk', with: { door, photo } })),
  suggest: behindDoor((_world, _random, id) => ({ body: { id, text } })),
}
