/** Photos as evidence: who may send and see them, and what becomes of files that are none. */
import { randomUUID } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import type { photoView } from '../../../server/contract/households/photos.ts'
import type { PostingView } from '../../../server/contract/scores/postings.ts'
import type { WorkView } from '../../../server/contract/scores/work.ts'
import { maintain } from '../../../server/upkeep/nightlyMaintenance.ts'
import { hugePng, pngChunk, pngHeader, pngSignature } from '../../support/api/pngs.ts'
import {
  type Answer,
  Caller,
  day,
  makeVillage,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'

type PhotoView = z.infer<typeof photoView>

let server: TestServer
let clerk: Caller
let inspector: Caller
let reviewer: Caller
let admin: Caller

beforeAll(async () => {
  server = await startTestServer()
  await makeVillage(server, 'one')
  await makeVillage(server, 'two')
  clerk = await signedIn(server, 'clerk', 'one')
  inspector = await signedIn(server, 'inspector', 'one')
  reviewer = await signedIn(server, 'reviewer', 'one')
  admin = await signedIn(server, 'admin', null)
})
afterAll(() => server.close())

const addressOf = (id: string, village = 'one') => `/api/villages/${village}/photos/${id}`
const canvas = (width: number, height: number, background = '#115c45') =>
  sharp({ create: { width, height, channels: 3, background } })
const jpeg = () => canvas(64, 48).jpeg().toBuffer()

function send(
  file: Uint8Array,
  { id = randomUUID(), caller = clerk, door = '1001', type = 'image/jpeg', village = 'one' } = {},
): Promise<Answer> {
  return caller.call('POST', `${addressOf(id, village)}?door=${door}`, file, { 'content-type': type })
}

/** The photo as a browser gets it. */
async function seen(id: string, caller = reviewer): Promise<Buffer> {
  const answer = await fetch(server.url + addressOf(id), { headers: { cookie: caller.cookie ?? '' } })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('image/webp')
  expect(answer.headers.get('cache-control')).toMatch(/^private, max-age=\d+, immutable$/)
  return Buffer.from(await answer.arrayBuffer())
}

describe('a photo', () => {
  it('is kept as it was seen: smaller, upright, without what the phone wrote into it', async () => {
    const taken = await canvas(4_000, 3_000)
      .withExif({ IFD0: { Copyright: 'MARKER' }, IFD3: { GPSLatitude: '31/1 12/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()
    const written = await sharp(taken).metadata()
    expect({ orientation: written.orientation, hasExif: written.exif !== undefined }).toEqual({
      orientation: 6,
      hasExif: true,
    })
    const sent = await send(taken)
    expect(sent.status).toBe(201)
    const { id, ...size } = sent.body as PhotoView
    expect(size).toEqual({ width: 960, height: 1280 })
    const bytes = await seen(id)
    expect(bytes.includes('MARKER')).toBe(false)
    const { format, width, height, exif, xmp, iptc, icc, orientation } = await sharp(bytes).metadata()
    expect({ format, width, height }).toEqual({ format: 'webp', width: 960, height: 1280 })
    expect([exif, xmp, iptc, icc, orientation]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ])
  })

  it('that is sent again is kept once; another one under its id is refused', async () => {
    const id = randomUUID()
    const file = await jpeg()
    expect((await send(file, { id })).status).toBe(201)
    expect((await send(file, { id })).status).toBe(200)
    expect((await send(file, { id, door: '1002' })).status).toBe(422)
    const other = await send(await canvas(64, 48, '#c00').jpeg().toBuffer(), { id })
    expect(other).toMatchObject({ status: 422, body: { code: 'id-used-before' } })
  })

  it('is sent by who enters or inspects, seen by the staff of its village, and by nobody else', async () => {
    const file = await jpeg()
    const id = randomUUID()
    expect((await send(file, { id, caller: inspector })).status).toBe(201)
    expect((await send(file, { caller: reviewer })).status).toBe(403)
    expect((await send(file, { caller: new Caller(server.url) })).status).toBe(401)
    expect((await send(file, { village: 'two' })).status).toBe(403)
    await seen(id)
    expect((await new Caller(server.url).get(addressOf(id))).status).toBe(401)
    expect((await admin.get(addressOf(id))).status).toBe(200)
    expect((await admin.get(addressOf(id, 'two'))).status).toBe(404)
  })

  it('of a door that the village does not have is refused', async () => {
    expect(await send(await jpeg(), { door: '9999' })).toMatchObject({
      status: 404,
      body: { code: 'unknown-household' },
    })
  })

  it('is taken whatever its file says of its kind', async () => {
    expect((await send(await jpeg(), { type: 'text/html' })).status).toBe(201)
    expect((await send(await jpeg(), { type: 'application/json' })).status).toBe(201)
  })
})

describe('photos as evidence', () => {
  const postings = '/api/villages/one/postings'
  const proven = async (photos: unknown) => ({
    id: randomUUID(),
    door: '1001',
    rule: await ruleId(clerk, 'one', '乱堆乱放'),
    occurredOn: day,
    photos,
  })
  const kept = async (more: Parameters<typeof send>[1] = {}) =>
    ((await send(await jpeg(), more)).body as PhotoView).id

  it('stand beside the score that names them, and the score is written once', async () => {
    const photos = [await kept(), await kept({ caller: inspector })]
    const score = await proven(photos)
    const written = await clerk.post(postings, score)
    expect(written).toMatchObject({ status: 201, body: { id: score.id, photos, photosOver: 0 } })
    expect(await clerk.post(postings, score)).toMatchObject({ status: 200, body: { id: score.id, photos } })
    const listed = await reviewer.get(`${postings}?door=1001`)
    expect((listed.body as { items: PostingView[] }).items[0]).toMatchObject({ id: score.id, photos })
    const { seq } = written.body as PostingView
    const other = await clerk.post(postings, await proven(photos))
    expect(other).toMatchObject({ status: 422, body: { code: 'unknown-photo' } })
    const mended = { id: randomUUID(), points: 20, reason: '已整改', photos: [await kept()] }
    const restore = await clerk.post(`${postings}/${score.id}/restore`, mended)
    expect(restore).toMatchObject({ status: 201, body: { restores: seq, photos: mended.photos } })
  })

  it('are at most four', async () => {
    const many = await Promise.all(Array.from({ length: 5 }, () => kept()))
    expect((await clerk.post(postings, await proven(many))).status).toBe(400)
    expect((await clerk.post(postings, await proven(many.slice(1)))).status).toBe(201)
  })

  it('have the room and the time that the village gives them', async () => {
    const change = (photos: unknown) => admin.call('PATCH', '/api/villages/two', { photos })
    expect((await change({ megabytes: 1, months: 12 })).status).toBe(400)
    expect((await change({ megabytes: 200, months: 0 })).status).toBe(400)
    expect(await change({ megabytes: 200, months: null })).toMatchObject({
      status: 200,
      body: { photos: { megabytes: 200, months: null } },
    })
    const used = async () => ((await admin.get('/api/villages/two/work')).body as WorkView).photoBytes
    expect(await used()).toBe(0)
    const sent = await send(await jpeg(), { caller: admin, village: 'two' })
    expect(await used()).toBe((await fetchOf('two', (sent.body as PhotoView).id)).length)
    await server.services.store.write('installation', async (store) =>
      store.run(`UPDATE villages SET photos = ? WHERE slug = 'two'`, full),
    )
    const refused = await send(await jpeg(), { caller: admin, village: 'two' })
    expect(refused).toMatchObject({ status: 409, body: { code: 'photo-room' } })
    expect((refused.body as { detail: string }).detail).toContain('管理员')
  })

  it('are gone after a night when nothing named them for two days, and that is on record', async () => {
    const id = await kept()
    const named = await kept()
    await clerk.post(postings, await proven([named]))
    await maintain(server.services, Date.now() + 3 * 24 * 3_600_000)
    expect((await reviewer.get(addressOf(id))).status).toBe(404)
    expect((await reviewer.get(addressOf(named))).status).toBe(200)
    const record = await admin.get('/api/villages/one/audit?q=photos.swept')
    expect((record.body as { items: unknown[] }).items).toHaveLength(1)
  })

  /** Room for nothing. */
  const full = '{"megabytes":0,"months":12}'

  async function fetchOf(village: string, id: string): Promise<Buffer> {
    const headers = { cookie: admin.cookie ?? '' }
    return Buffer.from(await (await fetch(server.url + addressOf(id, village), { headers })).arrayBuffer())
  }
})

describe('a file that is no photo', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
  const html = '<html><script>alert(1)</script></html>'

  it.each<[string, number, () => Promise<Uint8Array> | Uint8Array]>([
    ['an SVG', 422, () => Buffer.from(svg)],
    [
      'HTML that begins as a JPEG does',
      422,
      () => Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.from(html)]),
    ],
    ['HTML that begins as a GIF does', 422, () => Buffer.from(`GIF89a${html}`)],
    ['nothing', 400, () => Buffer.alloc(0)],
    ['half a JPEG', 422, async () => half(await canvas(2_000, 1_500).jpeg().toBuffer())],
    ['a PNG that promises 50,000 × 50,000 px', 422, () => hugePng(50_000, 50_000)],
    ['a PNG of 100 million px in a few KB', 422, () => bomb(10_000, 10_000)],
    ['a GIF that promises 60,000 × 60,000 px', 422, () => hugeGif()],
    ['20 MB', 413, () => Buffer.alloc(20_000_000, 1)],
  ])('is refused in plain words: %s', async (_, status, make) => {
    const refused = await send(await make())
    expect(refused.status).toBe(status)
    expect((refused.body as { detail: string }).detail).toMatch(/图片|文件/)
  })

  it('hidden behind a photo does not come out again', async () => {
    const zip = Buffer.concat([Buffer.from('504b0304', 'hex'), Buffer.from(html)])
    const sent = await send(Buffer.concat([await jpeg(), zip]))
    expect(sent.status).toBe(201)
    const bytes = await seen((sent.body as PhotoView).id)
    expect(bytes.includes('script')).toBe(false)
    expect(bytes.includes(Buffer.from('504b0304', 'hex'))).toBe(false)
  })

  it(
    'sent by twenty phones at once, among good photos, leaves the server well',
    { timeout: 60_000 },
    async () => {
      const good = await canvas(1_500, 1_000, '#884422').png().toBuffer()
      const bad = bomb(7_700, 7_700)
      const before = process.memoryUsage.rss()
      let most = before
      const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 20)
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) => send(index % 5 === 0 ? bad : good)),
      )
      clearInterval(watch)
      // 59 million px are taken; each of them alone is 180 MB when all of it is decoded.
      expect([...new Set(answers.map(({ status }) => status))]).toEqual([201])
      expect((most - before) / 1e6).toBeLessThan(1_000)
      expect((await clerk.get('/healthz')).status).toBe(200)
    },
  )
})

function half(file: Buffer): Buffer {
  return file.subarray(0, file.length / 2)
}

/** A whole PNG of one colour: few bytes, many pixels. */
function bomb(width: number, height: number): Buffer {
  const rows = deflateSync(Buffer.alloc((width * 3 + 1) * height), { level: 9 })
  return Buffer.concat([
    pngSignature,
    pngHeader(width, height),
    pngChunk('IDAT', rows),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}

/** A GIF whose header promises a size that the rest does not have. */
function hugeGif(): Buffer {
  const header = Buffer.from('GIF89a\0\0\0\0\xf0\0\0\0\0\0\xff\xff\xff', 'latin1')
  header.writeUInt16LE(60_000, 6)
  header.writeUInt16LE(60_000, 8)
  const image = Buffer.from('2c00000000ffffffff000202440100', 'hex')
  image.writeUInt16LE(60_000, 5)
  image.writeUInt16LE(60_000, 7)
  return Buffer.concat([header, image, Buffer.from('3b', 'hex')])
}
