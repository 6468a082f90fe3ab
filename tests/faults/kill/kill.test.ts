import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { freePort, spawnServer, startProcess } from '../../support/process.ts'
import { killUnderLoad } from './kill.ts'

it('loses and doubles nothing when the server is killed under load and the same ids come again', async () => {
  const report = await killUnderLoad(3, 7)
  expect(report.acknowledged).toBeGreaterThan(0)
  expect(report).toMatchObject({
    lost: 0,
    doubled: 0,
    moved: 0,
    refused: 0,
    gaps: 0,
    holds: true,
    faults: [],
  })
}, 60_000)

it('stops a second server on the same data with a sentence that names the file and who holds it', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'yiping-second-'))
  const first = await startProcess(dataDir, await freePort())
  try {
    const second = spawnServer(dataDir, await freePort())
    let words = ''
    second.stderr?.on('data', (chunk: Buffer) => (words += chunk.toString()))
    const code = await new Promise((resolve) => second.once('exit', resolve))
    expect(code).toBe(1)
    expect(words).toContain(join(dataDir, 'yiping.sqlite'))
    expect(words).toContain(String(first.child.pid))
  } finally {
    await first.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}, 60_000)
