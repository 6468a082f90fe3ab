/** The floor of a durable write over HTTP: Express, one handler, one FULL commit. */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import express from 'express'

const [folder = '.', port = '0'] = process.argv.slice(2)
const sqlite = new Database(join(folder, 'floor.sqlite'))
sqlite.pragma('locking_mode = EXCLUSIVE')
sqlite.pragma('journal_mode = WAL')
sqlite.pragma('synchronous = FULL')
sqlite.exec('CREATE TABLE lines (id TEXT PRIMARY KEY, door TEXT, points INTEGER) STRICT')
const insert = sqlite.prepare('INSERT INTO lines VALUES (?, ?, ?)')
const app = express()
app.use(express.json())
app.get('/readyz', (_request, response) => {
  response.send('ready')
})
app.post('/lines', (request, response) => {
  const { id, door } = request.body as { id: string; door: string }
  insert.run(id, door, 40)
  response.status(201).json({ id, door })
})
app.listen(Number(port), '127.0.0.1')
