/** A body with a field that the contract does not name is refused, and the field is named. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { refuseUnknownFields } from '../../../server/contract/fields/strictBody.ts'
import { isFileKind, type Operation, operations } from '../../../server/contract/operations/operations.ts'
import { pathOf } from '../../support/api/operationPaths.ts'
import { program } from '../../support/api/tokens.ts'
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
let administrator: Caller
/** A program that enters scores. */
let other: Caller

let token = ''

beforeAll(async () => {
  server = await startTestServer()
  await makeVillage(server, 'one')
  administrator = await signedIn(server, 'admin', null)
  other = await program(administrator, ['scores'])
  token = await openedDoor()
})
afterAll(() => server.close())

/** Opens a door for the administrator, as its household; gives its token. */
async function openedDoor(): Promise<string> {
  const cards = await administrator.post('/api/villages/one/cards', { id, doors: ['1001'] })
  const [{ token, code } = { token: '', code: '' }] = (
    cards.body as { items: { token: string; code: string }[] }
  ).items
  await administrator.post(`/api/doors/${token}/session`, { code })
  return token
}

const id = '11111111-1111-4111-8111-111111111111'
const withBody = Object.entries<Operation>(operations).filter(
  ([name, { body }]) => body !== undefined && !isFileKind(body) && name !== 'changePassword',
)

describe('an unknown field', () => {
  it.each(withBody)('%s names it', async (_name, operation) => {
    const { status, body } = await (operation.access === 'token' ? other : administrator).call(
      operation.method.toUpperCase(),
      pathOf(operation, { token }),
      /:v\/(postings|scores)$/.test(operation.path) ? [{ colour: 'red' }] : { colour: 'red' },
    )
    expect(status).toBe(400)
    const { errors } = body as { errors: { field: string; code: string }[] }
    const unknown = errors.filter(({ code }) => code === 'unknown-field')
    expect(unknown.map(({ field }) => field.replace(/^0\./, ''))).toEqual(['colour'])
  })

  it('of a change changes nothing', async () => {
    const path = '/api/villages/one/households/1001'
    const answer = await administrator.call('PATCH', path, { head: '示范户甲', door: '9' })
    expect(answer).toMatchObject({ status: 400, body: { detail: '这里不能填写门牌号。' } })
    const english = await administrator.call('PATCH', path, { colour: 1 }, { 'accept-language': 'en' })
    expect(english.body).toMatchObject({ detail: '“colour”: not accepted here.' })
  })

  it.each<[string, (rule: number) => unknown]>([
    ['1.colour', (rule) => [line(rule), { ...line(rule), colour: 1 }]],
    ['colour', (rule) => ({ ...line(rule), colour: 1 })],
  ])('is found in %s of a batch, of which nothing is written', async (field, body) => {
    const rule = await ruleId(administrator, 'one', '应急值守')
    const answer = await administrator.post('/api/villages/one/postings', body(rule))
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ field, code: 'unknown-field' }] } })
    const { body: page } = await administrator.get('/api/villages/one/postings')
    expect(page).toMatchObject({ items: [] })
  })

  it('is found in objects inside', async () => {
    const answer = await administrator.call('PATCH', '/api/villages/one', {
      review: { roles: [], over: null, deductions: false, colour: 1 },
    })
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ field: 'review.colour' }] } })
  })

  it('is ruled out by the API’s description', async () => {
    const { body } = await administrator.get('/api/openapi.json')
    const { paths } = body as {
      paths: Record<string, Record<string, { requestBody?: { content: Record<string, { schema: object }> } }>>
    }
    const bodies = Object.values(paths)
      .flatMap((path) => Object.values(path))
      .flatMap(({ requestBody }) => Object.values(requestBody?.content ?? {}))
    expect(bodies.length).toBeGreaterThan(40)
    for (const { schema } of bodies) expect(looseObjects(schema)).toEqual([])
  })
})

const line = (rule: number) => ({ id, door: '1001', rule, occurredOn: day })

/** Object schemas that take more than they name. */
function looseObjects(schema: unknown): object[] {
  if (typeof schema !== 'object' || schema === null) return []
  const inner = Object.values(schema).flatMap(looseObjects)
  const isLoose = 'properties' in schema && 'type' in schema && !('additionalProperties' in schema)
  return isLoose ? [schema, ...inner] : inner
}

describe('a strict schema', () => {
  it('reads what fits like the one it was made of', () => {
    const body: z.ZodType = operations.createNotice.body
    const notice = { title: '示范', startsOn: '2026-01-01', endsOn: '2026-01-02' }
    expect(refuseUnknownFields(body).parse(notice)).toEqual(body.parse(notice))
    const backwards = { ...notice, endsOn: '2025-12-31' }
    expect(refuseUnknownFields(body).safeParse(backwards).success).toBe(false)
  })
})
