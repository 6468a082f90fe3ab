/** Villages do not wait for each other. */
import pg from 'pg'
import { expect, it, onTestFinished } from 'vitest'
import { openPostgres } from '../../../../db/store/postgres/open.ts'
import { startEmbedded } from '../../../support/db/embeddedServer.ts'
import { TestVillage } from '../../../support/db/village.ts'

/** Four villages at each of two processes, this many postings in each. */
const processes = 2
const villages = 4
const postings = 40

const waits = `SELECT wait_event AS lock, query FROM pg_stat_activity
  WHERE application_name = 'yiping' AND datname = current_database() AND wait_event_type = 'Lock'`

it('for any lock while each is written to at one process', async () => {
  // Commits that are synced hold their locks as long as in practice.
  const { url, remove } = await startEmbedded({ isDurable: true })
  onTestFinished(remove)
  const stores = await Promise.all(Array.from({ length: processes }, () => openPostgres(url)))
  const watcher = new pg.Client({ connectionString: url })
  await watcher.connect()
  onTestFinished(async () => {
    stores.forEach((store) => store.close())
    await watcher.end()
  })
  const written = await Promise.all(
    stores.flatMap((store) => {
      store.onChange(() => {})
      return Array.from({ length: villages }, () => TestVillage.create(store))
    }),
  )

  const seen: unknown[] = []
  let looks = 0
  let isOver = false
  const watching = (async () => {
    while (!isOver) {
      seen.push(...(await watcher.query(waits)).rows)
      looks += 1
    }
  })()
  await Promise.all(
    written.map(async (village) => {
      for (let posting = 0; posting < postings; posting += 1) await village.write(village.request('duty'))
    }),
  )
  isOver = true
  await watching
  expect(looks).toBeGreaterThan(50)
  expect(seen).toEqual([])
})
