/** The cost of one score as a village's history grows from 1,000 to 1,000,000 postings. */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { enterScores } from '../../db/scores/enterScores.ts'
import { importRecords } from '../../db/scores/imports.ts'
import type { OfficeLine } from '../../db/scores/officeRecords.ts'
import { ownerScope, type Scope } from '../../db/store/scope.ts'
import type { Store } from '../../db/store/store.ts'
import { mustFindVillage } from '../../db/villages/findVillages.ts'
import { listRules } from '../../db/villages/rulebook.ts'
import { addDays } from '../../server/domain/calendar/calendar.ts'
import type { Hub } from '../../server/live/hub.ts'
import { day, makeVillage, startTestServer, type TestServer } from '../support/server.ts'
import { atMost, median, type Row } from './measure.ts'

const households = 800
const small = 1_000
const large = 1_000_000
const chunk = 50_000
const rounds = 7
/** Few enough that no household meets the rule's cap. */
const scoresARound = 200

export async function benchHistory(): Promise<Row> {
  const folder = mkdtempSync(join(tmpdir(), 'yiping-bench-'))
  const few = await village(join(folder, 'few'), small)
  const many = await village(join(folder, 'many'), large)
  try {
    await score(few, rounds)
    await score(many, rounds)
    const pairs: { ours: number; floor: number }[] = []
    for (let round = 0; round < rounds; round += 1)
      pairs.push({ floor: await score(few, round), ours: await score(many, round) })
    return atMost('one score, history 1,000,000 beside 1,000', 'ms', pairs, 1.1)
  } finally {
    await few.server.stop()
    await many.server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Village {
  server: TestServer
  store: Store
  scope: Scope
  hub: Hub
  rule: number
}

async function village(dataDir: string, postings: number): Promise<Village> {
  const server = await startTestServer({ dataDir })
  await makeVillage(server, 'one', households)
  const { store, hub } = server.services
  const scope = ownerScope((await mustFindVillage(store, 'one')).id)
  for (let from = 0; from < postings; from += chunk)
    await importRecords(store, scope, {
      households: [],
      rules: [],
      lines: lines(from, Math.min(postings, from + chunk)),
    })
  const rule = (await listRules(store, scope.village)).find(({ text }) => text === '参加村民会议')
  await hub.board(scope.village)
  return { server, store, scope, hub, rule: rule?.id ?? 0 }
}

/** Lines spread over households and the year's first half; the rule scored afterwards is not among them. */
function lines(from: number, to: number): OfficeLine[] {
  return Array.from({ length: to - from }, (_, offset) => {
    const index = from + offset
    return {
      door: String(1001 + (index % households)),
      rule: '应急值守',
      points: 40 + Math.floor(index / (households * 181)),
      occurredOn: addDays(day, Math.floor(index / households) % 181),
      clerk: null,
      note: null,
    }
  })
}

/** Median time of one score with its cap, its commit and its push, ms. */
async function score({ store, scope, rule }: Village, round: number): Promise<number> {
  const times: number[] = []
  for (let index = 0; index < scoresARound; index += 1) {
    const door = String(1001 + ((round * scoresARound + index) % households))
    const request = { id: randomUUID(), door, rule, occurredOn: day }
    const start = performance.now()
    await enterScores(store, scope, [request])
    times.push(performance.now() - start)
  }
  return median(times)
}
