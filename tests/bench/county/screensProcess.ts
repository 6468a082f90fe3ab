/**
 * Many screens in one process, as clients of Socket.IO: told by its parent to begin, they all connect at once, and it
 * says when each of them had its board. A screen takes the board from the event, or fetches it where it is only told
 * which one there is.
 */
import { type IncomingMessage, get } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import { io } from 'socket.io-client'
import { slugOf } from './names.ts'

const [url = '', first = '0', count = '0', villages = '1'] = process.argv.slice(2)
/** As walls do it, ms. */
const retries = {
  reconnectionDelay: 500,
  reconnectionDelayMax: 4_000,
  randomizationFactor: 0.5,
  timeout: 3_000,
}

interface BoardNews {
  board?: { households: unknown[] }
  seq?: number
  epoch?: string
}

const begin = Array.from({ length: Number(count) }, (_, index) =>
  screen(slugOf((Number(first) + index) % Number(villages))),
)
process.on('message', () => {
  for (const connect of begin) connect()
})
process.on('disconnect', () => process.exit())
process.send?.({ prepared: true })

function screen(village: string): () => void {
  const socket = io(`${url}/live`, {
    auth: { village, fetch: true },
    transports: ['websocket'],
    autoConnect: false,
    forceNew: true,
    ...retries,
  })
  let has = false
  let retried = 0
  socket.io.on('reconnect_attempt', () => (retried += 1))
  const done = () => {
    if (!has) process.send?.({ boardAt: performance.timeOrigin + performance.now(), retried })
    has = true
  }
  socket.onAny((event: string, news: BoardNews) => {
    if (has || event === 'posting' || event === 'screen') return
    if (news.board) done()
    else if (news.seq !== undefined && news.epoch !== undefined) fetchBoard(village, news).then(done, retry)
    function retry() {
      setTimeout(() => void fetchBoard(village, news).then(done, retry), retries.reconnectionDelay)
    }
  })
  return () => socket.connect()
}

async function fetchBoard(village: string, { seq, epoch }: BoardNews): Promise<void> {
  const address = `${url}/api/villages/${village}/board?epoch=${epoch}&seq=${seq}`
  const response = await new Promise<IncomingMessage>((resolve, reject) =>
    // Each screen is a machine of its own.
    get(address, { agent: false, headers: { 'accept-encoding': 'gzip' } }, resolve).on('error', reject),
  )
  const body = await buffer(response)
  if (response.statusCode !== 200) throw new Error(`the board was answered with ${response.statusCode}`)
  JSON.parse((response.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString())
}
