/** Notices, the crest, and the pictures that people send for them. */
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Board } from '../../../server/domain/board/board.ts'
import { hugePng } from '../../support/api/pngs.ts'
import {
  type Answer,
  type Caller,
  makeVillage,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'

let server: TestServer
let admin: Caller
let clerk: Caller

beforeAll(async () => {
  server = await startTestServer()
  await makeVillage(server, 'one')
  await makeVillage(server, 'two')
  admin = await signedIn(server, 'admin', null)
  clerk = await signedIn(server, 'clerk', 'one')
})
afterAll(() => server.close())

const notices = '/api/villages/one/notices'
const pictures = '/api/villages/one/pictures'
const boardOf = async (village: string) => (await admin.get(`/api/villages/${village}/board`)).body as Board
const send = (file: Uint8Array, caller = admin): Promise<Answer> =>
  caller.call('POST', pictures, file, { 'content-type': 'image/png' })
const canvas = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#115c45' } })

interface Kept {
  id: string
  address: string
  width: number
  height: number
}

describe('a notice', () => {
  const notice = {
    title: '周六义务劳动',
    text: '早上八点集合',
    startsOn: '2020-01-01',
    endsOn: '2099-12-31',
  }

  it('is on the board of its village, and of no other, until it is taken down', async () => {
    const made = await admin.post(notices, notice)
    expect(made.status).toBe(201)
    expect((await boardOf('one')).notices).toMatchObject([{ ...notice, picture: null }])
    expect((await boardOf('two')).notices).toEqual([])
    const { id } = made.body as { id: number }
    const changed = await admin.call('PATCH', `${notices}/${id}`, { text: '改到九点', screens: ['hall'] })
    expect(changed.body).toMatchObject({ ...notice, text: '改到九点', screens: ['hall'] })
    expect((await boardOf('one')).notices).toMatchObject([{ text: '改到九点', screens: ['hall'] }])
    const wrong = await admin.call('PATCH', `${notices}/${id}`, { endsOn: '2019-12-31' })
    expect([wrong.status, (wrong.body as { detail: string }).detail]).toEqual([
      422,
      '截止日期 2019-12-31 早于开始日期 2020-01-01，请更正。',
    ])
    expect((await clerk.call('PATCH', `${notices}/${id}`, { text: '' })).status).toBe(403)
    expect((await admin.call('DELETE', `${notices}/${id}`)).status).toBe(204)
    expect((await boardOf('one')).notices).toEqual([])
    expect((await admin.call('DELETE', `${notices}/${id}`)).status).toBe(404)
  })

  it('that is over is on no board', async () => {
    await admin.post(notices, { ...notice, startsOn: '2020-01-01', endsOn: '2020-01-31' })
    expect((await boardOf('one')).notices).toEqual([])
  })

  it.each([
    ['title', { title: '' }],
    ['title', { title: '长'.repeat(25) }],
    ['text', { text: '长'.repeat(161) }],
    ['endsOn', { endsOn: '2019-12-31' }],
    ['startsOn', { startsOn: 'tomorrow' }],
  ])('with a bad %s is refused, and the field is named', async (field, change) => {
    const refused = await admin.post(notices, { ...notice, ...change })
    expect(refused.status).toBe(400)
    expect(JSON.stringify(refused.body)).toContain(field)
  })

  it('with a picture that is not of the village is refused', async () => {
    const refused = await admin.post(notices, { ...notice, picture: 'nothing.webp' })
    expect(refused.status).toBe(404)
  })

  it('is for administrators to write', async () => {
    expect((await clerk.post(notices, notice)).status).toBe(403)
    expect((await send(await canvas(10, 10).png().toBuffer(), clerk)).status).toBe(403)
  })
})

describe('a picture', () => {
  it('is kept as it was seen: smaller, upright, re-encoded, without what the camera wrote', async () => {
    const photo = await canvas(4_000, 3_000)
      .withExif({ IFD0: { Copyright: 'MARKER' }, IFD3: { GPSLatitude: '31/1 12/1 0/1' } })
      .jpeg()
      .toBuffer()
    expect((await sharp(photo).metadata()).exif).toBeDefined()
    const sent = await send(photo)
    expect(sent.status).toBe(201)
    const kept = sent.body as Kept
    expect(kept).toMatchObject({ width: 1600, height: 1200 })
    const answer = await fetch(server.url + kept.address)
    expect(answer.headers.get('content-type')).toBe('image/webp')
    const bytes = Buffer.from(await answer.arrayBuffer())
    expect(bytes.includes('MARKER')).toBe(false)
    const { format, exif, width } = await sharp(bytes).metadata()
    expect({ format, exif, width }).toEqual({ format: 'webp', exif: undefined, width: 1600 })
  })

  it('of another village is not there', async () => {
    const kept = (await send(await canvas(20, 20).png().toBuffer())).body as Kept
    expect((await admin.get(kept.address)).status).toBe(200)
    expect((await admin.get(kept.address.replace('/one/', '/two/'))).status).toBe(404)
  })

  it('can be the crest of the village, and be taken away again', async () => {
    const kept = (await send(await canvas(64, 64).png().toBuffer())).body as Kept
    await admin.call('PATCH', '/api/villages/one', { crest: kept.id })
    expect((await boardOf('one')).village.crest).toBe(kept.address)
    await admin.call('PATCH', '/api/villages/one', { crest: null })
    expect((await boardOf('one')).village.crest).toBeNull()
  })

  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
  it.each<[string, () => Promise<Uint8Array> | Uint8Array]>([
    ['an SVG', () => Buffer.from(svg)],
    ['no picture at all', () => Buffer.from('MZ this is a program')],
    ['nothing', () => Buffer.alloc(0)],
    [
      'half a picture',
      async () => {
        const whole = await canvas(400, 400).png({ compressionLevel: 0 }).toBuffer()
        return whole.subarray(0, whole.length / 2)
      },
    ],
    ['50,000 × 50,000 px', () => hugePng(50_000, 50_000)],
    ['20 MB', () => Buffer.alloc(20_000_000, 1)],
  ])('is refused in plain words when it is %s', async (_, make) => {
    const refused = await send(await make())
    expect([400, 413, 422]).toContain(refused.status)
    const { detail } = refused.body as { detail: string }
    expect(detail).toMatch(/图片|太大|没有/)
  })

  it('with something hidden behind it comes out without', async () => {
    const polyglot = Buffer.concat([await canvas(30, 30).png().toBuffer(), Buffer.from(svg)])
    const kept = (await send(polyglot)).body as Kept
    const bytes = Buffer.from(await (await fetch(server.url + kept.address)).arrayBuffer())
    expect(bytes.includes('script')).toBe(false)
  })
})
