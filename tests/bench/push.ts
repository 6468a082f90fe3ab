/** One posting to 1,000 screens: from before its commit until the last one has it, beside a bare broadcast. */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { enterScores } from '../../db/scores/enterScores.ts'
import { ownerScope } from '../../db/store/scope.ts'
import { listRules } from '../../db/villages/rulebook.ts'
import type { PostingEvent } from '../../server/domain/board/board.ts'
import { day, makeVillage, startTestServer } from '../support/server.ts'
import { atMost, median, type Row } from './measure.ts'

const screens = 1_000
const rounds = 7
const pushesARound = 20
const betweenMs = 60

export async function benchPush(): Promise<Row> {
  const server = await startTestServer()
  await makeVillage(server, 'one', 800)
  const { store, hub } = server.services
  const rule = (await listRules(store, 1)).find(({ text }) => text === '应急值守')
  if (!rule) throw new Error('no rule')
  let event: PostingEvent | null = null
  hub.onNews({ posting: (_, news) => (event = news) })
  await hub.board(1)
  let door = 0
  const post = async () => {
    door += 1
    await enterScores(store, ownerScope(1), [
      { id: randomUUID(), door: String(1001 + (door % 800)), rule: rule.id, occurredOn: day },
    ])
  }
  await post()

  const bare = createServer()
  const sockets = new WebSocketServer({ server: bare, perMessageDeflate: false })
  await new Promise<void>((resolve) => bare.listen(0, '127.0.0.1', resolve))
  const frame = `42/live,${JSON.stringify(['posting', event])}`
  const broadcast = async () => {
    for (const socket of sockets.clients as Set<WebSocket>) socket.send(frame)
  }

  const barePort = (bare.address() as AddressInfo).port
  const ours = await openClients(
    `${server.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`,
    'engine',
  )
  const floor = await openClients(`ws://127.0.0.1:${barePort}`, 'bare')
  try {
    const round = async (clients: ChildProcess, push: () => Promise<void>) => {
      const times: number[] = []
      for (let time = 0; time < pushesARound; time += 1) {
        const last = lastHeard(clients)
        const sent = performance.timeOrigin + performance.now()
        await push()
        times.push((await last) - sent)
        await new Promise((resume) => setTimeout(resume, betweenMs))
      }
      return median(times)
    }
    await round(ours, post)
    await round(floor, broadcast)
    const pairs: { ours: number; floor: number }[] = []
    for (let index = 0; index < rounds; index += 1)
      pairs.push({ floor: await round(floor, broadcast), ours: await round(ours, post) })
    return atMost('push to 1,000 screens, the last one', 'ms', pairs, 1.5)
  } finally {
    ours.kill('SIGKILL')
    floor.kill('SIGKILL')
    sockets.close()
    bare.closeAllConnections()
    bare.close()
    await server.close()
  }
}

async function openClients(url: string, kind: string): Promise<ChildProcess> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'tests/bench/pushClients.ts', url, kind, String(screens)],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  )
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve())
    child.once('exit', (code) => reject(new Error(`the screens ended with ${code}`)))
  })
  return child
}

function lastHeard(clients: ChildProcess): Promise<number> {
  return new Promise((resolve) =>
    clients.once('message', (message) => resolve((message as { lastAt: number }).lastAt)),
  )
}
