/** How long the event loop stands still at most while heavy jobs run, above a bare commit's longest meanwhile. */
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { io } from 'socket.io-client'
import type { ImportView } from '../../../server/contract/scores/imports.ts'
import { type Calls, signIn } from '../calls/calls.ts'
import { cleaningUp } from '../calls/cleanUp.ts'
import { settle } from '../calls/settle.ts'
import { copyOf, keepCounty } from '../county/fill.ts'
import { slugOf } from '../county/names.ts'
import { above, median, type Row, within } from '../measure.ts'
import { makeOfficeBook, type OfficeSize, usualOffice } from './officeBook.ts'
import { confirmBook, createVillage, previewBook } from './officeImport.ts'
import { type Seen, startWatched } from './watch.ts'

/** Above a bare commit's longest, ms. */
const allowance = 50
/** p99 of `/healthz`, ms. */
const healthGoal = 50
/** Passbooks of one answer. */
const passbooksAPage = 50

export interface StallOptions {
  /** Folder in which made ledgers are kept. */
  data: string
  office?: OfficeSize
  /** Postings of the ledger that is verified. */
  postings?: number
  rounds?: number
}

export function benchStalls({
  data,
  office = usualOffice,
  postings = 1_000_000,
  rounds = 3,
}: StallOptions): Promise<Row[]> {
  const shape = { villages: 1, households: office.households, postings, seed: 1 }
  return cleaningUp(async (later) => {
    const { dataDir, remove } = copyOf(await keepCounty(data, shape))
    later(remove)
    const scratch = mkdtempSync(join(data, 'commits-'))
    later(() => rmSync(scratch, { recursive: true, force: true }))
    const book = await makeOfficeBook(office)
    const server = await startWatched(dataDir, scratch)
    later(server.stop)
    const calls = await signIn(server)
    later(calls.close)
    await settle(calls, shape.villages)
    const seen = new Map<string, Seen[]>()
    for (let round = 0; round < rounds; round += 1)
      for (const [name, job] of Object.entries(
        await jobsOf(calls, `office-${round}`, book, { office, postings }),
      ))
        seen.set(name, [...(seen.get(name) ?? []), await server.watch(job, calls)])
    return [...seen].flatMap(([name, all]) => rowsOf(name, all))
  })
}

function rowsOf(name: string, seen: Seen[]): Row[] {
  const pairs = seen.map(({ stall, commit }) => ({ ours: stall, floor: commit }))
  const note = `took ${Math.round(median(seen.map(({ took }) => took)))} ms`
  return [
    { ...above(`longest stall, ${name}`, 'ms', pairs, allowance), note },
    within(
      `/healthz p99, ${name}`,
      'ms',
      seen.map(({ health }) => health),
      healthGoal,
    ),
  ]
}

/** The jobs of one round, in this order: a village is made, and filled by the second of them. */
async function jobsOf(
  calls: Calls,
  village: string,
  book: Buffer,
  { office, postings }: { office: OfficeSize; postings: number },
): Promise<Record<string, () => Promise<unknown>>> {
  await createVillage(calls, village)
  const path = `/api/villages/${village}`
  let view: ImportView | null = null
  return {
    [`preview of ${office.lines} lines`]: async () => (view = await previewBook(calls, village, book)),
    [`confirm of ${office.lines} lines`]: async () => view && confirmBook(calls, village, view),
    [`export of ${office.lines} lines`]: () => calls.get(`${path}/exports/postings.xlsx`),
    'report of the season': () => calls.get(`${path}/report`),
    [`passbooks of ${office.households} households`]: () => readPassbooks(calls, path),
    backup: () => calls.post('/api/backups'),
    [`verification of ${postings} postings`]: () => verified(calls, slugOf(0)),
  }
}

async function readPassbooks(calls: Calls, path: string): Promise<void> {
  let next: string | null = ''
  while (next !== null) {
    const cursor: string = next === '' ? '' : `&cursor=${next}`
    next = (await calls.read<{ next: string | null }>(`${path}/passbooks?limit=${passbooksAPage}${cursor}`))
      .next
  }
}

/** Has a ledger verified, and waits until the panel is told that it is done. */
async function verified(calls: Calls, village: string): Promise<void> {
  const socket = io(`${calls.url}/staff`, {
    extraHeaders: { cookie: calls.cookie },
    transports: ['websocket'],
    forceNew: true,
  })
  try {
    await new Promise<void>((resolve, reject) => {
      const refused = (error: unknown) => reject(error instanceof Error ? error : new Error(String(error)))
      socket.on('connect_error', refused)
      socket.on('verification', (share: number | null) => {
        if (share === null) resolve()
      })
      socket.on('connect', () =>
        socket.emit('follow', village, (accepted: boolean) => {
          if (accepted) calls.post(`/api/villages/${village}/verification`).catch(refused)
          else refused('the session may not follow the village')
        }),
      )
    })
  } finally {
    socket.close()
  }
}
