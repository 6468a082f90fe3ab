/** A county on a real PostgreSQL server. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { holdPlace } from '../../../db/store/opening/holdPlace.ts'
import { databaseName } from '../../../db/store/sqlite/open.ts'
import { startEmbedded } from '../../support/db/embeddedServer.ts'
import type { Later } from '../calls/cleanUp.ts'
import { keepCounty } from '../county/fill.ts'
import type { CountyShape } from '../county/shape.ts'

/** Starts the server and moves the county there, as a restore does. @returns its address */
export async function startCountyServer(data: string, shape: CountyShape, later: Later): Promise<string> {
  const folder = await keepCounty(data, shape)
  const { url, remove } = await startEmbedded({ isDurable: true, buffers: '128MB' })
  later(remove)
  const scratch = temporaryFolder(later)
  const held = await holdPlace(scratch, url)
  try {
    await held.replaceBy(join(folder, databaseName), join(scratch, 'before.sqlite'))
  } finally {
    await held.release()
  }
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  // As autovacuum does it after a minute or so.
  await client.query('VACUUM (ANALYZE)')
  await client.end()
  return url
}

/** A folder that is gone when the work is over. */
export function temporaryFolder(later: Later): string {
  const folder = mkdtempSync(join(tmpdir(), 'bench-processes-'))
  later(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
