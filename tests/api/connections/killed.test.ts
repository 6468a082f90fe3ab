/** The server is killed between a posting and the answer of its receiver: the delivery comes again under its id. */
import { randomUUID } from 'node:crypto'
import { afterAll, expect, it, onTestFinished } from 'vitest'
import { startReceiver } from '../../support/api/receiver.ts'
import { newPostgresDatabase, postgresServer, temporaryFolder } from '../../support/db/engine.ts'
import { freePort, startProcess } from '../../support/process.ts'
import { Caller, day, makeVillage, ruleId, signedIn, startTestServer } from '../../support/server.ts'

it('nothing is lost and nothing comes under two ids', { timeout: 120_000 }, async () => {
  const receiver = await startReceiver()
  onTestFinished(() => receiver.close())
  const dataDir = temporaryFolder(afterAll)
  const server = postgresServer()
  const url = server === undefined ? null : await newPostgresDatabase(server, afterAll)
  const first = await startTestServer({ dataDir, environment: url === null ? {} : { databaseUrl: url } })
  await makeVillage(first, 'one')
  const admin = await signedIn(first, 'admin', null)
  const rule = await ruleId(admin, 'one', '应急值守')
  const asked = { name: '平台', url: receiver.url, events: ['postings'], approvesHost: true }
  expect((await admin.post('/api/villages/one/webhooks', asked)).status).toBe(201)
  await first.stop()

  const start = async () => {
    const process = await startProcess(dataDir, await freePort(), url === null ? {} : { DATABASE_URL: url })
    const caller = new Caller(process.url)
    caller.cookie = admin.cookie
    const post = async (door: string) =>
      caller.post('/api/villages/one/postings', { id: randomUUID(), door, rule, occurredOn: day })
    return { process, post }
  }
  // The receiver has it, and its answer never comes.
  receiver.status = null
  const killed = await start()
  expect((await killed.post('1001')).status).toBe(201)
  await expect.poll(receiver.seqs).toEqual([1])
  expect((await killed.post('1002')).status).toBe(201)
  await killed.process.kill()

  receiver.status = 204
  const next = await start()
  onTestFinished(() => next.process.stop())
  expect((await next.post('1003')).status).toBe(201)
  await expect.poll(receiver.seqs, { timeout: 40_000 }).toEqual([1, 1, 2, 3])
  const ids = receiver.received.map(({ json }) => json.id)
  expect(ids[1]).toBe(ids[0])
  expect(new Set(ids).size).toBe(ids.length - 1)
})
