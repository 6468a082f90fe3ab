/** Servers that start together on an empty database. */
import { afterAll, expect, it } from 'vitest'
import { newPostgresDatabase, postgresServer } from '../../support/db/engine.ts'
import { valueOf } from '../../support/db/values.ts'
import { Caller, password, startTestServer } from '../../support/server.ts'

it('make its tables, the sample and the administrator once', async () => {
  const databaseUrl = await newPostgresDatabase(postgresServer() ?? '', afterAll, 'template0')
  const environment = { databaseUrl, sample: true, administrator: { username: 'chief', password } }
  const servers = await Promise.all([1, 2, 3].map(() => startTestServer({ environment })))
  try {
    const { store } = servers[0]!.services
    expect(await valueOf(store, 'SELECT count(*) FROM villages')).toBe(1)
    expect(await valueOf(store, 'SELECT count(*) FROM users')).toBe(1)
    for (const { url } of servers) {
      const { status } = await new Caller(url).post('/api/session', { username: 'chief', password })
      expect(status).toBe(201)
    }
  } finally {
    for (const server of servers) await server.close()
  }
})
