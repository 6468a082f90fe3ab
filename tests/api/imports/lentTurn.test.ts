/** A confirmed import has the turn to write in a thread of its own, while the server goes on. */
import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { Worker } from 'node:worker_threads'
import BetterSqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import writeExcelFile from 'write-excel-file/node'
import { verifyVillage } from '../../../db/ledger/proof/verify.ts'
import { mustFindVillage } from '../../../db/villages/findVillages.ts'
import type { ImportView } from '../../../server/contract/scores/imports.ts'
import type { Board } from '../../../server/domain/board/board.ts'
import { upload } from '../../support/api/readImport.ts'
import {
  type Answer,
  type Caller,
  day,
  makeVillage,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'

const imports = '/api/villages/one/imports'
/** Enough for some hundred ms in the turn. */
const lines = 15_000
const households = 50

let server: TestServer
let clerk: Caller
beforeEach(async () => {
  server = await startTestServer()
  await makeVillage(server, 'one', households)
  await makeVillage(server, 'two', 1)
  clerk = await signedIn(server, 'clerk', 'one')
})
afterEach(() => server.close())

const book = writeExcelFile(
  [
    ['日期', '门牌号', '户主', '事项', '加分', '扣分'],
    ...Array.from({ length: lines }, (_, index) => {
      const place = index % households
      return [
        day,
        1001 + place,
        `示范户${'甲乙丙丁戊己庚辛壬癸'[place % 10]}`,
        '庭院月检',
        1 + (index % 100),
        null,
      ]
    }),
  ],
  { sheet: '台账' },
).toBuffer()

async function preview(): Promise<ImportView> {
  const view = await upload(clerk, `${imports}?filename=book.xlsx`, await book)
  expect(view).toMatchObject({ state: 'preview', problems: [], importableRows: lines })
  return view
}

const confirm = (id: string) => clerk.post(`${imports}/${id}/confirm`, { skipProblems: false })
const board = async () => (await clerk.get('/api/villages/one/board')).body as Board

/** Waits until a connection of another thread is writing. */
async function untilTurn(): Promise<void> {
  const sqlite = new BetterSqlite(server.services.store.file, { timeout: 0 })
  onTestFinished(() => void sqlite.close())
  for (;;) {
    try {
      sqlite.exec('BEGIN IMMEDIATE; ROLLBACK')
    } catch (error) {
      if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error
      sqlite.close()
      return
    }
    await setTimeout(1)
  }
}

async function ledgerFaults(): Promise<unknown[]> {
  const { store } = server.services
  return (await verifyVillage(store, await mustFindVillage(store, 'one'))).faults
}

/** The next thread that is started. */
function nextThread(): Promise<Worker> {
  return new Promise((resolve) => process.once('worker', resolve))
}

describe('while an import is written', () => {
  it('reads are answered from before, and writes of every village wait and succeed', async () => {
    const rule = await ruleId(clerk, 'one', '应急值守')
    const other = await signedIn(server, 'clerk', 'two')
    const otherRule = await ruleId(other, 'two', '应急值守')
    const { id } = await preview()
    const order: string[] = []
    const note = (name: string) => (answer: Answer) => {
      order.push(name)
      return answer
    }
    const confirmed = confirm(id).then(note('import'))
    await untilTurn()
    const score = (caller: Caller, village: string, of: number) =>
      caller.post(`/api/villages/${village}/postings`, {
        id: randomUUID(),
        door: '1001',
        rule: of,
        occurredOn: day,
      })
    const own = score(clerk, 'one', rule).then(note('score'))
    const others = score(other, 'two', otherRule).then(note('score'))
    const read = await clerk.get('/api/villages/one/postings').then(note('read'))
    expect((read.body as { items: unknown[] }).items).toEqual([])
    expect((await board()).seq).toBe(0)
    const answers = await Promise.all([confirmed, own, others])
    expect(answers.map(({ status }) => status)).toEqual([200, 201, 201])
    expect(order[0]).toBe('read')
    const after = await board()
    expect(after.seq).toBe(lines + 1)
    expect((answers[1].body as { seq: number }).seq).toBe(lines + 1)
    expect(await ledgerFaults()).toEqual([])
  })

  it('a thread that dies leaves nothing behind, and the same import can be confirmed again', async () => {
    const before = await board()
    const { id } = await preview()
    const thread = nextThread()
    const confirmed = confirm(id)
    const started = await thread
    await untilTurn()
    await started.terminate()
    const answer = await confirmed
    expect([answer.status, (answer.body as { code: string }).code]).toEqual([503, 'interrupted'])
    expect((await board()).seq).toBe(before.seq)
    // Others may write at once.
    const rule = await ruleId(clerk, 'one', '应急值守')
    const posting = { id: randomUUID(), door: '1001', rule, occurredOn: day }
    expect((await clerk.post('/api/villages/one/postings', posting)).status).toBe(201)
    expect((await confirm(id)).body).toMatchObject({ state: 'done', alreadyWritten: 0 })
    expect((await board()).seq).toBe(lines + 1)
    expect(await ledgerFaults()).toEqual([])
  })

  it('a server that closes ends it first', async () => {
    const { id } = await preview()
    const confirmed = confirm(id)
    await untilTurn()
    const { dataDir } = server
    await server.stop()
    expect((await confirmed).status).toBe(200)
    server = await startTestServer({ dataDir })
    clerk = await signedIn(server, 'clerk', 'one')
    expect((await board()).seq).toBe(lines)
    expect(await ledgerFaults()).toEqual([])
  })
})
