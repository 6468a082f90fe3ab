/** Access tokens: made in the panel, and what other programs may do by them. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TokenView } from '../../../server/contract/connections/tokens.ts'
import type { Problem } from '../../../server/contract/fields/problem.ts'
import type { ClaimView } from '../../../server/contract/scores/claims.ts'
import type { PostingView } from '../../../server/contract/scores/postings.ts'
import { lastDay, type Program, program } from '../../support/api/tokens.ts'
import { valueOf } from '../../support/db/values.ts'
import {
  Caller,
  day,
  makeVillage,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'

const village = '/api/villages/one'
let server: TestServer
let admin: Caller
let meeting: number
let duty: number

beforeAll(async () => {
  server = await startTestServer()
  await makeVillage(server, 'one')
  await makeVillage(server, 'two')
  admin = await signedIn(server, 'admin', null)
  meeting = await ruleId(admin, 'one', '参加村民会议')
  duty = await ruleId(admin, 'one', '应急值守')
})
afterAll(() => server.close())

const list = async () => ((await admin.get(`${village}/tokens`)).body as { items: TokenView[] }).items
const codeOf = ({ body }: { body: unknown }) => (body as Problem).code
const score = (door: string, rule = duty, id: string = randomUUID()) => ({ id, door, rule, occurredOn: day })

describe('making a token', () => {
  it('shows the secret once; its hash alone is stored, and the list has its first characters', async () => {
    const one = await program(admin, ['board'], { name: '智慧村居平台' })
    expect(one.secret).toMatch(/^yp_[\w-]{43}$/)
    expect(one.secret.startsWith(one.token.prefix)).toBe(true)
    const [row] = await server.services.store.all('SELECT * FROM api_tokens ORDER BY id DESC')
    expect(JSON.stringify(row)).not.toContain(one.secret.slice(9))
    expect((await list())[0]).toMatchObject({ name: '智慧村居平台', state: 'valid', lastUsedAt: null })
  })

  it('needs a day that is neither past nor too far, scopes that let it do something, a new name', async () => {
    const make = (more: object) =>
      admin.post(`${village}/tokens`, { name: '新平台', scopes: ['board'], expiresOn: lastDay, ...more })
    expect(codeOf(await make({ expiresOn: '2020-01-01' }))).toBe('token-expiry')
    expect(codeOf(await make({ expiresOn: '2190-01-01' }))).toBe('token-expiry')
    expect((await make({ expiresOn: undefined })).status).toBe(400)
    for (const scopes of [[], ['names'], ['scores', 'names']])
      expect((await make({ scopes })).status).toBe(400)
    expect(codeOf(await make({ name: '智慧村居平台' }))).toBe('token-name-taken')
  })

  it('for all villages is for administrators of all villages, and shown to those of each', async () => {
    const own = await signedIn(server, 'admin', 'one')
    const asked = { name: '全镇平台', scopes: ['board'], expiresOn: lastDay, everywhere: true }
    const refused = await own.post(`${village}/tokens`, asked)
    expect([refused.status, codeOf(refused)]).toEqual([403, 'not-everywhere'])
    const { token } = await program(admin, ['board'], { everywhere: true })
    const seen = (await own.get(`${village}/tokens`)).body as { items: TokenView[] }
    expect(seen.items.find(({ id }) => id === token.id)).toMatchObject({ everywhere: true, mayRevoke: false })
    expect((await own.call('DELETE', `${village}/tokens/${token.id}`)).status).toBe(403)
  })

  it('is in the record of changes, without the secret', async () => {
    const { secret } = await program(admin, ['ledger'], { name: '记录平台' })
    const { body } = await admin.get(`${village}/audit`)
    expect(JSON.stringify(body)).toContain('记录平台')
    expect(JSON.stringify(body)).not.toContain(secret)
  })
})

describe('a call by a token', () => {
  it('is refused with a sentence: wrong, expired, revoked', async () => {
    const stranger = new Caller(server.url)
    stranger.bearer = 'yp_made-up'
    const wrong = await stranger.get(`${village}/open/board`)
    expect([wrong.status, codeOf(wrong)]).toEqual([401, 'unknown-token'])
    expect(wrong.headers.get('www-authenticate')).toContain('Bearer')

    const late = await program(admin, ['board'])
    await server.services.store.write('installation', async (store) =>
      store.update('api_tokens', { id: late.token.id }, { expires_at: '2020-01-01T00:00:00.000Z' }),
    )
    expect(codeOf(await late.get(`${village}/open/board`))).toBe('token-expired')

    const gone = await program(admin, ['board'])
    expect((await gone.get(`${village}/open/board`)).status).toBe(200)
    await admin.call('DELETE', `${village}/tokens/${gone.token.id}`)
    expect(codeOf(await gone.get(`${village}/open/board`))).toBe('token-revoked')
    expect((await list()).map(({ state }) => state)).toEqual(expect.arrayContaining(['expired', 'revoked']))
  })

  it('reaches its village and its scopes alone', async () => {
    const reader = await program(admin, ['board'])
    const other = await reader.get('/api/villages/two/open/board')
    expect([other.status, codeOf(other)]).toEqual([403, 'token-village'])
    for (const path of ['/open/ledger', '/rules', '/households', '/tokens', '/postings'])
      expect([path, codeOf(await reader.get(village + path))]).toEqual([path, 'token-scope'])
    expect(codeOf(await reader.post(`${village}/scores`, score('1001')))).toBe('token-scope')
    expect(codeOf(await reader.get('/api/town'))).toBe('token-scope')
    const everywhere = await program(admin, ['board'], { everywhere: true })
    expect((await everywhere.get('/api/villages/two/open/board')).status).toBe(200)
  })

  it('leaves the session of a browser alone where another word stands in its place', async () => {
    const headers = { authorization: 'Bearer of-a-gateway' }
    expect((await admin.get(`${village}/rules`, headers)).status).toBe(200)
    expect((await admin.get(`${village}/board`, { authorization: 'Basic eDp5' })).status).toBe(200)
  })

  it('is noted, once a minute at most', async () => {
    const one = await program(admin, ['board'])
    await one.get(`${village}/open/board`)
    const used = async () => (await list()).find(({ id }) => id === one.token.id)?.lastUsedAt
    const first = await used()
    expect(Date.now() - Date.parse(first ?? '')).toBeLessThan(60_000)
    await one.get(`${village}/open/board`)
    expect(await used()).toBe(first)
  })

  it('of made-up tokens is slowed down by address, and no valid one with it', async () => {
    const headers = { 'x-forwarded-for': '203.0.113.7' }
    const stranger = new Caller(server.url)
    stranger.bearer = 'yp_guess'
    const statuses = new Set<number>()
    for (let tries = 0; tries < 102; tries += 1)
      statuses.add((await stranger.get(`${village}/open/board`, headers)).status)
    expect([...statuses]).toEqual([401, 429])
    const good = await program(admin, ['board'])
    expect((await good.get(`${village}/open/board`, headers)).status).toBe(200)
  })
})

describe('calls by one token', () => {
  it('are 600 a minute at most, and those by others go on', { timeout: 60_000 }, async () => {
    const busy = await program(admin, ['scores'])
    const statuses: number[] = []
    for (let call = 0; call < 601; call += 1)
      statuses.push((await busy.get(`${village}/scores/${randomUUID()}`)).status)
    expect(new Set(statuses.slice(0, 600))).toEqual(new Set([404]))
    expect(statuses[600]).toBe(429)
    expect((await (await program(admin, ['board'])).get(`${village}/open/board`)).status).toBe(200)
  })
})

describe('scores that a program enters', () => {
  let proposes: Program
  let enters: Program
  beforeAll(async () => {
    proposes = await program(admin, ['claims'], { name: '申报平台' })
    enters = await program(admin, ['scores'], { name: '记分平台' })
  })

  it('stand in the ledger under the name of the token, once for each id', async () => {
    const asked = score('1001')
    const first = await enters.post(`${village}/scores`, asked)
    expect(first).toMatchObject({
      status: 201,
      body: { items: [{ id: asked.id, state: 'posted', points: 40 }] },
    })
    const again = await enters.post(`${village}/scores`, asked)
    expect(again).toMatchObject({ status: 200, body: first.body })
    const { items } = (await admin.get(`${village}/postings`)).body as { items: PostingView[] }
    expect(items[0]).toMatchObject({ id: asked.id, recordedBy: '接口：记分平台' })
    expect(codeOf(await enters.post(`${village}/scores`, { ...asked, door: '1002' }))).toBe('id-used-before')
  })

  it('together are all written or none, and can be taken back together', async () => {
    const bad = await enters.post(`${village}/scores`, [score('1003'), score('9999')])
    expect([bad.status, codeOf(bad)]).toEqual([422, 'lines-refused'])
    const before = await valueOf<number>(server.services.store, 'SELECT count(*) AS n FROM token_scores')
    const good = await enters.post(`${village}/scores`, [score('1003'), score('1004')])
    expect(good.status).toBe(201)
    const after = await valueOf<number>(server.services.store, 'SELECT count(*) AS n FROM token_scores')
    expect(after - before).toBe(2)
    expect(await valueOf(server.services.store, 'SELECT maker FROM batches ORDER BY id DESC LIMIT 1')).toBe(
      '接口：记分平台',
    )
  })

  it('wait for somebody else than the maker of the token where it only proposes', async () => {
    const asked = score('1005', meeting)
    const { body } = await proposes.post(`${village}/scores`, asked)
    expect(body).toMatchObject({ items: [{ state: 'waiting', seq: null, points: 20 }] })
    const pass = (by: Caller) => by.post(`${village}/claims/pass`, { id: randomUUID(), claims: [asked.id] })
    const own = await pass(admin)
    expect([own.status, codeOf(own)]).toEqual([403, 'own-token'])
    const claims = (await admin.get(`${village}/claims`)).body as { items: ClaimView[] }
    expect(claims.items.find(({ id }) => id === asked.id)).toMatchObject({
      hindrance: 'own-token',
      claimedBy: '接口：申报平台',
    })
    expect((await pass(await signedIn(server, 'reviewer', 'one'))).status).toBe(200)
    const seen = await proposes.get(`${village}/scores/${asked.id}`)
    expect(seen.body).toMatchObject({ state: 'posted', points: 20 })
    expect((seen.body as { seq: number }).seq).toBeGreaterThan(0)
  })

  it('are not for the household of the maker', async () => {
    const lives = await signedIn(server, 'admin', 'one')
    const people = (await admin.get(`${village}/people`)).body as {
      items: { id: number; username: string }[]
    }
    const self = (await lives.get('/api/session')).body as { session: { user: { username: string } } }
    const id = people.items.find(({ username }) => username === self.session.user.username)?.id
    await admin.call('PATCH', `${village}/people/${id}`, { ownDoor: '1006' })
    const theirs = await program(lives, ['scores'])
    expect(codeOf(await theirs.post(`${village}/scores`, score('1006')))).toBe('own-household')
  })

  it('are told to the token that entered them, and to no other', async () => {
    const asked = score('1007')
    await enters.post(`${village}/scores`, asked)
    expect(codeOf(await proposes.get(`${village}/scores/${asked.id}`))).toBe('unknown-score')
    await admin.post(`${village}/postings/${asked.id}/reversal`, { id: randomUUID(), reason: '重复' })
    expect((await enters.get(`${village}/scores/${asked.id}`)).body).toMatchObject({ state: 'reversed' })
  })

  it('are by rules that it can list, and carry no photos', async () => {
    expect((await enters.get(`${village}/rules`)).status).toBe(200)
    const withPhotos = { ...score('1008'), photos: [randomUUID()] }
    expect((await enters.post(`${village}/scores`, withPhotos)).status).toBe(400)
  })
})
