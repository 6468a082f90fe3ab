/** The photo of a household at the desk: only where the village wants it, only for the desk, and gone when it is not needed. */
import { randomUUID } from 'node:crypto'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sweepPhotos } from '../../../db/photos/photoTimes.ts'
import { mustFindVillage } from '../../../db/villages/findVillages.ts'
import {
  type Answer,
  type Caller,
  makeVillage,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'

const village = '/api/villages/one'
let server: TestServer
let admin: Caller
let desk: Caller

beforeAll(async () => {
  server = await startTestServer()
  await makeVillage(server, 'one')
  admin = await signedIn(server, 'admin', 'one')
  desk = await signedIn(server, 'desk', 'one')
})
afterAll(() => server.close())

const jpeg = (background: string) =>
  sharp({ create: { width: 60, height: 80, channels: 3, background } })
    .jpeg()
    .toBuffer()

async function send(
  door: string,
  photo: string = randomUUID(),
  background = '#115c45',
): Promise<Answer & { id: string }> {
  const path = `${village}/households/${door}/portraits/${photo}`
  const answer = await desk.call('POST', path, await jpeg(background), { 'content-type': 'image/jpeg' })
  return { ...answer, id: photo }
}

const show = (door: string, photo: string) => desk.get(`${village}/households/${door}/portraits/${photo}`)
const portraitSeenBy = async (caller: Caller, door = '1001') =>
  ((await caller.get(`${village}/households/${door}/passbook`)).body as { portrait: string | null }).portrait

it('is refused until the village switches it on', async () => {
  const refused = await send('1001')
  expect([refused.status, (refused.body as { code: string }).code]).toEqual([409, 'portraits-off'])
  expect((await admin.call('PATCH', village, { deskPortraits: true })).status).toBe(200)
  expect((await send('1001')).status).toBe(201)
})

it('is stored once, replaced by the next, read by the desk alone, and never by its id as evidence', async () => {
  const first = await send('1002')
  expect((await send('1002', first.id)).status).toBe(200)
  const second = await send('1002', undefined, '#a61e5b')
  expect(await portraitSeenBy(desk, '1002')).toBe(second.id)
  expect((await show('1002', first.id)).status).toBe(404)
  const shown = await show('1002', second.id)
  expect([shown.status, shown.headers.get('cache-control')]).toEqual([200, 'private, no-store'])
  expect((await show('1003', second.id)).status).toBe(404)
  const clerk = await signedIn(server, 'clerk', 'one')
  expect(await portraitSeenBy(clerk, '1002')).toBeNull()
  expect((await clerk.get(`${village}/photos/${second.id}`)).status).toBe(404)
  expect((await clerk.get(`${village}/households/1002/portraits/${second.id}`)).status).toBe(403)
})

it('outlives the time of evidence, and is deleted by the desk', async () => {
  const { id } = await send('1004')
  const { store } = server.services
  const tenYears = 10 * 366 * 24 * 3_600_000
  await sweepPhotos(store, await mustFindVillage(store, 'one'), Date.now() + tenYears)
  expect((await show('1004', id)).status).toBe(200)
  expect((await desk.call('DELETE', `${village}/households/1004/portrait`)).status).toBe(204)
  expect((await show('1004', id)).status).toBe(404)
  const changes = JSON.stringify((await admin.get(`${village}/audit`)).body)
  expect([changes.includes('更新住户照片'), changes.includes('删除住户照片')]).toEqual([true, true])
})

it('goes with its household, and all of them when the village switches it off', async () => {
  const merged = await send('1005')
  const merge = { id: randomUUID(), into: '1006' }
  expect((await admin.post(`${village}/households/1005/merge`, merge)).status).toBeLessThan(300)
  const kept = await send('1007')
  const { store } = server.services
  const ids = async () => (await store.all<{ id: string }>('SELECT id FROM photos')).map(({ id }) => id)
  expect([(await ids()).includes(merged.id), (await ids()).includes(kept.id)]).toEqual([false, true])
  await admin.call('PATCH', village, { deskPortraits: false })
  expect(await ids()).toEqual([])
  expect(await portraitSeenBy(desk, '1007')).toBeNull()
})
