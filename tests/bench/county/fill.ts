/** Makes a county by the product's importer, in slices, and keeps it for the next run. */
import {
  closeSync,
  cpSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { importRecords } from '../../../db/scores/imports.ts'
import type { OfficeRecords } from '../../../db/scores/officeRecords.ts'
import { ownerScope } from '../../../db/store/scope.ts'
import { openStore } from '../../../db/store/sqlite/open.ts'
import type { Store } from '../../../db/store/store.ts'
import { createVillage, yearSeason } from '../../../db/villages/createVillage.ts'
import { year } from '../../support/server.ts'
import { slugOf } from './names.ts'
import { householdsOf, linesOf, randomFrom, rules } from './records.ts'
import { type CountyShape, folderName } from './shape.ts'

/** Lines of one import. */
const slice = 50_000
/** Written last: a folder without it is made anew. */
const doneName = 'made.json'
/** Of a copy: which process made it. */
const copyName = /\.of-(\d+)-\w+$/

/**
 * The data folder of a county: that of an earlier run where there is one.
 *
 * @param data folder in which counties are kept
 */
export async function keepCounty(data: string, shape: CountyShape): Promise<string> {
  const folder = join(data, folderName(shape))
  if (existsSync(join(folder, doneName))) return folder
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const store = await openStore(folder)
  try {
    await fill(store, shape, (line) => process.stderr.write(`${line}\n`))
  } finally {
    store.close()
  }
  writeFileSync(join(folder, doneName), JSON.stringify(shape))
  process.stderr.write(`kept in ${folder}\n`)
  return folder
}

/** A copy of a kept folder, to be written to; `remove` when done. Copies of runs that were ended are removed now. */
export function copyOf(folder: string): { dataDir: string; remove: () => void } {
  for (const name of readdirSync(dirname(folder))) {
    const pid = copyName.exec(name)?.[1]
    if (pid !== undefined && !isRunning(Number(pid)))
      rmSync(join(dirname(folder), name), { recursive: true, force: true })
  }
  const parent = mkdtempSync(`${folder}.of-${process.pid}-`)
  const dataDir = join(parent, 'data')
  cpSync(folder, dataDir, { recursive: true })
  rmSync(join(dataDir, doneName), { force: true })
  writeThrough(dataDir)
  return { dataDir, remove: () => rmSync(parent, { recursive: true, force: true }) }
}

/** Waits until the disk has all files: the system would write them beside what is measured, whose commits wait for it. */
function writeThrough(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = openSync(join(entry.parentPath, entry.name), 'r+')
    fsyncSync(file)
    closeSync(file)
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function fill(store: Store, shape: CountyShape, say: (line: string) => void): Promise<void> {
  const random = randomFrom(shape.seed)
  const started = performance.now()
  let told = started
  const progress = (village: number, lines: number) => {
    const now = performance.now()
    if (now - told < 2_000) return
    told = now
    const done = village * shape.postings + lines
    const rate = Math.round((done / (now - started)) * 1000)
    say(`  ${done} of ${shape.villages * shape.postings} postings in ${village + 1} villages, ${rate}/s`)
  }
  for (let index = 0; index < shape.villages; index += 1) {
    const { id } = await createVillage(store, null, {
      slug: slugOf(index),
      name: `示范${index + 1}村`,
      timezone: 'Asia/Shanghai',
      season: yearSeason(year),
    })
    const take = (records: Partial<OfficeRecords>) =>
      importRecords(store, ownerScope(id), { households: [], rules: [], lines: [], ...records })
    await take({ rules, households: householdsOf(shape, random) })
    for (let from = 0; from < shape.postings; from += slice) {
      const to = Math.min(shape.postings, from + slice)
      await take({ lines: linesOf(shape, from, to, random) })
      progress(index, to)
    }
  }
}
