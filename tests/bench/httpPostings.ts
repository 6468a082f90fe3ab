/** Durable postings over HTTP with 8 clients, beside a minimal handler doing one FULL commit. */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import autocannon from 'autocannon'
import { freePort, startProcess } from '../support/process.ts'
import { day, makeVillage, ruleId, signedIn, startTestServer } from '../support/server.ts'
import { atLeast, type Row } from './measure.ts'

const clients = 8
const rounds = 5
const seconds = 3
const households = 800

export async function benchHttpPostings(): Promise<Row> {
  const folder = mkdtempSync(join(tmpdir(), 'yiping-bench-'))
  const dataDir = join(folder, 'data')
  const { cookie, rule } = await prepare(dataDir)
  const ours = await startProcess(dataDir, await freePort())
  const floorPort = await freePort()
  const floor = await startFloor(folder, floorPort)
  const body = () => ({ id: randomUUID(), door: String(1001 + Math.floor(Math.random() * households)) })
  const oursRate = () =>
    rate(`${ours.url}/api/villages/one/postings`, () => ({ ...body(), rule, occurredOn: day }), { cookie })
  const floorRate = () => rate(`http://127.0.0.1:${floorPort}/lines`, body)
  try {
    await oursRate()
    await floorRate()
    const pairs: { ours: number; floor: number }[] = []
    for (let round = 0; round < rounds; round += 1)
      pairs.push({ ours: await oursRate(), floor: await floorRate() })
    return atLeast('durable postings over HTTP, 8 clients', 'postings/s', pairs, 0.6)
  } finally {
    floor.kill('SIGKILL')
    await ours.stop()
    rmSync(folder, { recursive: true, force: true })
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

async function startFloor(folder: string, port: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'tests/bench/httpFloor.ts', folder, String(port)])
  while (!(await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null)))
    await new Promise((resolve) => setTimeout(resolve, 20))
  return child
}

/** Writes answered with 201 in a second. */
async function rate(url: string, body: () => object, headers: Record<string, string> = {}): Promise<number> {
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
