/** Two servers on one database: one of them sends to webhooks, and the other goes on when it is gone. */
import { randomUUID } from 'node:crypto'
import { afterAll, expect, it, onTestFinished } from 'vitest'
import { startReceiver } from '../../support/api/receiver.ts'
import { newPostgresDatabase, postgresServer } from '../../support/db/engine.ts'
import { Caller, day, makeVillage, ruleId, signedIn, startTestServer } from '../../support/server.ts'

it('each posting is sent once, whichever server took it', { timeout: 60_000 }, async () => {
  const receiver = await startReceiver()
  onTestFinished(() => receiver.close())
  const databaseUrl = await newPostgresDatabase(postgresServer() ?? '', afterAll)
  const first = await startTestServer({ environment: { databaseUrl } })
  const second = await startTestServer({ environment: { databaseUrl } })
  await makeVillage(first, 'one')
  const admin = await signedIn(first, 'admin', null)
  const other = new Caller(second.url)
  other.cookie = admin.cookie
  const rule = await ruleId(admin, 'one', '应急值守')
  const asked = { name: '平台', url: receiver.url, events: ['postings'], approvesHost: true }
  await admin.post('/api/villages/one/webhooks', asked)

  const post = async (caller: Caller, door: number) =>
    caller.post('/api/villages/one/postings', { id: randomUUID(), door: String(door), rule, occurredOn: day })
  await Promise.all(
    Array.from({ length: 12 }, (_, index) => post(index % 2 === 0 ? admin : other, 1001 + index)),
  )
  const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1)
  await expect.poll(receiver.seqs, { timeout: 15_000 }).toEqual(upTo(12))

  await second.close()
  await post(admin, 1001)
  await expect.poll(receiver.seqs, { timeout: 30_000 }).toEqual(upTo(13))
  const third = await startTestServer({ environment: { databaseUrl } })
  const last = new Caller(third.url)
  last.cookie = admin.cookie
  await first.close()
  await post(last, 1002)
  await expect.poll(receiver.seqs, { timeout: 30_000 }).toEqual(upTo(14))
  await third.close()
  expect(new Set(receiver.received.map(({ json }) => json.id)).size).toBe(receiver.received.length)
})
