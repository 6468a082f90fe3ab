/**
 * Records a database and the requests that made it, for the tests of later
 * builds: `npx tsx tests/upgrade/record.ts NAME` writes `recorded/NAME/`. Run it
 * once at each release, with the release's build.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { databaseName } from '../../db/store/sqlite/open.ts'
import { startTestServer } from '../support/server.ts'
import { dumpDatabase } from './dump.ts'
import { sendAllKinds } from './scenario.ts'

const [name] = process.argv.slice(2)
if (name === undefined) throw new Error('usage: npx tsx tests/upgrade/record.ts NAME')
const folder = join(import.meta.dirname, 'recorded', name)
const server = await startTestServer()
const recording = await sendAllKinds(server)
await server.stop()
mkdirSync(folder, { recursive: true })
writeFileSync(join(folder, 'database.sql'), dumpDatabase(join(server.dataDir, databaseName)))
writeFileSync(join(folder, 'requests.json'), `${JSON.stringify(recording, null, 1)}\n`)
await server.close()
