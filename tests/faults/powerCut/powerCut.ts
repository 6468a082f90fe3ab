/**
 * Builds states that a power cut could leave of a recorded run, and opens each with the product.
 * Promised: nothing acknowledged is lost or moved, nothing is doubled, the ledger verifies.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { verifyVillage } from '../../../db/ledger/proof/verify.ts'
import { databaseName, openStore } from '../../../db/store/sqlite/open.ts'
import { mustFindVillage } from '../../../db/villages/findVillages.ts'
import { sentencesOf } from '../../support/db/faults.ts'
import { Random } from '../random.ts'
import { Disk } from './disk.ts'
import { acknowledgedName, slug } from './postings.ts'
import type { Recording } from './record.ts'

/** Memory in place of a disk, where there is one: nothing of a state needs to last. */
const sharedMemory = '/dev/shm'
const mostListed = 10

export interface CutReport {
  states: number
  /** Acknowledged by the end of the run. */
  acknowledged: number
  /** States in which something acknowledged was missing. */
  lossy: number
  /** States in which the database could not be opened or did not hold. */
  broken: number
  faults: string[]
}

/**
 * Opens `states` states, spread over the recording.
 *
 * @param seed decides the moments and what each leaves
 */
export async function cutPower(
  { folder, before, steps }: Recording,
  states: number,
  seed: number,
  onProgress: (done: number) => void = () => {},
): Promise<CutReport> {
  const random = new Random(seed)
  const moments = Array.from({ length: states }, () => random.whole(0, steps.length)).sort((a, b) => a - b)
  const disk = new Disk(folder, before)
  const acknowledged = new Map<string, number>()
  const report: CutReport = { states, acknowledged: 0, lossy: 0, broken: 0, faults: [] }
  let done = 0
  for (const [index, moment] of moments.entries()) {
    for (; done < moment; done += 1) {
      const step = steps[done]
      if (!step) break
      if (step.kind === 'write' && step.name === acknowledgedName) note(step.data, acknowledged)
      else if (step.name.startsWith(databaseName) || step.name === folder) disk.take(step)
    }
    const found = await inspect(disk.cut(random), acknowledged)
    if (found.missing > 0) report.lossy += 1
    if (found.fault !== null) report.broken += 1
    const said = found.fault ?? (found.missing > 0 ? `${found.missing} acknowledged are missing` : null)
    if (said !== null && report.faults.length < mostListed)
      report.faults.push(`cut at step ${moment}: ${said}`)
    onProgress(index + 1)
  }
  report.acknowledged = acknowledged.size
  return report
}

function note(data: Buffer, acknowledged: Map<string, number>): void {
  for (const line of data.toString().trim().split('\n')) {
    const [id = '', seq = ''] = line.split(' ')
    acknowledged.set(id, Number(seq))
  }
}

async function inspect(
  files: ReadonlyMap<string, Buffer>,
  acknowledged: ReadonlyMap<string, number>,
): Promise<{ missing: number; fault: string | null }> {
  const folder = mkdtempSync(join(existsSync(sharedMemory) ? sharedMemory : tmpdir(), 'yiping-state-'))
  try {
    for (const [name, content] of files) writeFileSync(join(folder, name), content)
    const store = await openStore(folder)
    try {
      const village = await mustFindVillage(store, slug)
      const rows = await store.all<{ id: string; seq: number }>(
        'SELECT id, seq FROM postings WHERE village_id = ? ORDER BY seq',
        village.id,
      )
      const seqs = new Map(rows.map(({ id, seq }) => [id, seq]))
      const missing = [...acknowledged].filter(([id, seq]) => seqs.get(id) !== seq).length
      const faults = sentencesOf((await verifyVillage(store, village)).faults)
      if (seqs.size !== rows.length) faults.push('postings are doubled')
      if (rows.some(({ seq }, index) => seq !== index + 1)) faults.push('seq has gaps')
      const pages = store.pragma('quick_check')
      if (pages !== 'ok') faults.push(String(pages))
      return { missing, fault: faults.length === 0 ? null : faults.join('; ') }
    } finally {
      store.close()
    }
  } catch (error) {
    return { missing: acknowledged.size, fault: (error as Error).message }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
