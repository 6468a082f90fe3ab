/** The public board over HTTP: small, validated by an ETag, and never older than what the public may see. */
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import express from 'express'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { ownerScope } from '../../../db/store/scope.ts'
import { mustFindVillage } from '../../../db/villages/findVillages.ts'
import { changeVillage } from '../../../db/villages/villageSettings.ts'
import type { Board } from '../../../server/domain/board/board.ts'
import { sendBoard } from '../../../server/routes/villages/sendBoard.ts'
import {
  type Caller,
  day,
  makeVillage,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'

let server: TestServer
let clerk: Caller

beforeAll(async () => {
  server = await startTestServer()
  await makeVillage(server, 'one')
  clerk = await signedIn(server, 'clerk', 'one')
})
afterAll(() => server.close())

interface Answer {
  status: number
  headers: IncomingMessage['headers']
  bytes: Buffer
}

/** As a browser asks; `fetch` of Node adds `no-cache` to a conditional request. */
function ask(headers: Record<string, string> = {}, query = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    get(`${server.url}/api/villages/one/board${query}`, { headers }, (response) => {
      const status = response.statusCode ?? 0
      buffer(response).then((bytes) => resolve({ status, headers: response.headers, bytes }), reject)
    }).on('error', reject)
  })
}

const boardOf = ({ bytes }: Answer) => JSON.parse(bytes.toString()) as Board

async function post(): Promise<void> {
  const rule = await ruleId(clerk, 'one', '应急值守')
  const body = { id: randomUUID(), door: '1001', rule, occurredOn: day }
  expect((await clerk.post('/api/villages/one/postings', body)).status).toBe(201)
}

it('is compressed for those who accept it, and asked for anew each time', async () => {
  const [plain, small] = [await ask(), await ask({ 'accept-encoding': 'gzip' })]
  expect(small.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' })
  expect(small.headers['cache-control']).toContain('no-cache')
  expect(gunzipSync(small.bytes)).toEqual(plain.bytes)
  expect(small.bytes.length).toBeLessThan(plain.bytes.length / 2)
})

it('is sent once to a caller that remembers its ETag, until it changes', async () => {
  const etag = (await ask()).headers.etag ?? ''
  expect(await ask({ 'if-none-match': etag })).toMatchObject({ status: 304, bytes: Buffer.alloc(0) })
  await post()
  const next = await ask({ 'if-none-match': etag })
  expect(next.status).toBe(200)
  expect(next.headers.etag).not.toBe(etag)
})

it('is the newest, whichever the address names', async () => {
  const { epoch, seq } = boardOf(await ask())
  await post()
  const query = (named: number) => `?${new URLSearchParams({ epoch, seq: String(named) })}`
  expect(boardOf(await ask({}, query(seq))).seq).toBe(seq + 1)
  expect(boardOf(await ask({}, query(seq + 1))).seq).toBe(seq + 1)
  expect((await ask({}, '?seq=many')).status).toBe(400)
})

it('follows a change of privacy at once, also for who has the board of before', async () => {
  const before = await ask()
  const scope = ownerScope((await mustFindVillage(server.services.store, 'one')).id)
  expect(boardOf(before).households.some(({ name }) => name !== null)).toBe(true)
  await changeVillage(server.services.store, scope, { privacy: 'door' })
  const { epoch, seq } = boardOf(before)
  const query = `?${new URLSearchParams({ epoch, seq: String(seq) })}`
  const after = await ask({ 'if-none-match': before.headers.etag ?? '' }, query)
  expect(after.status).toBe(200)
  expect(boardOf(after).households.every(({ name }) => name === null)).toBe(true)
})

it('is not sent any more when the privacy changes while it is compressed', async () => {
  const { hub, store } = server.services
  const scope = ownerScope((await mustFindVillage(server.services.store, 'one')).id)
  await changeVillage(store, scope, { privacy: 'masked' })
  const first = await hub.board(scope.village)
  let reads = 0
  const read = async () => {
    reads += 1
    if (reads === 1) return first
    if (reads === 2) await changeVillage(store, scope, { privacy: 'door' })
    return hub.board(scope.village)
  }
  const app = express().get('/', (request, response) => void sendBoard(read, 'one', request, response))
  const other = app.listen(0, '127.0.0.1')
  onTestFinished(() => void other.close())
  await once(other, 'listening')
  const answer = await fetch(`http://127.0.0.1:${(other.address() as AddressInfo).port}`)
  expect(await answer.json()).toMatchObject({ privacy: 'door' })
})
