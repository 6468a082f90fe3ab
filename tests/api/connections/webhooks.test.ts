/** Webhooks: what is sent where, how it is signed, and what happens when it does not arrive. */
import { createHmac, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { renewInstallation } from '../../../db/store/installation.ts'
import {
  type DeliveryView,
  webhookPayloads,
  type WebhookView,
} from '../../../server/contract/connections/webhooks.ts'
import type { Problem } from '../../../server/contract/fields/problem.ts'
import { retryWaits } from '../../../server/domain/connections/webhooks.ts'
import { isSigned, type Receiver, startReceiver } from '../../support/api/receiver.ts'
import {
  type Caller,
  day,
  makeVillage,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'

const hooks = '/api/villages/one/webhooks'
let server: TestServer
let admin: Caller
let duty: number
let mess: number
let receiver: Receiver

beforeAll(async () => {
  server = await startTestServer()
  await makeVillage(server, 'one')
  admin = await signedIn(server, 'admin', null)
  duty = await ruleId(admin, 'one', '应急值守')
  mess = await ruleId(admin, 'one', '乱堆乱放')
})
afterAll(() => server.close())
beforeEach(async () => {
  receiver = await newReceiver()
})

async function newReceiver(): Promise<Receiver> {
  const made = await startReceiver()
  onTestFinished(() => made.close())
  return made
}

const post = async (door = '1001', rule = duty) =>
  (await admin.post('/api/villages/one/postings', { id: randomUUID(), door, rule, occurredOn: day }))
    .body as { seq: number }

interface Made {
  webhook: WebhookView
  secret: string
}

/** A webhook to the receiver, gone after the test. */
async function hook(more: object = {}): Promise<Made> {
  const asked = { name: '智慧村居平台', url: receiver.url, events: ['postings'], approvesHost: true, ...more }
  const { status, body } = await admin.post(hooks, asked)
  expect([status, body]).toMatchObject([201, {}])
  const made = body as Made
  onTestFinished(async () => void (await admin.call('DELETE', `${hooks}/${made.webhook.id}`)))
  return made
}

const deliveriesOf = async (id: number) =>
  (await admin.get(`${hooks}/${id}/deliveries`)).body as { webhook: WebhookView; items: DeliveryView[] }
const codeOf = ({ body }: { body: unknown }) => (body as Problem).code
const change = (id: number, body: object) => admin.call('PATCH', `${hooks}/${id}`, body)
/** Lets the next try come now. */
const hurry = (id: number) =>
  server.services.store.write('installation', async (store) =>
    store.update('webhooks', { id }, { next_try_at: 0 }),
  )

describe('an address', () => {
  const make = (by: Caller, url: string, more: object = {}) =>
    by.post(hooks, { name: '平台', url, events: ['postings'], ...more })

  it.each([
    ['ftp://platform.example/', 'webhook-url'],
    ['platform.example', 'webhook-url'],
    ['https://user:word@platform.example/', 'webhook-url'],
    ['http://platform.example/', 'webhook-plain'],
    ['https://127.0.0.1/', 'webhook-private'],
    ['https://2130706433/', 'webhook-private'],
    ['https://[::1]/', 'webhook-private'],
    ['https://[::ffff:10.0.0.1]/', 'webhook-private'],
    ['https://localhost/', 'webhook-private'],
    ['https://db.internal/', 'webhook-private'],
  ])('%s is refused with a sentence', async (url, code) => {
    const answer = await make(admin, url)
    expect([answer.status, codeOf(answer)]).toEqual([422, code])
    expect((answer.body as Problem).errors?.[0]?.field).toBe('url')
  })

  it('of the own network is approved by administrators of all villages alone, and never that of a cloud', async () => {
    const own = await signedIn(server, 'admin', 'one')
    const refused = await make(own, receiver.url, { approvesHost: true })
    expect([refused.status, codeOf(refused)]).toEqual([403, 'may-not-approve'])
    expect(codeOf(await make(admin, 'http://169.254.169.254/latest', { approvesHost: true }))).toBe(
      'webhook-private',
    )
  })

  it('that is changed to another host has to be approved again', async () => {
    const { webhook } = await hook()
    expect(codeOf(await change(webhook.id, { url: 'http://10.1.2.3/hook' }))).toBe('webhook-plain')
    expect((await change(webhook.id, { url: 'http://10.1.2.3/hook', approvesHost: true })).status).toBe(200)
  })
})

describe('a new posting', () => {
  it('is sent once, signed, as the public may see it; what was before it is not', async () => {
    const { webhook, secret } = await hook()
    const { seq } = await post('1001')
    await post('1002', mess)
    const { seq: last } = await post('1003')
    await expect.poll(receiver.seqs).toEqual([seq, last])
    for (const one of receiver.received) {
      expect(isSigned(one, secret)).toBe(true)
      expect(webhookPayloads.postings.parse(one.json).id).toBe(one.headers['webhook-id'])
      expect(one.body).not.toContain('示范户')
    }
    await expect
      .poll(async () =>
        (await deliveriesOf(webhook.id)).items.map(({ state, status, tries }) => [state, status, tries]),
      )
      .toEqual(receiver.received.map(() => ['delivered', 204, 1]))
    expect((await deliveriesOf(webhook.id)).webhook.waiting).toBe(0)
  })

  it('is signed as Standard Webhooks says', async () => {
    const { secret } = await hook()
    await post()
    await expect.poll(() => receiver.received.length).toBe(1)
    const { headers, body } = receiver.received[0]!
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
    const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`
    expect(headers['webhook-signature']).toBe(
      `v1,${createHmac('sha256', key).update(signed).digest('base64')}`,
    )
    expect(Math.abs(Number(headers['webhook-timestamp']) - Date.now() / 1000)).toBeLessThan(60)
  })

  it('that does not arrive is sent again under the same id, and those after it in order', async () => {
    receiver.status = 500
    const { webhook } = await hook()
    const { seq } = await post()
    await expect.poll(async () => (await deliveriesOf(webhook.id)).items[0]?.status).toBe(500)
    const { seq: next } = await post()
    expect((await deliveriesOf(webhook.id)).webhook).toMatchObject({
      failures: 1,
      state: 'active',
      waiting: 2,
    })
    receiver.status = 200
    await hurry(webhook.id)
    await expect.poll(receiver.seqs, { timeout: 15_000 }).toEqual([seq, seq, next])
    const [first, second, third] = receiver.received.map(({ json }) => json.id)
    expect(second).toBe(first)
    expect(third).not.toBe(first)
  })

  it('that comes late names nobody who asked meanwhile not to be named', async () => {
    receiver.status = 500
    const { webhook } = await hook()
    await post('1009')
    await expect.poll(() => receiver.received.length).toBe(1)
    expect(receiver.received[0]!.json.items[0]?.name).toBe('示**')
    await admin.call('PATCH', '/api/villages/one/households/1009', { optedOut: true })
    receiver.status = 200
    await expect.poll(async () => (await deliveriesOf(webhook.id)).items[0]?.tries).toBe(1)
    await hurry(webhook.id)
    await expect.poll(() => receiver.received.length, { timeout: 15_000 }).toBe(2)
    expect(receiver.received[1]!.json.items[0]?.name).toBeNull()
  })

  it('is not sent on by a redirect', async () => {
    const other = await newReceiver()
    receiver.status = 302
    receiver.headers = { location: other.url }
    const { webhook } = await hook()
    await post()
    await expect.poll(async () => (await deliveriesOf(webhook.id)).items[0]?.fault).toBe('redirect')
    expect(other.received).toEqual([])
  })

  it('of a receiver that hangs stops nobody', async () => {
    const slow = await newReceiver()
    slow.status = null
    await hook({ name: '慢平台', url: slow.url })
    await hook()
    const begun = performance.now()
    const { seq } = await post()
    expect(performance.now() - begun).toBeLessThan(2_000)
    await expect.poll(receiver.seqs).toEqual([seq])
    expect(slow.received.length).toBe(1)
  })
})

describe('a webhook', () => {
  it('pauses after too many failed tries, and goes on where it was once it is resumed', async () => {
    receiver.status = 503
    const { webhook } = await hook()
    await server.services.store.write('installation', async (store) =>
      store.update('webhooks', { id: webhook.id }, { failures: retryWaits.length }),
    )
    const { seq } = await post()
    await expect
      .poll(async () => (await deliveriesOf(webhook.id)).webhook)
      .toMatchObject({ state: 'paused', pauseReason: 'failing' })
    const work = (await admin.get('/api/villages/one/work')).body
    expect(work).toMatchObject({
      waiting: expect.arrayContaining([{ name: 'connections', page: 'connections', count: 1 }]) as unknown,
    })
    const { seq: next } = await post()
    receiver.status = 204
    receiver.received.length = 0
    expect((await change(webhook.id, { state: 'active' })).body).toMatchObject({
      state: 'active',
      failures: 0,
    })
    await expect.poll(receiver.seqs).toEqual([seq, next])
  })

  it('pauses when its receiver says that it is gone, and when somebody says so', async () => {
    receiver.status = 410
    const { webhook } = await hook()
    await post()
    await expect
      .poll(async () => (await deliveriesOf(webhook.id)).webhook)
      .toMatchObject({ state: 'paused', pauseReason: 'gone' })
    await change(webhook.id, { state: 'active' })
    const { body } = await change(webhook.id, { state: 'paused' })
    expect(body).toMatchObject({ pauseReason: 'by-person' })
  })

  it('is tried by hand, and says how it ended', async () => {
    const { webhook, secret } = await hook()
    const test = async () => (await admin.post(`${hooks}/${webhook.id}/test`, undefined)).body
    expect(await test()).toMatchObject({ event: 'test', state: 'delivered', status: 204 })
    expect(isSigned(receiver.received[0]!, secret)).toBe(true)
    await receiver.close()
    expect(await test()).toMatchObject({ state: 'failed', fault: 'unreachable', status: null })
  })

  it('gets a new key, and the old one signs no more', async () => {
    const { webhook, secret } = await hook()
    const renewed = (await admin.post(`${hooks}/${webhook.id}/secret`, undefined)).body as Made
    await post()
    await expect.poll(() => receiver.received.length).toBe(1)
    expect(isSigned(receiver.received[0]!, secret)).toBe(false)
    expect(isSigned(receiver.received[0]!, renewed.secret)).toBe(true)
    expect(JSON.stringify((await admin.get(hooks)).body)).not.toContain('whsec_')
    expect(JSON.stringify((await admin.get('/api/villages/one/audit')).body)).not.toContain('whsec_')
  })

  it('tells of publications too', async () => {
    await post()
    await hook({ events: ['publications'] })
    const closesOn = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10)
    expect((await admin.post('/api/villages/one/publications', { id: randomUUID(), closesOn })).status).toBe(
      201,
    )
    await expect.poll(() => receiver.received.length).toBe(1)
    const told = webhookPayloads.publications.parse(receiver.received[0]!.json)
    expect(told.items[0]).toMatchObject({ closesOn })
  })

  it('of all villages is that of administrators of all villages', async () => {
    await makeVillage(server, 'two', 2)
    const { webhook } = await hook({ everywhere: true })
    const own = await signedIn(server, 'admin', 'one')
    expect(((await own.get(hooks)).body as { items: WebhookView[] }).items.at(-1)).toMatchObject({
      everywhere: true,
      mayChange: false,
    })
    expect((await own.call('DELETE', `${hooks}/${webhook.id}`)).status).toBe(403)
    const rule = await ruleId(admin, 'two', '应急值守')
    const asked = { id: randomUUID(), door: '1001', rule, occurredOn: day }
    await admin.post('/api/villages/two/postings', asked)
    await expect
      .poll(() => receiver.received.map(({ json }) => json))
      .toMatchObject([{ village: { slug: 'two' } }])
  })

  it('waits for somebody after a restore', async () => {
    const { webhook } = await hook()
    await renewInstallation(server.services.store)
    admin = await signedIn(server, 'admin', null)
    await post()
    expect((await deliveriesOf(webhook.id)).webhook).toMatchObject({ pauseReason: 'restored' })
    expect(receiver.received).toEqual([])
  })
})
