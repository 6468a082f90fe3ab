/** `yiping import` beside a running server, whose worker writes, and without one. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { verifyVillage } from '../../db/ledger/proof/verify.ts'
import { openStore } from '../../db/store/sqlite/open.ts'
import { mustFindVillage } from '../../db/villages/findVillages.ts'
import { makeOfficeBook } from '../bench/stalls/officeBook.ts'
import { temporaryFolder } from '../support/db/engine.ts'
import { freePort, startProcess } from '../support/process.ts'
import { year } from '../support/server.ts'
import { yiping } from '../support/yiping.ts'

const size = { households: 20, lines: 200 }

it('makes a village with its records, once, by the server or by itself', async () => {
  const folder = temporaryFolder()
  const dataDir = join(folder, 'data')
  const book = join(folder, 'office.xlsx')
  writeFileSync(book, await makeOfficeBook(size))
  const take = async (slug: string) => {
    const words = ['import', book, '--village', slug, '--name', '示范村', '--year', String(year)]
    const { code, err } = await yiping(words, { DATA_DIR: dataDir })
    expect(code).toBe(0)
    return err.trim().split('\n').at(-1)
  }
  const all =
    '20 households, 25 rules and 200 postings written; 0 problem lines left out; 0 lines were there already.'
  const none =
    '0 households, 0 rules and 0 postings written; 0 problem lines left out; 200 lines were there already.'

  const server = await startProcess(dataDir, await freePort())
  expect([await take('one'), await take('one')]).toEqual([all, none])
  await server.stop()
  expect([await take('one'), await take('two')]).toEqual([none, all])

  const store = await openStore(dataDir)
  onTestFinished(() => store.close())
  for (const slug of ['one', 'two'])
    expect(await verifyVillage(store, await mustFindVillage(store, slug))).toMatchObject({
      holds: true,
      seq: size.lines,
    })
  expect((await store.check()).changedRows).toEqual([])
})
