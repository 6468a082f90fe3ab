/**
 * kill -9 at random moments under load, then the same ids again. Promised:
 * nothing that was acknowledged is lost, nothing is doubled, seq has no gaps,
 * chain and totals hold.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { verifyVillage } from '../../../db/ledger/proof/verify.ts'
import { openStore } from '../../../db/store/sqlite/open.ts'
import { mustFindVillage } from '../../../db/villages/findVillages.ts'
import { sentencesOf } from '../../support/db/faults.ts'
import { freePort, startProcess } from '../../support/process.ts'
import { Caller, day, makeVillage, ruleId, signedIn, startTestServer } from '../../support/server.ts'
import { Random } from '../random.ts'

const clients = 4
const households = 40

interface Request {
  id: string
  door: string
  rule: number
  occurredOn: string
}

export interface KillReport {
  kills: number
  acknowledged: number
  /** Acknowledged, but not in the ledger. */
  lost: number
  /** In the ledger more than once. */
  doubled: number
  /** In the ledger under another seq than acknowledged. */
  moved: number
  /** Answered with anything but 200 or 201 while the server was up. */
  refused: number
  gaps: number
  holds: boolean
  faults: string[]
  /** Of each restart after a kill, until it answered, ms. */
  readyMs: number[]
}

/**
 * Kills the server again and again.
 *
 * @param kills how often
 * @param seed decides the moments
 */
export async function killUnderLoad(
  kills: number,
  seed: number,
  onKill: (done: number) => void = () => {},
): Promise<KillReport> {
  const dataDir = mkdtempSync(join(tmpdir(), 'yiping-kill-'))
  try {
    const { cookie, rule } = await prepare(dataDir)
    const run = new Run(cookie, rule, seed)
    const port = await freePort()
    const readyMs: number[] = []
    for (let kill = 0; kill < kills; kill += 1) {
      const server = await startProcess(dataDir, port)
      if (kill > 0) readyMs.push(server.readyMs)
      await run.loadUntilKilled(server.url, server.kill)
      onKill(kill + 1)
    }
    const server = await startProcess(dataDir, port)
    await run.settle(server.url)
    await server.stop()
    return { kills, readyMs, ...run.counts, ...(await inspect(dataDir, run.acknowledged)) }
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function prepare(dataDir: string): Promise<{ cookie: string; rule: number }> {
  const server = await startTestServer({ dataDir })
  await makeVillage(server, 'one', households)
  const clerk = await signedIn(server, 'clerk', 'one')
  const rule = await ruleId(clerk, 'one', '应急值守')
  await server.stop()
  return { cookie: clerk.cookie ?? '', rule }
}

/** The clients: what they sent, what was acknowledged, what they must send again. */
class Run {
  readonly acknowledged = new Map<string, number>()
  readonly counts = { acknowledged: 0, refused: 0 }
  readonly #cookie: string
  readonly #rule: number
  readonly #random: Random
  #unanswered: Request[] = []
  #made = 0

  constructor(cookie: string, rule: number, seed: number) {
    this.#cookie = cookie
    this.#rule = rule
    this.#random = new Random(seed)
  }

  async loadUntilKilled(url: string, kill: () => Promise<void>): Promise<void> {
    let alive = true
    const again = this.#unanswered.splice(0)
    const load = Array.from({ length: clients }, async () => {
      while (alive) {
        const request = again.pop() ?? this.#next()
        if (!(await this.#send(url, request))) this.#unanswered.push(request)
      }
    })
    const moment = 20 + this.#random.next() * 300
    await new Promise((resolve) => setTimeout(resolve, moment))
    await kill()
    alive = false
    await Promise.all(load)
    this.#unanswered.push(...again)
  }

  async settle(url: string): Promise<void> {
    for (const request of this.#unanswered.splice(0)) await this.#send(url, request)
  }

  #next(): Request {
    const door = String(this.#random.whole(1001, 1000 + households))
    this.#made += 1
    const id = `00000000-0000-4000-8000-${String(this.#made).padStart(12, '0')}`
    return { id, door, rule: this.#rule, occurredOn: day }
  }

  /** Whether the server answered. */
  async #send(url: string, request: Request): Promise<boolean> {
    const caller = new Caller(url)
    caller.cookie = this.#cookie
    try {
      const { status, body } = await caller.post('/api/villages/one/postings', request)
      if (status !== 200 && status !== 201) {
        this.counts.refused += 1
        return true
      }
      this.acknowledged.set(request.id, (body as { seq: number }).seq)
      this.counts.acknowledged = this.acknowledged.size
      return true
    } catch {
      return false
    }
  }
}

async function inspect(dataDir: string, acknowledged: Map<string, number>) {
  const store = await openStore(dataDir)
  try {
    const village = await mustFindVillage(store, 'one')
    const rows = await store.all(
      store.sql
        .selectFrom('postings')
        .select(['id', 'seq'])
        .where('village_id', '=', village.id)
        .orderBy('seq'),
    )
    const seqs = new Map(rows.map(({ id, seq }) => [id, seq]))
    const entries = [...acknowledged]
    const { holds, faults } = await verifyVillage(store, village)
    return {
      lost: entries.filter(([id]) => !seqs.has(id)).length,
      moved: entries.filter(([id, seq]) => seqs.has(id) && seqs.get(id) !== seq).length,
      doubled: rows.length - seqs.size,
      gaps: rows.filter(({ seq }, index) => seq !== index + 1).length,
      holds,
      faults: sentencesOf(faults),
    }
  } finally {
    store.close()
  }
}
