/** Durable postings over HTTP into a village with a year behind it, beside a minimal handler doing one FULL commit. */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import autocannon from 'autocannon'
import { importRecords } from '../../db/scores/imports.ts'
import type { OfficeRule } from '../../db/scores/officeRecords.ts'
import { ownerScope } from '../../db/store/scope.ts'
import { addDays } from '../../server/domain/calendar/calendar.ts'
import { freePort, startProcess } from '../support/process.ts'
import { day, makeVillage, ruleId, signedIn, startTestServer } from '../support/server.ts'
import { cleaningUp } from './calls/cleanUp.ts'
import { startFloor } from './floor/floor.ts'
import { atLeast, type Pair, type Row } from './measure.ts'

const goal = 0.6
const plain = '应急值守'
const rising: OfficeRule = {
  dimension: '遵纪守法',
  text: '示范事项：逐次加扣',
  terms: {
    effect: 'deduct',
    scale: { type: 'escalating', steps: [10, 20, 30] },
    caps: [],
    evidence: false,
    reviewers: 0,
  },
}
const capped: OfficeRule = {
  dimension: '志愿服务',
  text: '示范事项：每年封顶',
  terms: {
    effect: 'award',
    scale: { type: 'fixed', points: 10 },
    // Nobody meets it.
    caps: [{ period: 'year', by: 'points', limit: 10_000_000 }],
    evidence: false,
    reviewers: 0,
  },
}
const works = [
  { clients: 8, rule: plain, of: '' },
  { clients: 1, rule: plain, of: '' },
  { clients: 8, rule: rising.text, of: ', an escalating rule' },
  { clients: 8, rule: capped.text, of: ', a rule capped by the year' },
]

export interface PostingSizes {
  households: number
  /** Of the ledger before. */
  lines: number
  rounds: number
  /** Of one measurement. */
  seconds: number
}

const usual: PostingSizes = { households: 800, lines: 44_000, rounds: 5, seconds: 2 }

export function benchHttpPostings(sizes: PostingSizes = usual): Promise<Row[]> {
  return cleaningUp(async (later) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'bench-postings-'))
    later(() => rmSync(dataDir, { recursive: true, force: true }))
    const { cookie, rules } = await prepare(dataDir, sizes)
    const server = await startProcess(dataDir, await freePort())
    later(server.stop)
    const floor = await startFloor(later)
    const door = () => String(1001 + Math.floor(Math.random() * sizes.households))
    const line = () => ({ id: randomUUID(), door: door() })
    const rows: Row[] = []
    for (const { clients, rule, of } of works) {
      const posting = () => ({ ...line(), rule: rules.get(rule), occurredOn: day })
      const address = `${server.url}/api/villages/one/postings`
      const ours = () =>
        rate(address, { clients, seconds: sizes.seconds, body: posting, headers: { cookie } })
      const theirs = () => rate(`${floor.url}/lines`, { clients, seconds: sizes.seconds, body: line })
      const pairs: Pair[] = []
      // The first round is warming up.
      for (let round = 0; round <= sizes.rounds; round += 1) {
        const pair = { ours: await ours(), floor: await theirs() }
        if (round > 0) pairs.push(pair)
      }
      const who = clients === 1 ? '1 client' : `${clients} clients`
      rows.push(
        atLeast(
          `durable postings over HTTP, ${who}, ledger of ${sizes.lines}${of}`,
          'postings/s',
          pairs,
          goal,
        ),
      )
    }
    return rows
  })
}

/** A clerk's cookie, and the ids of the rules by their texts. */
async function prepare(
  dataDir: string,
  { households, lines }: PostingSizes,
): Promise<{ cookie: string; rules: Map<string, number> }> {
  const server = await startTestServer({ dataDir })
  await makeVillage(server, 'one', households)
  await importRecords(server.services.store, ownerScope(1), {
    households: [],
    rules: [rising, capped],
    lines: Array.from({ length: lines }, (_, index) => ({
      door: String(1001 + (index % households)),
      rule: [plain, rising.text, capped.text][index % 3] ?? '',
      points: index % 3 === 1 ? -10 : 10,
      occurredOn: addDays(day, Math.floor((index / lines) * 180)),
      clerk: null,
      note: null,
    })),
  })
  const clerk = await signedIn(server, 'clerk', 'one')
  const rules = new Map<string, number>()
  for (const text of [plain, rising.text, capped.text]) rules.set(text, await ruleId(clerk, 'one', text))
  await server.stop()
  return { cookie: clerk.cookie ?? '', rules }
}

interface Load {
  clients: number
  seconds: number
  body: () => object
  headers?: Record<string, string>
}

/** Writes answered with 201 in a second. */
async function rate(url: string, { clients, seconds, body, headers }: Load): Promise<number> {
  const result = await autocannon({
    url,
    connections: clients,
    duration: seconds,
    requests: [
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        setupRequest: (request) => ({ ...request, body: JSON.stringify(body()) }),
      },
    ],
  })
  if (result.non2xx > 0) throw new Error(`${url} refused ${result.non2xx} writes`)
  return result['2xx'] / result.duration
}
