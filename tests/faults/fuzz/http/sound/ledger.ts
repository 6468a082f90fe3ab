/** Rules, postings, claims, publications. */
import { soundPosting, soundRule } from './bodies.ts'
import { dayIn, forOne, type MakeSound, otherDoor, reason, type Sound, text } from './sound.ts'

const onClaim =
  (isOwn: boolean, make: (claim: string, id: string) => Sound): MakeSound =>
  ({ claims }, random, id) =>
    forOne(
      claims.filter((claim) => claim.isOwn === isOwn),
      random,
      (claim) => make(claim.id, id),
    )

export const soundLedger: Record<string, MakeSound> = {
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
  removeDimension: ({ village }) => ({
    with: { dimension: Math.max(...village.dimensions.map(({ id }) => id)) },
  }),
}
