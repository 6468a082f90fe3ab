/** The same workbook again, after one of its doors was moved: in the panel and on the command line. */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import writeExcelFile from 'write-excel-file/node'
import type { ImportView } from '../../../server/contract/scores/imports.ts'
import { importWorkbook } from '../../../server/control/commands/importWorkbook.ts'
import { upload } from '../../support/api/readImport.ts'
import {
  type Caller,
  day,
  makeVillage,
  signedIn,
  startTestServer,
  type TestServer,
  year,
} from '../../support/server.ts'

let server: TestServer
let clerk: Caller
let folder: string
/** A new village for each test, by its slug and its address. */
let slug = ''
let village = ''
let villages = 0

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'yiping-'))
  server = await startTestServer()
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  villages += 1
  slug = `v${villages}`
  village = `/api/villages/${slug}`
  await makeVillage(server, slug, 1)
  clerk = await signedIn(server, 'clerk', slug)
})

function workbook(head = '示范户子'): Promise<Buffer> {
  const list = [
    ['组别', '门牌号', '户主姓名'],
    ['1组', '101', head],
    ['1组', '102', '示范户丑'],
  ]
  const ledger = [
    ['日期', '门牌号', '事项', '加分', '扣分'],
    [day, '101', '应急值守', 40, null],
    [day, '102', '应急值守', 40, null],
  ]
  return writeExcelFile([
    { data: list, sheet: '户册' },
    { data: ledger, sheet: '积分台账' },
  ]).toBuffer()
}

const preview = (bytes: Buffer) => upload(clerk, `${village}/imports`, bytes)

const confirm = ({ id }: ImportView) =>
  clerk.post(`${village}/imports/${id}/confirm`, { skipProblems: false })

async function imported(): Promise<void> {
  expect(await confirm(await preview(await workbook()))).toMatchObject({
    status: 200,
    body: { state: 'done' },
  })
  const move = { id: randomUUID(), door: '201', group: '1组' }
  expect((await clerk.post(`${village}/households/101/move`, move)).status).toBe(200)
}

const sentence = '表中的 101 已改为 201，该户的记录记入 201，已写入的不再写入。'

it('the preview says which door it is now, and confirming writes nothing twice', async () => {
  await imported()
  const view = await preview(await workbook())
  expect(view).toMatchObject({
    newHouseholds: 0,
    problems: [],
    changedDoors: [{ door: '101', now: '201', detail: sentence }],
  })
  expect(await confirm(view)).toMatchObject({ status: 200, body: { state: 'done', alreadyWritten: 2 } })
  expect((await clerk.get(`${village}/postings`)).body).toMatchObject({ items: { length: 2 } })
})

it('a new family at the former door is refused in a sentence', async () => {
  await imported()
  const refused = await confirm(await preview(await workbook('示范户寅')))
  expect(refused).toMatchObject({ status: 409, body: { code: 'import-door-reassigned' } })
  expect((refused.body as { detail: string }).detail).toContain('请先在户册中新增 101')
})

it('the command line writes nothing twice either, and names the door', async () => {
  await imported()
  const file = join(folder, 'again.xlsx')
  await writeFile(file, await workbook())
  const input = { file, village: slug, name: '示范一村', year, skipProblems: false }
  const report = await importWorkbook(server.services, input, () => undefined)
  expect(report).toMatchObject({
    written: true,
    postings: 0,
    alreadyWritten: 2,
    changedDoors: [{ door: '101', now: '201', change: 'moved' }],
  })
})
