/** Two servers on one database: a workbook that one has read is answered and confirmed at the other. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import writeExcelFile from 'write-excel-file/node'
import type { ImportView } from '../../../server/contract/scores/imports.ts'
import { untilRead } from '../../support/api/readImport.ts'
import { valueOf } from '../../support/db/values.ts'
import { Caller, day, makeVillage, signedIn, startTestServer, type TestServer } from '../../support/server.ts'

let first: TestServer
let second: TestServer
let here: Caller
let there: Caller
const imports = '/api/villages/one/imports'
const header = ['门牌号', '户主', '事项', '加分', '扣分']
const line = (door: string) => [door, `示范户${'甲乙丙丁戊'[Number(door) - 1001]}`, '应急值守', 40, null, day]

beforeAll(async () => {
  first = await startTestServer()
  second = await startTestServer({ environment: { databaseUrl: first.services.environment.databaseUrl } })
  await makeVillage(first, 'one')
  here = await signedIn(first, 'clerk', 'one')
  there = new Caller(second.url)
  there.cookie = here.cookie
})
afterAll(async () => {
  await second.close()
  await first.close()
})

/** Has the first server read a workbook, while the second is asked. */
async function preview(doors: string[], dayName = '日期'): Promise<ImportView> {
  const bytes = await writeExcelFile([[...header, dayName], ...doors.map(line)], { sheet: '台账' }).toBuffer()
  const { status, body } = await here.call('POST', `${imports}?filename=book.xlsx`, bytes)
  expect(status).toBe(202)
  return settled(body as ImportView)
}

const settled = (started: ImportView) => untilRead(there, imports, started)

const answer = async (caller: Caller, { id, questions: [question] }: ImportView) =>
  caller.post(`${imports}/${id}/answers`, { answers: { [question?.id ?? '']: 'F' } })
const confirm = (caller: Caller, { id }: ImportView) =>
  caller.post(`${imports}/${id}/confirm`, { skipProblems: false })
const postings = () => valueOf<number>(first.services.store, 'SELECT count(*) FROM postings')

describe('an import that one server has read', () => {
  it('is answered at the other, which reads it again', async () => {
    const view = await preview(['1001'], '哪天')
    const { status, body } = await answer(there, view)
    expect(status).toBe(202)
    expect(await settled(body as ImportView)).toMatchObject({ state: 'preview', importableRows: 1 })
    expect((await here.get(`${imports}/${view.id}`)).body).toMatchObject({ importableRows: 1 })
  })

  it('is written once where it is confirmed at both in the same moment', async () => {
    const view = await preview(['1002', '1003'])
    const before = await postings()
    const answers = await Promise.all([here, there, here, there].map((caller) => confirm(caller, view)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    for (const { body } of answers) expect(body).toMatchObject({ state: 'done', alreadyWritten: 0 })
    expect(await postings()).toBe(before + 2)
  })

  it('is unknown at both once its hour is over', async () => {
    const view = await preview(['1004'])
    const { store } = first.services
    await store.write('installation', async (store) =>
      store.run(`UPDATE import_previews SET expires_at = now() WHERE id = ?`, view.id),
    )
    for (const caller of [here, there]) expect((await confirm(caller, view)).status).toBe(404)
  })

  it('outlives the server that has read it', async () => {
    const view = await preview(['1005'])
    await first.stop()
    expect(await confirm(there, view)).toMatchObject({ status: 200, body: { state: 'done' } })
  })
})
