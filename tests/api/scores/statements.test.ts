import { randomUUID } from 'node:crypto'
import { expect, vi } from 'vitest'
import { Connection } from '../../../db/store/sqlite/connection.ts'
import { itOnSqlite } from '../../support/db/itOnSqlite.ts'
import { day, makeVillage, ruleId, signedIn, startTestServer } from '../../support/server.ts'

/** Most statements of one score, from the session's cookie to the answer, without those that begin and end. */
const most = 16

itOnSqlite('enters a score with few statements, each of them once', async () => {
  const server = await startTestServer()
  try {
    await makeVillage(server, 'one', 2)
    const clerk = await signedIn(server, 'clerk', 'one')
    const rule = await ruleId(clerk, 'one', '应急值守')
    const enter = async () =>
      clerk.post('/api/villages/one/postings', { id: randomUUID(), door: '1001', rule, occurredOn: day })
    await enter()
    // The board is in use: the posting is folded into it, and nothing is read.
    await server.services.hub.board(1)
    const spies = (['all', 'first', 'run'] as const).map((verb) => vi.spyOn(Connection.prototype, verb))
    expect((await enter()).status).toBe(201)
    const texts = spies
      .flatMap(({ mock }) => mock.calls)
      .map(([query]) => (typeof query === 'string' ? query : query.compile().sql))
    // Webhooks are looked for some time after, once for all that was entered meanwhile.
    const statements = texts.filter((text) => !/^(BEGIN|COMMIT)|FROM webhooks/.test(text))
    expect(statements.length, statements.join('\n')).toBeLessThanOrEqual(most)
    expect(new Set(statements).size).toBe(statements.length)
  } finally {
    vi.restoreAllMocks()
    await server.close()
  }
})
