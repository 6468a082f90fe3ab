/** Many screens in one process, as bare as they can be: told by its parent, it says when the last one heard. */
import WebSocket from 'ws'

const [url = '', kind = 'bare', count = '0'] = process.argv.slice(2)
const total = Number(count)
let open = 0
let heard = 0

/** The posting's event in the frame of Socket.IO, or anything at all from the bare server. */
function isNews(frame: string): boolean {
  return kind === 'bare' || frame.startsWith('42/live,["posting"')
}

function count1(): void {
  heard += 1
  if (heard < total) return
  heard = 0
  process.send?.({ lastAt: performance.timeOrigin + performance.now() })
}

function opened(): void {
  open += 1
  if (open === total) process.send?.({ open })
}

for (let index = 0; index < total; index += 1) {
  const socket = new WebSocket(url, { perMessageDeflate: false, skipUTF8Validation: true })
  if (kind === 'bare') socket.on('open', opened)
  socket.on('message', (data: Buffer) => {
    const frame = data.toString('utf8', 0, 24)
    if (isNews(frame)) count1()
    else if (frame.startsWith('0{')) socket.send('40/live,{"village":"one"}')
    else if (frame.startsWith('40/live')) opened()
    else if (frame === '2') socket.send('3')
  })
  socket.on('error', (error) => {
    throw error
  })
}
