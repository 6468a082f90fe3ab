/** Records a real run of the product: the database before it, and every write and sync of it. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { databaseName } from '../../../db/store/sqlite/open.ts'
import { makeVillage, startTestServer } from '../../support/server.ts'
import { slug } from './postings.ts'
import { readRecords, type Step } from './records.ts'

export interface Recording {
  /** Name of the data folder. */
  folder: string
  /** The database's files before the run. */
  before: Map<string, Buffer>
  steps: Step[]
}

/** Why nothing can be recorded on this machine; null when it can. */
export function hindrance(): string | null {
  if (process.platform !== 'linux') return 'needs Linux'
  return spawnSync('cc', ['--version']).status === 0 ? null : 'needs a C compiler (cc)'
}

/**
 * Runs `postings` writes in a process whose calls are recorded.
 *
 * @param synchronous another setting than the product's own, to see that it is found out
 */
export async function recordPostings(postings: number, synchronous?: 'NORMAL'): Promise<Recording> {
  const work = mkdtempSync(join(tmpdir(), 'yiping-cut-'))
  const dataDir = join(work, 'data')
  try {
    const server = await startTestServer({ dataDir })
    await makeVillage(server, slug)
    await server.stop()
    const before = readDatabase(dataDir)
    const library = join(work, 'recordWrites.so')
    must(['cc', '-shared', '-fPIC', '-O1', '-o', library, here('recordWrites.c'), '-ldl'])
    const log = join(work, 'log')
    must(
      [
        process.execPath,
        '--import',
        'tsx',
        here('postingProcess.ts'),
        dataDir,
        String(postings),
        synchronous ?? '',
      ],
      { LD_PRELOAD: library, RECORD_FOLDER: dataDir, RECORD_TO: log },
    )
    return { folder: basename(dataDir), before, steps: readRecords(readFileSync(log)) }
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

function readDatabase(folder: string): Map<string, Buffer> {
  const names = readdirSync(folder).filter((name) => name.startsWith(databaseName))
  return new Map(names.map((name) => [name, readFileSync(join(folder, name))]))
}

function here(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url))
}

function must([command = '', ...args]: string[], environment: Record<string, string> = {}): void {
  const { status, stderr, error } = spawnSync(command, args, { env: { ...process.env, ...environment } })
  if (status !== 0) throw new Error(`${command} failed: ${error?.message ?? stderr.toString()}`)
}
