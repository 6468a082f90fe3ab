/**
 * Many screens in one process: told by its parent to begin, they all connect at once, and it says when each of them had
 * its board. They speak the protocol of Socket.IO themselves: its client takes more time than the server. A screen takes
 * the board from the event, or fetches it where it is only told which one there is.
 */
import { type IncomingMessage, get } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import WebSocket from 'ws'
import { slugOf } from './names.ts'

const [url = '', first = '0', count = '0', villages = '1'] = process.argv.slice(2)
/** As walls do it, ms. */
const connectMs = 3_000
const firstRetryMs = 500
const longestRetryMs = 4_000

interface BoardNews {
  board?: { households: unknown[] }
  seq?: number
  epoch?: string
}

process.on('message', () => {
  for (let index = 0; index < Number(count); index += 1)
    void screen(slugOf((Number(first) + index) % Number(villages)))
})
process.on('disconnect', () => process.exit())
process.send?.({ prepared: true })

/** Connects until it has a board, then stays connected. */
async function screen(village: string): Promise<void> {
  for (let retried = 0; ; retried += 1) {
    if (retried > 0) await wait(jittered(Math.min(longestRetryMs, firstRetryMs * 2 ** (retried - 1))))
    const news = await connect(village)
    if (!news) continue
    while (!news.board && !(await fetchBoard(village, news))) await wait(jittered(firstRetryMs))
    process.send?.({ boardAt: performance.timeOrigin + performance.now(), retried })
    return
  }
}

const jittered = (ms: number) => ms * (0.5 + Math.random())

/** Connects, and waits for the first word about the board; null when that does not come. */
function connect(village: string): Promise<BoardNews | null> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, {
      handshakeTimeout: connectMs,
      perMessageDeflate: false,
    })
    socket.on('error', () => resolve(null))
    socket.on('close', () => resolve(null))
    socket.on('message', (data: Buffer) => {
      const frame = data.toString()
      if (frame === '2') socket.send('3')
      else if (frame.startsWith('0{')) socket.send(`40/live,${JSON.stringify({ village, fetch: true })}`)
      const [, event] = /^42\/live,(.+)$/s.exec(frame) ?? []
      const [name, news] = JSON.parse(event ?? '[]') as [string?, BoardNews?]
      if (news && name !== 'posting' && name !== 'screen') resolve(news)
    })
  })
}

/** Whether the board came whole. */
async function fetchBoard(village: string, { seq, epoch }: BoardNews): Promise<boolean> {
  const address = `${url}/api/villages/${village}/board?epoch=${epoch}&seq=${seq}`
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) =>
      // Each screen is a machine of its own.
      get(address, { agent: false, headers: { 'accept-encoding': 'gzip' } }, resolve).on('error', reject),
    )
    const { length } = await buffer(response)
    return response.statusCode === 200 && length === Number(response.headers['content-length'])
  } catch {
    return false
  }
}
