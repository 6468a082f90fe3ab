/** Photos as evidence (凭据照片): of a household, and of the score, visit or restore that they are attached to. */
import { Refused } from '../../server/domain/answers/refused.ts'
import { type PhotoSettings, portraitSubject } from '../../server/domain/rules/photos.ts'
import { mustBeSame } from '../store/requests/idempotency.ts'
import type { Store } from '../store/store.ts'
import { mustFindVillageById } from '../villages/findVillages.ts'

/** An uploaded photo, re-encoded as WebP. */
export interface NewPhoto {
  /** UUID made by the client before sending. */
  id: string
  /** Id of the household. */
  household: number
  /** SHA-256 of what was sent, hex. */
  digest: string
  bytes: Buffer
  /** px */
  width: number
  height: number
}

/**
 * Stores a photo, once per id. It is deleted unless it is attached in time.
 *
 * @param by user null for the household itself
 * @throws Refused when the id was used for another photo, or the village has no room left
 */
export async function storePhoto(
  store: Store,
  by: { village: number; user: number | null },
  { id, household, digest, bytes, width, height }: NewPhoto,
): Promise<{ fresh: boolean }> {
  return store.write(by.village, async (store) => {
    const earlier = await store.first(
      store.sql
        .selectFrom('photos')
        .select(['digest', 'household_id'])
        .where('village_id', '=', by.village)
        .where('id', '=', id),
    )
    if (earlier) {
      mustBeSame(earlier.digest === digest && earlier.household_id === household)
      return { fresh: false }
    }
    await refuseFull(store, by.village, bytes.length)
    await store.insert('photos', {
      village_id: by.village,
      id,
      household_id: household,
      subject: null,
      digest,
      size: bytes.length,
      width,
      height,
      taken_by: by.user,
      created_at: await nextMoment(store, by.village),
      bytes,
    })
    return { fresh: true }
  })
}

/** Now, or just after the photo that came in the same millisecond: photos are shown in the order they came. */
async function nextMoment(store: Store, village: number): Promise<string> {
  const { last } = await store.one<{ last: string | null }>(
    'SELECT max(created_at) AS last FROM photos WHERE village_id = ?',
    village,
  )
  const now = Date.now()
  const after = last === null ? now : Date.parse(last) + 1
  // A photo of a clock that was wrong does not set the time of others.
  return new Date(after > now && after < now + 1000 ? after : now).toISOString()
}

async function refuseFull(store: Store, village: number, more: number): Promise<void> {
  const { megabytes } = await photoSettings(store, village)
  if ((await photoRoomUsed(store, village)) + more > megabytes * 1024 * 1024)
    throw new Refused('conflict', 'photo-room', { megabytes })
}

/** The village's limits of size and age of photos. */
export async function photoSettings(store: Store, village: number): Promise<PhotoSettings> {
  return JSON.parse((await mustFindVillageById(store, village)).photos) as PhotoSettings
}

/** Size of the village's photos, bytes. */
export async function photoRoomUsed(store: Store, village: number): Promise<number> {
  const { used } = await store.one<{ used: number }>(
    'SELECT coalesce(sum(size), 0) AS used FROM photos WHERE village_id = ?',
    village,
  )
  return used
}

/**
 * Attaches photos to something as its evidence; call it in the transaction that
 * writes it, before that. Photos that are attached to it already are left alone.
 *
 * @param subject id of the score, visit, restore or proposal, as its client made it
 * @throws Refused before any is attached, when one is unknown, of another household, or evidence of something else
 */
export async function attachPhotos(
  store: Store,
  village: number,
  household: number,
  subject: string,
  ids: readonly string[],
): Promise<void> {
  for (const id of ids) {
    const fit = await store.first(
      `SELECT 1 FROM photos
       WHERE village_id = ? AND household_id = ? AND id = ? AND (subject IS NULL OR subject = ?)`,
      village,
      household,
      id,
      subject,
    )
    if (!fit) throw new Refused('unprocessable', 'unknown-photo')
  }
  for (const id of ids)
    await store.run('UPDATE photos SET subject = ? WHERE village_id = ? AND id = ?', subject, village, id)
}

/** The photos that are evidence of something. */
export interface Evidence {
  /** Their ids, in the order they came. */
  photos: string[]
  /** Number of expired ones. */
  photosOver: number
}

/**
 * Photos by subject. The score of a round has the photos of its visits.
 *
 * @param subjects ids of scores, visits, restores or proposals
 * @returns an entry for each that has any
 */
export async function evidenceOf(
  store: Store,
  village: number,
  subjects: readonly string[],
): Promise<Map<string, Evidence>> {
  const rows = await store.all<{
    subject: string
    id: string
    size: number
  }>(
    `SELECT p.subject, p.id, p.size, p.created_at AS at
       FROM photos p WHERE p.village_id = @village AND p.subject = ANY(@subjects)
       UNION ALL
       SELECT r.score_id, p.id, p.size, p.created_at
       FROM round_results r
       JOIN visits v ON v.village_id = r.village_id AND v.round_id = r.round_id
         AND v.household_id = r.household_id AND v.superseded = 0
       JOIN photos p ON p.village_id = v.village_id AND p.subject = v.request_id
       WHERE r.village_id = @village AND r.score_id = ANY(@subjects)
       ORDER BY at, id`,
    { village, subjects: [...new Set(subjects)] },
  )
  const found = new Map<string, Evidence>()
  for (const { subject, id, size } of rows) {
    const evidence = found.get(subject) ?? { photos: [], photosOver: 0 }
    if (size > 0) evidence.photos.push(id)
    else evidence.photosOver += 1
    found.set(subject, evidence)
  }
  return found
}

/** The ids of the photos of each of these that are still kept, as `evidenceOf` finds them. */
export async function photosOf(
  store: Store,
  village: number,
  subjects: readonly string[],
): Promise<Map<string, string[]>> {
  const kept = [...(await evidenceOf(store, village, subjects))].map(
    ([id, { photos }]) => [id, photos] as const,
  )
  return new Map(kept.filter(([, photos]) => photos.length > 0))
}

/** Of a line without photos. */
export const noEvidence: Evidence = { photos: [], photosOver: 0 }

/** Puts the photos beside each line. */
export async function withEvidence<Line extends { id: string }>(
  store: Store,
  village: number,
  lines: readonly Line[],
): Promise<(Line & Evidence)[]> {
  const found = await evidenceOf(
    store,
    village,
    lines.map(({ id }) => id),
  )
  return lines.map((line) => ({ ...line, ...(found.get(line.id) ?? noEvidence) }))
}

/**
 * A photo that is evidence, WebP, and the household that it shows.
 *
 * @throws Refused when the village has none of this id, or its time is over
 */
export async function readPhoto(
  store: Store,
  village: number,
  id: string,
): Promise<{ bytes: Buffer; household: number }> {
  const found = await store.first(
    store.sql
      .selectFrom('photos')
      .select(['bytes', 'household_id', 'subject'])
      .where('village_id', '=', village)
      .where('id', '=', id),
  )
  if (!found?.bytes || found.subject === portraitSubject) throw new Refused('not-found', 'unknown-photo')
  return { bytes: found.bytes, household: found.household_id }
}
