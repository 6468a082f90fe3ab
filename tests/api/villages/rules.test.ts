/** The rulebook over HTTP: changes, versions, and taking over a whole one. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createVillage, yearSeason } from '../../../db/villages/createVillage.ts'
import type { RuleVersionView, RuleView } from '../../../server/contract/villages/rules.ts'
import { rulebooks } from '../../../server/domain/rules/rulebooks.ts'
import {
  type Caller,
  makeVillage,
  signedIn,
  startTestServer,
  type TestServer,
  year,
} from '../../support/server.ts'

let server: TestServer
let admin: Caller

beforeAll(async () => {
  server = await startTestServer()
  await makeVillage(server, 'one')
  const season = yearSeason(year)
  for (const slug of ['new', 'other'])
    await createVillage(server.services.store, null, {
      slug,
      name: '示范新村',
      timezone: 'Asia/Shanghai',
      season,
    })
  admin = await signedIn(server, 'admin', null)
})
afterAll(() => server.close())

const rulesOf = async (village: string) =>
  ((await admin.get(`/api/villages/${village}/rules`)).body as { items: RuleView[] }).items

describe('a rule', () => {
  it('that is changed has a version more, with who made it', async () => {
    const [rule] = await rulesOf('one')
    const changed = await admin.call('PATCH', `/api/villages/one/rules/${rule!.id}`, { text: '参加村民大会' })
    expect(changed.body).toMatchObject({ version: 2, text: '参加村民大会' })
    const { body } = await admin.get(`/api/villages/one/rules/${rule!.id}/versions`)
    const { items } = body as { items: RuleVersionView[] }
    expect(items.map(({ version, text }) => [version, text])).toEqual([
      [2, '参加村民大会'],
      [1, '参加村民会议'],
    ])
    expect(items[0]?.createdBy).toMatch(/^admin-/)
    expect(items[1]?.createdBy).toBeNull()
  })

  it('that ends before it begins is refused, and the field is named', async () => {
    const [rule] = await rulesOf('one')
    const terms = { ...rule!.terms, validFrom: '2026-06-02', validTo: '2026-06-01' }
    const refused = await admin.call('PATCH', `/api/villages/one/rules/${rule!.id}`, { terms })
    expect(refused.status).toBe(400)
    expect(JSON.stringify(refused.body)).toContain('validTo')
  })
})

describe('a whole rulebook', () => {
  it('of ours comes in at once', async () => {
    const { status, body } = await admin.post('/api/villages/new/rulebook', { rulebook: 'short' })
    expect({ status, body }).toEqual({ status: 200, body: { added: rulebooks.short.length, known: 0 } })
    expect((await rulesOf('new')).map(({ text }) => text)).toEqual(rulebooks.short.map(({ text }) => text))
  })

  it('of another village comes in without what is retired there', async () => {
    const [first] = await rulesOf('new')
    await admin.call('PATCH', `/api/villages/new/rules/${first!.id}`, { retired: true })
    const { body } = await admin.post('/api/villages/other/rulebook', { village: 'new' })
    expect(body).toEqual({ added: rulebooks.short.length - 1, known: 0 })
  })

  it('of a village that one may not read stays there', async () => {
    const stranger = await signedIn(server, 'admin', 'other')
    expect((await stranger.post('/api/villages/other/rulebook', { village: 'one' })).status).toBe(403)
    expect((await stranger.post('/api/villages/other/rulebook', { village: 'nowhere' })).status).toBe(404)
  })

  it('is for administrators to take over', async () => {
    const clerk = await signedIn(server, 'clerk', 'other')
    expect((await clerk.post('/api/villages/other/rulebook', { rulebook: 'five' })).status).toBe(403)
  })
})
