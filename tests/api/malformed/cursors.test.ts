/** A cursor that no list gave is refused; one that a list gave leads to its next page. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Operation, operations } from '../../../server/contract/operations/operations.ts'
import { pathOf } from '../../support/api/operationPaths.ts'
import { type Caller, makeVillage, signedIn, startTestServer, type TestServer } from '../../support/server.ts'

let server: TestServer
let administrator: Caller

beforeAll(async () => {
  server = await startTestServer()
  await makeVillage(server, 'one')
  administrator = await signedIn(server, 'admin', null)
  await administrator.call('PATCH', '/api/villages/one', { openData: true })
})
afterAll(() => server.close())

const lists = Object.entries<Operation>(operations).filter(
  ([, { query }]) => query && 'cursor' in query.shape,
)

describe('every list that pages by a cursor', () => {
  it.each(lists)('%s refuses rubbish with a sentence', async (_name, operation) => {
    for (const cursor of ['rubbish', '-1', '1.5', '01', '1e3', 'NaN', 'Infinity', '', ' 1', '9'.repeat(30)]) {
      const answer = await administrator.get(`${pathOf(operation)}?cursor=${encodeURIComponent(cursor)}`)
      expect([cursor, answer]).toMatchObject([
        cursor,
        {
          status: 400,
          body: { detail: '翻页标记无效，请从第一页重新查看。', errors: [{ field: 'cursor' }] },
        },
      ])
    }
  })

  it('takes its own cursor to the next page', async () => {
    const first = await administrator.get('/api/villages/one/households?limit=5')
    const { next } = first.body as { next: string }
    const second = await administrator.get(`/api/villages/one/households?limit=5&cursor=${next}`)
    expect(second).toMatchObject({ status: 200, body: { items: { length: 5 } } })
    expect(second.body).not.toEqual(first.body)
  })

  it('has no lines beyond its end', async () => {
    const { status, body } = await administrator.get('/api/villages/one/households?cursor=999999999999999')
    expect(status).toBe(200)
    expect(body).toMatchObject({ items: [], next: null })
  })
})
