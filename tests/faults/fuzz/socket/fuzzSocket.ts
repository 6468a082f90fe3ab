/**
 * Sends seeded frames to the live sockets over both transports. Promised: no 5xx, no exit, memory
 * flat, the ledgers verify afterwards, and an honest wall is served all along.
 */
import { io } from 'socket.io-client'
import { sampleSlug } from '../../../../db/sample/install.ts'
import type { BoardMessage } from '../../../../server/contract/live/live.ts'
import { Caller, day, ruleId } from '../../../support/server.ts'
import { Random } from '../../random.ts'
import { Client } from '../client.ts'
import { type FuzzReport, Judgement } from '../judgement.ts'
import { ServerUnderTest } from '../serverUnderTest.ts'
import type { SocketTools } from './polling.ts'
import { anySession } from './socketSessions.ts'

/** Connections under way together. */
const together = 8
const measureEvery = 1_000
const warmShare = 0.25
const village = 'sockets'
/** An honest wall is served within this, ms. */
const patienceMs = 60_000

/** @param judgesStalls whether the longest stall of the event loop is judged too */
export async function fuzzSocket(
  cases: number,
  seed: number,
  judgesStalls: boolean,
  onProgress: (done: number) => void = () => {},
): Promise<FuzzReport> {
  const server = await ServerUnderTest.start()
  const client = new Client(server.url)
  const judgement = new Judgement()
  const random = new Random(seed)
  try {
    const { cookies } = await server.renew(village, true)
    const clerk = new Caller(server.url)
    clerk.cookie = cookies.clerk ?? ''
    const rule = await ruleId(clerk, village, '应急值守')
    const epoch = (await meet(server.url)).board.epoch
    const tools: SocketTools = {
      url: server.url,
      client,
      random,
      cookie: '',
      world: { villages: [village, village, sampleSlug, 'two'], epoch },
      count: (what) => judgement.count(what),
      fault: (kind, fault) => judgement.add(kind, fault),
    }
    let done = 0
    for (let next = 0; done < cases && server.isAlive;) {
      const sent = await Promise.all(
        Array.from({ length: together }, () =>
          anySession({
            ...tools,
            // Each from its own seed: what one receives does not change what another sends.
            random: new Random(random.whole(0, 2 ** 31)),
            cookie: random.chance(0.5) ? (random.pick(Object.values(cookies)) ?? '') : '',
          }),
        ),
      )
      done += sent.reduce((sum, some) => sum + some, 0)
      // Something to push to whoever is connected.
      const { status } = await clerk.post(`/api/villages/${village}/postings`, {
        id: random.uuid(),
        door: String(random.whole(1001, 1040)),
        rule,
        occurredOn: day,
      })
      if (status !== 201) judgement.add('posting', `answered with ${status}`)
      if (done < next) continue
      next = done + measureEvery
      await judgement.measure(server, done >= cases * warmShare)
      if (server.isAlive) await meet(server.url)
      onProgress(done)
    }
    await judgement.measure(server, true)
    return await judgement.report(server, done, judgesStalls)
  } catch (error) {
    judgement.add('exit or silence', (error as Error).message)
    return await judgement.report(server, 0, judgesStalls)
  } finally {
    client.close()
    await server.stop()
  }
}

/** Connects as an honest wall and waits for its board and the answer to its hello. */
async function meet(url: string): Promise<BoardMessage> {
  const wall = io(`${url}/live`, { auth: { village }, transports: ['websocket'], forceNew: true })
  const signal = AbortSignal.timeout(patienceMs)
  try {
    const heard = new Promise<BoardMessage>((resolve, reject) => {
      wall.once('board', resolve)
      wall.once('connect_error', reject)
      signal.addEventListener('abort', () => reject(new Error('an honest wall got no board')))
    })
    const message = await heard
    const { seq, epoch } = message.board
    const hello = { seq, epoch, width: 1920, height: 1080, build: 'test', scene: 'leaders' }
    await wall.timeout(patienceMs).emitWithAck('hello', hello)
    return message
  } finally {
    wall.disconnect()
  }
}
