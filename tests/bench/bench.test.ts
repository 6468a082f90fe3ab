/** Every bench of many sizes at a tiny one, so that it goes on working; its figures mean nothing here. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { hasEmbedded, startEmbedded } from '../support/db/embeddedServer.ts'
import { benchCounty } from './county/county.ts'
import { benchGrowth } from './growth/growth.ts'
import { benchImport } from './growth/importTime.ts'
import { benchStart } from './growth/startTime.ts'
import { benchHttpPostings } from './httpPostings.ts'
import type { Row } from './measure.ts'
import { benchBoard } from './newScreen.ts'
import { watchLocks } from './processes/lockWaits.ts'
import { benchProcesses } from './processes/processes.ts'
import { benchRanking } from './ranking/ranking.ts'
import { beginRun, keepRows, readRuns, tableOf } from './results.ts'
import { benchStalls } from './stalls/stalls.ts'

const shape = { villages: 2, households: 20, postings: 40, seed: 7 }
const office = { households: 20, lines: 60 }
let data = ''
beforeAll(() => {
  data = mkdtempSync(join(tmpdir(), 'bench-'))
})
afterAll(() => rmSync(data, { recursive: true, force: true }))

const benches: Record<string, () => Promise<Row[]>> = {
  county: () => benchCounty({ data, shape, screens: 4, postingMs: 200 }),
  processes: () => benchProcesses({ data, shape, screens: 4, postingMs: 200, rounds: 1 }),
  'http-postings': () => benchHttpPostings({ households: 20, lines: 60, rounds: 1, seconds: 1 }),
  board: () => benchBoard(20, 1),
  ranking: () => benchRanking({ boards: [20], households: 20, rounds: 1, scoresARound: 3 }),
  import: () => benchImport(office, 1),
  start: () => benchStart({ data, shape, long: { households: 20, postings: 60 }, rounds: 1 }),
  growth: () => benchGrowth({ data, shape, households: [10, 20], rounds: 1, scoresARound: 3 }),
  stalls: () => benchStalls({ data, office, postings: 60, rounds: 1 }),
}

describe('a bench', () => {
  it.each(Object.entries(benches))('%s measures all its rows', async (_, bench) => {
    const rows = await bench()
    expect(rows).not.toEqual([])
    for (const row of rows)
      if (!('skipped' in row)) expect([row.work, row.ours > 0, row.ratio > 0]).toEqual([row.work, true, true])
  })
})

describe.runIf(hasEmbedded())('a look at the locks of PostgreSQL', () => {
  const moment = () => setTimeout(200)

  it('finds a server that waits for what another one writes, and nothing where nobody waits', async () => {
    const { url, remove } = await startEmbedded()
    onTestFinished(remove)
    const [writer, waiter] = [1, 2].map(
      () => new pg.Client({ connectionString: url, application_name: 'yiping' }),
    ) as [pg.Client, pg.Client]
    await Promise.all([writer.connect(), waiter.connect()])
    await writer.query('CREATE TABLE shared AS SELECT 1 AS counted')
    const count = 'UPDATE shared SET counted = counted + 1'
    await writer.query('BEGIN')
    await writer.query(count)
    expect((await watchLocks(url, moment)).locks).toMatchObject({ withWaits: 0, found: [] })
    const waiting = waiter.query(count)
    const { locks } = await watchLocks(url, moment)
    await writer.query('COMMIT')
    await waiting
    await Promise.all([writer.end(), waiter.end()])
    expect(locks.found).toEqual([`transactionid: ${count}`])
    expect(locks.withWaits).toBeGreaterThan(1)
  })
})

describe('the results', () => {
  const row = (work: string): Row => ({ work, skipped: 'a test' })

  it('keep a run of the earlier form of their file', () => {
    const file = join(data, 'results.json')
    const { at: _at, load: _load, ...earlier } = beginRun()
    writeFileSync(file, JSON.stringify({ ...earlier, rows: [row('one')] }))
    keepRows(file, beginRun(), [row('two')])
    expect(readRuns(file).map(({ rows: [first] }) => first?.work)).toEqual(['one', 'two'])
  })

  it('keep the rows of earlier runs, with the load of each', () => {
    const file = join(data, 'kept/results.json')
    const first = beginRun()
    keepRows(file, first, [row('one')])
    keepRows(file, first, [row('two')])
    keepRows(file, { ...beginRun(), at: 'later' }, [row('three')])
    const runs = readRuns(file)
    expect(runs.map(({ rows }) => rows.map(({ work }) => work))).toEqual([['one', 'two'], ['three']])
    expect(runs.every(({ load }) => load !== null && load.before >= 0 && load.after >= 0)).toBe(true)
  })

  it('say beside each goal whether it holds', () => {
    const measured = { ours: 3, floor: 2, unit: 'ms', ratio: 1.5, goal: 'ratio <= 2', rounds: [1.5] }
    const [, kept, missed, skipped] = tableOf([
      { work: 'one', holds: true, ...measured },
      { work: 'two', holds: false, ...measured },
      row('three'),
    ])
    expect([kept, missed, skipped]).toEqual([
      expect.stringMatching(/ratio <= 2 +holds$/),
      expect.stringMatching(/ratio <= 2 +does not hold$/),
      expect.stringMatching(/skipped: a test$/),
    ])
  })
})
