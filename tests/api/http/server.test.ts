import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '../../../server/contract/operations/operations.ts'
import { readEnvironment } from '../../../server/environment.ts'
import { Caller, makeVillage, signedIn, startTestServer, type TestServer } from '../../support/server.ts'

let server: TestServer
let caller: Caller

beforeAll(async () => {
  server = await startTestServer()
  await makeVillage(server, 'one')
  caller = new Caller(server.url)
})
afterAll(() => server.close())

describe('the server', () => {
  it.each(['/healthz', '/readyz', '/metrics'])('answers %s without a session', async (path) => {
    expect((await caller.get(path)).status).toBe(200)
  })

  it('is not ready when a ledger does not hold', async () => {
    const own = await startTestServer()
    await makeVillage(own, 'one')
    await own.services.store.write('installation', async (store) =>
      store.write('installation', async (store) => store.run('UPDATE chains SET seq = 7')),
    )
    await own.services.readiness.verifyAll()
    const { status, body } = await new Caller(own.url).get('/readyz')
    expect([status, body]).toEqual([503, 'the ledger does not hold: one'])
    await own.close()
  })

  it('describes every operation in OpenAPI 3.1', async () => {
    const { body } = await caller.get('/api/openapi.json')
    const { openapi, paths } = body as {
      openapi: string
      paths: Record<string, Record<string, { operationId: string }>>
    }
    const described = Object.values(paths).flatMap((path) =>
      Object.values(path).map(({ operationId }) => operationId),
    )
    expect(openapi).toBe('3.1.0')
    expect(described.sort()).toEqual(Object.keys(operations).sort())
  })

  it('says of ids made by clients that case matters', async () => {
    const { body } = await caller.get('/api/openapi.json')
    expect(JSON.stringify(body)).toContain('upper and lower case make different ids')
  })

  it('has a page that explains the API to a reader', async () => {
    expect((await caller.get('/api/docs')).body).toContain('/api/villages/:v/postings')
  })

  it('answers unknown addresses with a problem document', async () => {
    const { status, headers } = await caller.get('/api/nothing')
    expect([status, headers.get('content-type')]).toEqual([404, 'application/problem+json; charset=utf-8'])
  })

  it('sends a policy that lets pages load from this server alone, over plain HTTP too', async () => {
    const policy = (await caller.get('/healthz')).headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'self'")
    expect(policy).not.toContain('upgrade-insecure-requests')
  })

  it('verifies a village on request', async () => {
    const viewer = await signedIn(server, 'viewer', 'one')
    expect((await viewer.get('/api/villages/one/verify')).body).toMatchObject({
      holds: true,
      seq: 0,
      faults: [],
    })
  })
})

describe('a setting that cannot be used', () => {
  it.each([
    ['PORT', { PORT: 'eighty' }],
    ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
    ['SAMPLE', { SAMPLE: 'some' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'points' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'https://town.example/display/' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'https://town.example/?village=one' }],
    ['ADMIN_PASSWORD', { ADMIN_USERNAME: 'chief' }],
    ['TLS_KEY', { TLS_CERT: 'cert.pem' }],
    ['DATABASE_URL', { DATABASE_URL: 'postgres://somewhere' }],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://somewhere/points' }],
    ['DATABASE_CONNECTIONS', { DATABASE_CONNECTIONS: '1' }],
  ])('is refused with a sentence that names %s', (name, env) => {
    expect(() => readEnvironment(env)).toThrow(new RegExp(`^${name}: .{10}`))
  })
})
