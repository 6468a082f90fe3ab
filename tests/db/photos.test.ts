/** Photos as evidence: what they are attached to, and the room that they may take. */
import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { sha256 } from '../../db/chain.ts'
import { attachPhotos, keepPhoto, photosOf, readPhoto } from '../../db/photos.ts'
import { type Store } from '../../db/store.ts'
import { refusalOf, testStore, TestVillage } from './village.ts'

let store: Store
let village: TestVillage

beforeAll(async () => {
  store = await testStore()
  village = new TestVillage(store)
})

/** Keeps a photo of a door and gives its id. */
function keep(door = '1001', more: { id?: string; size?: number; of?: TestVillage } = {}): string {
  const { id = randomUUID(), size = 10, of = village } = more
  const photo = { household: of.household(door), digest: sha256(id), width: 4, height: 3 }
  keepPhoto(store, { village: of.id, user: null }, { id, ...photo, bytes: Buffer.alloc(size, 1) })
  return id
}

const attach = (subject: string, ids: string[], door = '1001') =>
  store.write(() => attachPhotos(store, village.id, village.household(door), subject, ids))

describe('photos', () => {
  it('are the evidence of what names them, in the order they came', () => {
    const [first, second, other] = [keep(), keep(), keep()]
    const [score, another, without] = [randomUUID(), randomUUID(), randomUUID()]
    attach(score, [second, first])
    attach(another, [other])
    expect(photosOf(store, village.id, [score, another, without])).toEqual(
      new Map([
        [score, [first, second]],
        [another, [other]],
      ]),
    )
    expect(readPhoto(store, village.id, first)).toEqual({
      bytes: Buffer.alloc(10, 1),
      household: village.household('1001'),
    })
  })

  it('can be attached to the same again, and to nothing else', () => {
    const photo = keep()
    const score = randomUUID()
    attach(score, [photo])
    attach(score, [photo])
    expect(refusalOf(() => attach(randomUUID(), [photo])).code).toBe('unknown-photo')
    expect(photosOf(store, village.id, [score]).get(score)).toEqual([photo])
  })

  it('of another household, another village, or that never came are refused, and none of them attached', () => {
    const elsewhere = new TestVillage(store)
    const good = keep()
    for (const bad of [keep('1002'), keep('1001', { of: elsewhere }), randomUUID()]) {
      const score = randomUUID()
      expect(refusalOf(() => attach(score, [good, bad])).code).toBe('unknown-photo')
      expect(photosOf(store, village.id, [score]).size).toBe(0)
    }
  })

  it('are refused once they fill the room that the village gives them, with what to do about it', () => {
    const small = new TestVillage(store)
    store.prepare('UPDATE villages SET photos = ? WHERE id = ?').run('{"megabytes":1,"months":12}', small.id)
    const last = keep('1001', { of: small, size: 999_000 })
    const refused = refusalOf(() => keep('1001', { of: small, size: 1_001 }))
    expect(refused).toMatchObject({ kind: 'conflict', code: 'photo-room', params: { megabytes: 1 } })
    // What is there already costs nothing more.
    expect(keep('1001', { of: small, id: last, size: 999_000 })).toBe(last)
    keep('1001', { of: small, size: 1_000 })
    keep('1001', { size: 1_001 })
  })
})
