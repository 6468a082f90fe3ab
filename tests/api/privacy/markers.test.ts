/** Nothing private, and nothing of a deduction that is not named, is in anything that the public can get. */
import { randomUUID } from 'node:crypto'
import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { PostingEvent } from '../../../server/domain/board/board.ts'
import { type TokenScope, tokenScopes } from '../../../server/domain/connections/tokens.ts'
import { createLog } from '../../../server/log.ts'
import {
  deductionText,
  type MarkedVillage,
  markers,
  markVillage,
  readingAddresses,
  textOf,
} from '../../support/api/markedVillage.ts'
import { program } from '../../support/api/tokens.ts'
import { pages } from '../../support/browser/browser.ts'
import {
  Caller,
  day,
  password,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'

/** Names of heads and of who entered, too: the public gets at most 示**. */
const secrets = [...Object.values(markers).flat(), deductionText, '示范户', password]
const logged: string[] = []
let server: TestServer
let marked: MarkedVillage
let stranger: Caller

beforeAll(async () => {
  const log = createLog('trace', { write: (line: string) => void logged.push(line) })
  server = await startTestServer({ pages, log, environment: { logLevel: 'trace' } })
  marked = await markVillage(server)
  stranger = new Caller(server.url)
}, 60_000)
afterAll(() => server.close())

const secretsIn = (text: string) => secrets.filter((secret) => text.includes(secret))

describe('what a program gets', () => {
  // Names, and lines that the village does not name, are for tokens that were made for them.
  it.each<[readonly TokenScope[], string[]]>([
    [['board', 'ledger', 'scores'], []],
    [['board', 'ledger', 'claims', 'names'], ['示范户']],
    [['board', 'ledger', 'every-line'], [deductionText]],
    [tokenScopes, [deductionText, '示范户']],
  ])('whose token has %j is what it is for, and nothing private beside', async (scopes, seen) => {
    const one = await program(await signedIn(server, 'admin', null), scopes)
    const found = new Set<string>()
    for (const [name, address] of readingAddresses(marked.known)) {
      const { status, text } = await textOf(one, address)
      expect(status, name).toBeLessThan(500)
      // The text of a rule is no line of it: whoever enters scores reads the rules.
      const known = [...Object.values(marked.known), ...(name === 'listRules' ? [deductionText] : [])]
      for (const secret of secretsIn(text).filter((secret) => !known.includes(secret))) {
        expect([name, seen]).toEqual([name, expect.arrayContaining([secret])])
        found.add(secret)
      }
    }
    expect([...found].sort()).toEqual([...seen].sort())
  })
})

describe('what a stranger gets', () => {
  it('from every call that reads has nothing private in it', async () => {
    let answered = 0
    for (const [name, address] of readingAddresses(marked.known)) {
      const { status, text } = await textOf(stranger, address)
      if (status === 200) answered += 1
      // What the stranger asked for is theirs: a photo's id in a problem's address.
      const asked = Object.values(marked.known)
      expect([name, secretsIn(text).filter((secret) => !asked.includes(secret))]).toEqual([name, []])
    }
    expect(answered, 'board, door, session, villages').toBeGreaterThanOrEqual(4)
  })

  it('on every page, and beside the API, has nothing private in it', async () => {
    const found = ['/', '/display/one', '/admin/', '/doorstep/one', `/d/${marked.token}`, '/nowhere']
    const besides = ['/healthz', '/readyz', '/metrics', '/api/openapi.json', '/api/docs', '/api/nowhere']
    for (const address of [...found, ...besides]) {
      const { text } = await textOf(stranger, address)
      expect([address, secretsIn(text)]).toEqual([address, []])
    }
  })

  it('from the board has no line, no correction and no small sum of the deductions', async () => {
    const { body } = await stranger.get('/api/villages/one/board')
    const board = body as {
      recent: { points: number; kind: string }[]
      notices: unknown[]
      deductions: unknown[]
    }
    expect(board).toMatchObject({ notices: [], deductions: [] })
    // The correction of an award is as public as the award.
    expect(board.recent.filter(({ points, kind }) => points <= 0 && kind !== 'reversal')).toEqual([])
    expect(board.recent.length).toBeGreaterThan(0)
  })

  it('in a refusal has nothing of what was sent', async () => {
    const bodies: [string, string, unknown][] = [
      ['POST', '/api/session', { username: 'MARK-phone', password: 'MARK-posting-note' }],
      ['POST', `/api/doors/${marked.token}/session`, { card: 'MARK-agreement-and-more' }],
      ['POST', '/api/villages/one/postings', { note: 'MARK-posting-note' }],
      ['POST', '/api/setup', { code: 'MARK-members' }],
    ]
    for (const [method, path, body] of bodies) {
      const answer = await stranger.call(method, path, body)
      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect([path, secretsIn(JSON.stringify(answer.body))]).toEqual([path, []])
    }
  })

  it('over both namespaces has nothing private in it, while all of it happens again', async () => {
    const open = (namespace: string, auth: object): Socket => {
      const options = { transports: ['websocket'], forceNew: true, reconnection: false, auth }
      const socket: Socket = io(server.url + namespace, options)
      onTestFinished(() => void socket.disconnect())
      return socket
    }
    const refused = await new Promise<Error>((resolve) => open('/staff', {}).on('connect_error', resolve))
    expect(refused.message).toBe('no-session')
    const wall = open('/live', { village: 'one', screen: 'hall' })
    const heard: string[] = []
    wall.onAny((...values: unknown[]) => heard.push(JSON.stringify(values)))
    await new Promise<void>((resolve) => void wall.once('board', () => resolve()))
    const told = (seq: number) =>
      new Promise<void>((resolve) => {
        wall.on('posting', (event: PostingEvent) => event.seq === seq && resolve())
        wall.on('board', ({ board }: { board: { seq: number } }) => board.seq === seq && resolve())
      })
    const { clerk } = marked
    const note = 'MARK-posting-note'
    const before = (await stranger.get('/api/villages/one/board')).body as { seq: number }
    const litter = await ruleId(clerk, 'one', '乱堆乱放')
    const posting = { id: randomUUID(), door: '1006', rule: litter, occurredOn: day, note }
    const writes: [string, object][] = [
      ['postings', posting],
      [`postings/${posting.id}/restore`, { id: randomUUID(), points: 5, reason: 'MARK-restore' }],
    ]
    for (const [index, [path, body]] of writes.entries()) {
      const reached = told(before.seq + index + 1)
      expect((await clerk.post(`/api/villages/one/${path}`, body)).status).toBe(201)
      await reached
    }
    const events = heard.filter((one) => !one.startsWith('["board"')).join('')
    expect(secretsIn(heard.join(''))).toEqual([])
    for (const telling of ['乱堆乱放', 'deduct', 'restore', 'reversal', day])
      expect(events).not.toContain(telling)
  })
})

describe('the log at its most talkative', () => {
  it('has nothing private in it', () => {
    expect(logged.length).toBeGreaterThan(50)
    expect(secretsIn(logged.join(''))).toEqual([])
  })
})
