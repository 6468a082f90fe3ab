/**
 * The floor of what a server and its wall do: Express, one FULL commit for each line, one bare websocket message for
 * each commit, and a folder of static pages. It shares nothing with the product.
 */
import { createServer } from 'node:http'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import compression from 'compression'
import express from 'express'
import { type WebSocket, WebSocketServer } from 'ws'

const yearMs = 365 * 86_400_000

const [folder = '.', pages = '.', port = '0'] = process.argv.slice(2)
const sqlite = new Database(join(folder, 'floor.sqlite'))
sqlite.pragma('locking_mode = EXCLUSIVE')
sqlite.pragma('journal_mode = WAL')
sqlite.pragma('synchronous = FULL')
sqlite.exec('CREATE TABLE lines (id TEXT PRIMARY KEY, door TEXT, points INTEGER) STRICT')
const insert = sqlite.prepare('INSERT INTO lines VALUES (?, ?, ?)')
const points = 40
let seq = 0

const app = express()
const server = createServer(app)
const sockets = new WebSocketServer({ server, perMessageDeflate: false })
app.use(express.json())
app.get('/readyz', (_request, response) => {
  response.send('ready')
})
app.post('/lines', (request, response) => {
  const { id, door } = request.body as { id: string; door: string }
  insert.run(id, door, points)
  seq += 1
  response.status(201).json({ id, door, seq })
  const message = JSON.stringify({ seq, door, points })
  for (const socket of sockets.clients as Set<WebSocket>) socket.send(message)
})
app.use(compression())
app.use('/assets', express.static(join(pages, 'assets'), { immutable: true, maxAge: yearMs }))
app.use(express.static(pages))
server.listen(Number(port), '127.0.0.1')
