/** A disk without room: nothing is acknowledged, the server says so, and works again once there is room. */
import { randomUUID } from 'node:crypto'
import { expect, it, onTestFinished } from 'vitest'
import { day, makeVillage, ruleId, signedIn, startTestServer } from '../../support/server.ts'

it('is answered with 507, not ready, until there is room again', async () => {
  const server = await startTestServer()
  onTestFinished(() => server.close())
  await makeVillage(server, 'one')
  const admin = await signedIn(server, 'admin', null)
  const rule = await ruleId(admin, 'one', '应急值守')
  const { store } = server.services
  const enter = (note: string) =>
    admin.post('/api/villages/one/postings', { id: randomUUID(), door: '1001', rule, occurredOn: day, note })
  const room = (pages: number) => store.pragma(`max_page_count = ${pages}`)

  room(1)
  let answer = await enter('示范'.repeat(90))
  while (answer.status === 201) answer = await enter('示范'.repeat(90))
  expect(answer.status).toBe(507)
  expect(JSON.stringify(answer.body)).toContain('磁盘')
  const { seq } = (await server.services.hub.board(1))!
  const ready = await admin.get('/readyz')
  expect([ready.status, ready.body]).toEqual([503, expect.stringContaining('the disk is full')])
  expect((await admin.get('/api/villages/one/board')).body).toMatchObject({ seq })

  room(1_000_000)
  expect((await admin.get('/readyz')).status).toBe(200)
  expect((await enter('示范')).status).toBe(201)
  expect((await admin.get('/api/villages/one/verify')).body).toMatchObject({ holds: true, seq: seq + 1 })
})
