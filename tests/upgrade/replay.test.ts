/** Databases of earlier builds open, verify, and answer the requests that made them as the first time. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { verifyVillage } from '../../db/ledger/proof/verify.ts'
import { databaseName } from '../../db/store/sqlite/open.ts'
import { listVillages } from '../../db/villages/findVillages.ts'
import { Caller, password, startTestServer, type TestServer } from '../support/server.ts'
import { loadDump } from './dump.ts'
import type { RecordedRequest, Recording } from './scenario.ts'

const recorded = join(import.meta.dirname, 'recorded')

describe.each(readdirSync(recorded))('a database of schema %s', (name) => {
  it('is brought up to date, and its ledgers verify', async () => {
    const { server } = await upgraded(name)
    for (const village of await listVillages(server.services.store))
      expect(await verifyVillage(server.services.store, village)).toMatchObject({ holds: true, faults: [] })
  })

  it('answers every request sent again as the first time, and writes nothing', async () => {
    const { server, recording } = await upgraded(name)
    const { store } = server.services
    const seqs = async () => store.all('SELECT village_id, seq, head FROM chains')
    const before = await seqs()
    const callers = await signInAll(server, recording)
    for (const request of recording.requests) {
      const answer = await resend(callers(request.by), request)
      // Control characters, which earlier builds took, are refused with a sentence; the client keeps its line.
      if (/\\u000[07]/.test(JSON.stringify(request.body))) {
        expect(problemOf(answer.body)).toContain('控制字符')
        continue
      }
      const status = request.status === 204 ? 204 : 200
      expect(`${request.path}: ${answer.status} ${problemOf(answer.body)}`).toBe(
        `${request.path}: ${status} `,
      )
      expect(idsOf(answer.body)).toEqual(idsOf(request.answer))
    }
    expect(await seqs()).toEqual(before)
  })

  it('refuses an id that comes with other content', async () => {
    const { server, recording } = await upgraded(name)
    const callers = await signInAll(server, recording)
    const [posting] = recording.requests.filter(({ path }) => path.endsWith('/postings'))
    const changed = { ...(posting?.body as object), note: '另一件事' }
    const { status } = await callers(posting?.by ?? '').post(posting?.path ?? '', changed)
    expect(status).toBe(422)
  })
})

/** Starts a server on a recorded database. */
async function upgraded(name: string): Promise<{ server: TestServer; recording: Recording }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'yiping-upgrade-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
  mkdirSync(dataDir, { recursive: true })
  loadDump(readFileSync(join(recorded, name, 'database.sql'), 'utf8'), join(dataDir, databaseName))
  const server = await startTestServer({ dataDir })
  onTestFinished(() => server.stop())
  const recording = JSON.parse(readFileSync(join(recorded, name, 'requests.json'), 'utf8')) as Recording
  return { server, recording }
}

/** Everybody of the recording, with a session of this server. */
async function signInAll(server: TestServer, { users, door }: Recording): Promise<(name: string) => Caller> {
  const callers = new Map<string, Caller>()
  for (const username of users) {
    const caller = new Caller(server.url)
    expect((await caller.post('/api/session', { username, password })).status).toBe(201)
    callers.set(username, caller)
  }
  const household = new Caller(server.url)
  if (door) await household.post(`${door.path}/session`, { card: door.card })
  return (name) => callers.get(name) ?? household
}

function resend(caller: Caller, { path, body }: RecordedRequest) {
  const { picture } = body as { picture?: string }
  if (picture === undefined) return caller.post(path, body)
  return caller.call('POST', path, Buffer.from(picture, 'base64'), { 'content-type': 'image/jpeg' })
}

function problemOf(body: unknown): string {
  return (body as { detail?: string } | null)?.detail ?? ''
}

/** Ids of what was made. A claim that was passed since is a posting of the same id. */
function idsOf(answer: unknown): unknown {
  const { id, postings = [], claims = [] } = answer as Record<string, { id: string }[] | undefined>
  return id ?? [...postings, ...claims].map((one) => one.id).sort()
}
