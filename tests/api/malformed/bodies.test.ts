/** Every way in which a body cannot be read: a 4xx with a sentence, and no stack in the log. */
import { randomBytes } from 'node:crypto'
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Caller, makeVillage, signedIn, startTestServer, type TestServer } from '../../support/server.ts'

let server: TestServer
let administrator: Caller
const logged: string[] = []

beforeAll(async () => {
  const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) })
  server = await startTestServer({ log })
  await makeVillage(server, 'one')
  administrator = await signedIn(server, 'admin', null)
})
afterAll(() => server.close())

const json = (value: unknown) => Buffer.from(JSON.stringify(value))
const year = json({ filler: 'x'.repeat(500) })
/** 64 MB of zeros. */
const zeros = Buffer.alloc(64 * 1024 * 1024)
const bomb = gzipSync(zeros, { level: 1 })

const kinds: [string, number, Record<string, string>, Buffer][] = [
  ['gzip that is none', 400, { 'content-encoding': 'gzip' }, year],
  ['gzip that ends too soon', 400, { 'content-encoding': 'gzip' }, gzipSync(year).subarray(0, 30)],
  ['gzip with a wrong checksum', 400, { 'content-encoding': 'gzip' }, spoiled(gzipSync(year))],
  ['brotli that is none', 400, { 'content-encoding': 'br' }, randomBytes(300)],
  ['brotli that ends too soon', 400, { 'content-encoding': 'br' }, brotliCompressSync(year).subarray(0, 8)],
  ['deflate that is none', 400, { 'content-encoding': 'deflate' }, year],
  ['deflate that ends too soon', 400, { 'content-encoding': 'deflate' }, deflateSync(year).subarray(0, 12)],
  ['an unknown encoding', 415, { 'content-encoding': 'rot13' }, year],
  ['two encodings', 415, { 'content-encoding': 'gzip, br' }, year],
  ['a gzip bomb', 413, { 'content-encoding': 'gzip' }, bomb],
  [
    'a brotli bomb',
    413,
    { 'content-encoding': 'br' },
    brotliCompressSync(zeros, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
  ],
  ['an unknown character set', 415, { 'content-type': 'application/json; charset=none' }, year],
  ['half a JSON', 400, {}, year.subarray(0, 20)],
  ['bytes that are no text', 400, {}, randomBytes(300)],
  ['a bare word', 400, {}, Buffer.from('"word"')],
  ['another type of content', 400, { 'content-type': 'text/plain' }, year],
  ['nothing', 400, {}, Buffer.alloc(0)],
]

function spoiled(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes)
  copy.fill(0xff, copy.length - 8)
  return copy
}

const files: [string, string][] = [
  ['a workbook', '/api/villages/one/imports'],
  ['a picture', '/api/villages/one/pictures'],
]

function send(path: string, body: Buffer, headers: Record<string, string>) {
  return administrator.call('POST', path, body, { 'content-type': 'application/json', ...headers })
}

function expectSentence(answer: { status: number; body: unknown }, status: number): void {
  expect(answer).toMatchObject({
    status,
    body: { detail: expect.stringMatching(/^\P{Script=Latin}*((JSON|KB|MB|UTF)\P{Script=Latin}*)*$/u) },
  })
}

describe('a body that cannot be read', () => {
  it.each(kinds)('%s is answered with %i', async (_name, status, headers, body) => {
    expectSentence(await send('/api/villages', body, headers), status)
  })

  it.each(files)('as %s is answered with 4xx', async (_name, path) => {
    const type = { 'content-type': 'application/octet-stream' }
    for (const [, status, headers, body] of kinds.slice(0, 9))
      expectSentence(await send(path, body, { ...type, ...headers }), status)
    expectSentence(await send(path, zeros.subarray(0, 33 * 1024 * 1024), type), 413)
    expectSentence(await send(path, bomb, { ...type, 'content-encoding': 'gzip' }), 413)
  })

  it('leaves no stack in the log', () => {
    expect(logged.length).toBeGreaterThan(kinds.length)
    expect(logged.filter((line) => /"stack"|at .*\.js:\d+/.test(line))).toEqual([])
    expect(logged.filter((line) => line.includes('"level":50'))).toEqual([])
  })

  it('a compressed body that is whole is read', async () => {
    const body = gzipSync(json({ slug: 'two', name: '示范二村', year: 2026 }))
    expect(await send('/api/villages', body, { 'content-encoding': 'gzip' })).toMatchObject({ status: 201 })
  })
})

it('a text that is not UTF-8 is refused: nothing is replaced in it', async () => {
  const body = Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')])
  const { status } = await administrator.call('PATCH', '/api/villages/one', body, {
    'content-type': 'application/json',
  })
  expect(status).toBe(400)
})
