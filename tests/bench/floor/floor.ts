/** Builds the floor's pages, and starts its server. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import type { Board } from '../../../server/domain/board/board.ts'
import { freePort } from '../../support/process.ts'
import type { Later } from '../calls/cleanUp.ts'

const page = fileURLToPath(new URL('page', import.meta.url))
const askEveryMs = 20

export interface Floor {
  url: string
  child: ChildProcess
  /** Holds `leaders.html`, `chart.html` and their `assets`. */
  pages: string
}

/** Built as the product's pages are. @returns their folder */
export async function buildFloor(later: Later): Promise<string> {
  const outDir = mkdtempSync(join(tmpdir(), 'bench-floor-'))
  later(() => rmSync(outDir, { recursive: true, force: true }))
  const input = ['leaders', 'chart'].map((name) => join(page, `${name}.html`))
  await build({
    root: page,
    configFile: false,
    logLevel: 'error',
    define: { __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false' },
    build: { target: 'chrome90', outDir, emptyOutDir: true, rolldownOptions: { input } },
  })
  return outDir
}

/** @param board what its pages show */
export async function startFloor(later: Later, board?: Board): Promise<Floor> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-floor-'))
  later(() => rmSync(folder, { recursive: true, force: true }))
  const pages = board ? await buildFloor(later) : join(folder, 'pages')
  mkdirSync(pages, { recursive: true })
  if (board) writeFileSync(join(pages, 'board.json'), JSON.stringify(board))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'tests/bench/floor/floorProcess.ts', folder, pages, String(port)],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  )
  later(() => child.kill('SIGKILL'))
  while (!(await fetch(`${url}/readyz`).catch(() => null))) {
    if (child.exitCode !== null) throw new Error(`the floor's server ended with ${child.exitCode}`)
    await setTimeout(askEveryMs)
  }
  return { url, child, pages }
}
