/** Notices for the wall, each with its first and its last day. */
import { Refused } from '../../server/domain/answers/refused.ts'
import type { BoardNotice } from '../../server/domain/board/board.ts'
import { recordChange } from '../audit/audit.ts'
import { once } from '../store/requests/idempotency.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { mustFindVillageById } from '../villages/findVillages.ts'
import { pictureAddress, requirePicture } from '../villages/pictures.ts'
import { bumpRevision } from '../villages/revision.ts'

export interface NewNotice {
  /** Client id, for idempotency. */
  id?: string | undefined
  title: string
  text: string
  /** Id of a picture of this village. */
  picture: string | null
  startsOn: string
  endsOn: string
  /** Keys of the screens that show it; empty for all. */
  screens?: string[] | undefined
}

/** A village's notices, the next to begin first; those that ended before `since` are left out. */
export async function listNotices(store: Store, village: number, since = ''): Promise<BoardNotice[]> {
  const { slug } = await mustFindVillageById(store, village)
  const rows = await store.all(
    store.sql
      .selectFrom('notices')
      .selectAll()
      .where('village_id', '=', village)
      .where('ends_on', '>=', since)
      .orderBy('starts_on')
      .orderBy('id'),
  )
  return rows.map(({ id, title, text, picture, starts_on, ends_on, screens }) => ({
    id,
    title,
    text,
    picture: picture === null ? null : pictureAddress(slug, picture),
    startsOn: starts_on,
    endsOn: ends_on,
    screens: JSON.parse(screens) as string[],
  }))
}

/** Creates a notice; `fresh` is false when the same id created it before. */
export async function createNotice(
  store: Store,
  scope: Scope,
  notice: NewNotice,
): Promise<{ notice: BoardNotice; fresh: boolean }> {
  requirePower(scope, 'administer')
  const { title, text, picture, startsOn, endsOn, screens = [] } = notice
  // A notice for all screens keeps the digest that earlier builds stored.
  const { screens: _all, ...forAll } = notice
  const content = screens.length > 0 ? notice : forAll
  const { made, fresh } = await store.write(scope.village, async (store) =>
    once(store, scope.village, 'notice', content, async () => {
      await requirePicture(store, scope.village, picture)
      const id = await store.insert('notices', {
        village_id: scope.village,
        title,
        text,
        picture,
        starts_on: startsOn,
        ends_on: endsOn,
        screens: JSON.stringify(screens),
        created_at: new Date().toISOString(),
        created_by: scope.user,
      })
      await recordChange(store, scope, 'notice.created', title, null, notice)
      await bumpRevision(store, scope.village)
      return id
    }),
  )
  return { notice: await mustFind(store, scope.village, made), fresh }
}

type NoticeChange = { [Key in keyof Omit<NewNotice, 'id'>]?: NewNotice[Key] | undefined }

/**
 * Changes a notice; walls show it as it is now at once.
 *
 * @throws Refused when it would end before it begins
 */
export async function changeNotice(
  store: Store,
  scope: Scope,
  id: number,
  change: NoticeChange,
): Promise<BoardNotice> {
  requirePower(scope, 'administer')
  return store.write(scope.village, async (store) => {
    const before = await mustFind(store, scope.village, id)
    const { title, text, picture, startsOn = before.startsOn, endsOn = before.endsOn, screens } = change
    if (endsOn < startsOn) throw new Refused('unprocessable', 'notice-ends-before', { startsOn, endsOn })
    await requirePicture(store, scope.village, picture)
    await store.update(
      'notices',
      { village_id: scope.village, id },
      {
        title,
        text,
        picture,
        starts_on: startsOn,
        ends_on: endsOn,
        screens: screens && JSON.stringify(screens),
      },
    )
    const after = await mustFind(store, scope.village, id)
    await recordChange(store, scope, 'notice.changed', after.title, before, after)
    await bumpRevision(store, scope.village)
    return after
  })
}

/** Deletes a notice. */
export async function removeNotice(store: Store, scope: Scope, id: number): Promise<void> {
  requirePower(scope, 'administer')
  await store.write(scope.village, async (store) => {
    const before = await mustFind(store, scope.village, id)
    await store.run(
      store.sql.deleteFrom('notices').where('village_id', '=', scope.village).where('id', '=', id),
    )
    await recordChange(store, scope, 'notice.removed', before.title, before, null)
    await bumpRevision(store, scope.village)
  })
}

async function mustFind(store: Store, village: number, id: number): Promise<BoardNotice> {
  const found = (await listNotices(store, village)).find((notice) => notice.id === id)
  if (!found) throw new Refused('not-found', 'unknown-notice')
  return found
}
