/** Pictures of a village: its crest, and those of notices and goods, re-encoded as WebP. */
import { createHash } from 'node:crypto'
import { Refused } from '../../server/domain/answers/refused.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'

/** A stored picture. */
export interface Picture {
  id: string
  width: number
  height: number
}

/** Pictures that nothing shows are swept when there are more than this. */
const mostPictures = 100

/** Stores a picture, once per content. */
export async function storePicture(
  store: Store,
  scope: Scope,
  { width, height, bytes }: { width: number; height: number; bytes: Buffer },
): Promise<Picture> {
  requirePower(scope, 'administer')
  const content = createHash('sha256').update(String(scope.village)).update(bytes)
  const id = content.digest('hex').slice(0, 32)
  await store.write(scope.village, async (store) => {
    await store.run(
      store.sql
        .insertInto('pictures')
        .values({ id, village_id: scope.village, width, height, bytes, created_at: new Date().toISOString() })
        .onConflict((conflict) => conflict.doNothing()),
    )
    await sweep(store, scope.village, id)
  })
  return { id, width, height }
}

/** The bytes of a village's picture, WebP. @throws Refused when there is none */
export async function readPicture(store: Store, village: number, id: string): Promise<Buffer> {
  const found = await store.first(
    store.sql.selectFrom('pictures').select('bytes').where('village_id', '=', village).where('id', '=', id),
  )
  if (!found) throw new Refused('not-found', 'unknown-picture')
  return found.bytes
}

/** @throws Refused when the village has no such picture; null is none, and always fine */
export async function requirePicture(
  store: Store,
  village: number,
  id: string | null | undefined,
): Promise<void> {
  if (id == null) return
  const query = store.sql.selectFrom('pictures').select('id').where('village_id', '=', village)
  if (!(await store.first(query.where('id', '=', id)))) throw new Refused('not-found', 'unknown-picture')
}

/** Where a picture of a village is read. */
export function pictureAddress(village: string, id: string): string {
  return `/api/villages/${village}/pictures/${id}`
}

async function sweep(store: Store, village: number, justKept: string): Promise<void> {
  await store.run(
    `DELETE FROM pictures WHERE village_id = ? AND id <> ?
         AND id NOT IN (SELECT crest FROM villages WHERE crest IS NOT NULL)
         AND id NOT IN (SELECT picture FROM notices WHERE picture IS NOT NULL)
         AND id NOT IN (SELECT picture FROM goods WHERE picture IS NOT NULL)
         AND id NOT IN (SELECT id FROM pictures WHERE village_id = ? ORDER BY created_at DESC LIMIT ?)`,
    village,
    justKept,
    village,
    mostPictures,
  )
}
