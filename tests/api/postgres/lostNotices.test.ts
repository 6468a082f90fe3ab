/** What a process commits and tells nobody, because it dies, is on the walls of the others all the same. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Board } from '../../../server/domain/board/board.ts'
import type { LastDeed } from '../../support/db/dyingProcess.ts'
import { valueOf } from '../../support/db/values.ts'
import {
  Caller,
  day,
  makeVillage,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'

let server: TestServer
let rule: number
const program = fileURLToPath(new URL('../../support/db/dyingProcess.ts', import.meta.url))
/** Until a wall must be right, ms. */
const timeout = 10_000

beforeAll(async () => {
  server = await startTestServer()
  await makeVillage(server, 'one')
  rule = await ruleId(await signedIn(server, 'clerk', 'one'), 'one', '应急值守')
})
afterAll(() => server.close())

async function board(): Promise<Board> {
  return (await new Caller(server.url).get('/api/villages/one/board')).body as Board
}

/** Has a process do this as the last thing it does. */
async function dieAfter(deed: LastDeed): Promise<void> {
  const { databaseUrl } = server.services.environment
  const child = fork(program, [databaseUrl ?? '', JSON.stringify(deed)], { execArgv: ['--import', 'tsx'] })
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null]
  expect(signal).toBe('SIGKILL')
}

it('a score', async () => {
  const { seq } = await board()
  await dieAfter({ village: 'one', type: 'score', door: '1001', rule, occurredOn: day })
  expect(await valueOf(server.services.store, 'SELECT seq FROM chains')).toBe(seq + 1)
  await expect.poll(async () => (await board()).seq, { timeout }).toBe(seq + 1)
})

it('a setting', async () => {
  await board()
  await dieAfter({ village: 'one', type: 'name', name: '示范二村' })
  await expect.poll(async () => (await board()).village.name, { timeout }).toBe('示范二村')
})
