/**
 * The floor of a stall: a process that does nothing but one FULL commit every few milliseconds, on the same disk, with
 * no checkpoint between them. Asked by its parent, it tells the longest since it was asked before.
 */
import { join } from 'node:path'
import Database from 'better-sqlite3'

const everyMs = 20

const [folder = '.'] = process.argv.slice(2)
const sqlite = new Database(join(folder, 'commits.sqlite'))
sqlite.pragma('journal_mode = WAL')
sqlite.pragma('synchronous = FULL')
sqlite.pragma('wal_autocheckpoint = 0')
sqlite.exec('CREATE TABLE lines (id INTEGER PRIMARY KEY, points INTEGER) STRICT')
const insert = sqlite.prepare('INSERT INTO lines (points) VALUES (40)')
let longestMs = 0

setInterval(() => {
  const from = performance.now()
  insert.run()
  longestMs = Math.max(longestMs, performance.now() - from)
}, everyMs)
process.on('message', () => {
  process.send?.({ longestMs })
  longestMs = 0
})
process.on('disconnect', () => process.exit())
