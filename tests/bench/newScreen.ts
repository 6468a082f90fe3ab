/** What a screen needs to begin: the whole board, from reading it until the screen has parsed it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { gunzipSync, gzipSync } from 'node:zlib'
import WebSocket from 'ws'
import type { Board } from '../../server/domain/board/board.ts'
import { fiveDimensions } from '../../server/domain/rules/rulebooks.ts'
import { boardReader } from '../../server/live/hub.ts'
import { makeShape } from '../support/browser/villages.ts'
import { freePort, startProcess } from '../support/process.ts'
import { startTestServer } from '../support/server.ts'
import { timed } from './calls/calls.ts'
import { cleaningUp } from './calls/cleanUp.ts'
import { startFloor } from './floor/floor.ts'
import { atMost, median, type Pair, type Row, within } from './measure.ts'

const timesARound = 20
/** A board for 1,000 households weighs no more, bytes, gzipped. */
const mostBytes = 40_000
/** A board of 1,000 households is read from the database within, ms. */
const readGoal = 5

/** The board over HTTP beside turning the same rows into gzipped JSON; a screen's whole beginning; the reading alone. */
export function benchBoard(households = 1_000, rounds = 7): Promise<Row[]> {
  return cleaningUp(async (later) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'bench-board-'))
    later(() => rmSync(dataDir, { recursive: true, force: true }))
    const made = await startTestServer({ dataDir })
    await makeShape(made, {
      slug: 'one',
      name: '示范村',
      households,
      groups: 20,
      dimensions: [...fiveDimensions],
    })
    const board = await made.services.hub.board(1)
    if (!board) throw new Error('no board')
    const read = boardReader(made.services.store)
    const reads = await compare(
      () => read(1),
      () => {},
      rounds,
    )
    await made.stop()
    const server = await startProcess(dataDir, await freePort())
    later(server.stop)
    const floor = await startFloor(later, board)
    const address = `${server.url}/api/villages/one/board`
    let bytes = 0
    const download = async () => (bytes = (await fetchBytes(address)).length)
    const begin = async () => {
      const { epoch, seq } = await openScreen(server.url)
      return parsed(await fetchBytes(`${address}?epoch=${epoch}&seq=${seq}`))
    }
    const beginBare = async () => {
      await openBare(floor.url)
      return parsed(await fetchBytes(`${floor.url}/board.json`))
    }
    const http = await compare(download, () => gzipSync(JSON.stringify(board.households)), rounds)
    const whole = await compare(begin, beginBare, rounds)
    const work = `board for a new screen, ${households} households`
    return [
      atMost(work, 'ms', http, 1.5),
      atMost('its weight beside what it may weigh', 'bytes', [{ ours: bytes, floor: mostBytes }], 1),
      atMost(`${work}: handshake until it is parsed`, 'ms', whole, 1.5),
      within(
        `board of ${households} households, read from the database`,
        'ms',
        reads.map(({ ours }) => ours),
        readGoal,
      ),
    ]
  })
}

/** Medians of both, round by round; the first round is warming up. */
async function compare(ours: () => unknown, floor: () => unknown, rounds: number): Promise<Pair[]> {
  const pairs: Pair[] = []
  for (let round = 0; round <= rounds; round += 1) {
    const pair = { floor: await medianOf(floor), ours: await medianOf(ours) }
    if (round > 0) pairs.push(pair)
  }
  return pairs
}

async function medianOf(work: () => unknown): Promise<number> {
  const times: number[] = []
  for (let index = 0; index < timesARound; index += 1) times.push(await timed(work))
  return median(times)
}

/** The gzipped body. Each screen is a machine of its own. */
function fetchBytes(address: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    get(address, { agent: false, headers: { 'accept-encoding': 'gzip' } }, (response) => {
      buffer(response).then(resolve, reject)
    }).on('error', reject)
  })
}

function parsed(body: Buffer): Board {
  return JSON.parse(gunzipSync(body).toString()) as Board
}

/** Connects as a wall does, and waits until it is told which board there is. */
function openScreen(url: string): Promise<{ epoch: string; seq: number }> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`)
    socket.on('error', reject)
    socket.on('message', (data: Buffer) => {
      const frame = data.toString()
      if (frame.startsWith('0{')) socket.send('40/live,{"village":"one","fetch":true}')
      const [, event] = /^42\/live,(.+)$/s.exec(frame) ?? []
      const [name, version] = JSON.parse(event ?? '[]') as [string?, { epoch: string; seq: number }?]
      if (name !== 'board' || !version) return
      socket.terminate()
      resolve(version)
    })
  })
}

/** Connects a bare websocket. */
function openBare(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url.replace('http', 'ws'))
    socket.on('error', reject)
    socket.on('open', () => {
      socket.terminate()
      resolve()
    })
  })
}
