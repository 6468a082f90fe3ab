/** The table of a run, and the file that keeps the rows of all runs. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'
import { dirname } from 'node:path'
import type { Row } from './measure.ts'

/** Older runs are dropped. */
const mostRuns = 200

/** One run of benches: what was measured, on which machine, and how busy that was. */
export interface Run {
  /** When it began, UTC; null for a run of an earlier form of the file. */
  at: string | null
  machine: { cpu: string | undefined; cores: number; memory: number; platform: string }
  versions: Record<string, string | undefined>
  commit: string
  /** Load averages of the last minute when the run began and ended; null where they were not noted. */
  load: { before: number; after: number } | null
  rows: Row[]
}

/** A run that begins now. */
export function beginRun(): Run {
  const load = loadNow()
  return {
    at: new Date().toISOString(),
    machine: {
      cpu: cpus()[0]?.model,
      cores: cpus().length,
      memory: totalmem(),
      platform: process.platform,
    },
    versions: process.versions,
    commit: execFileSync('git', ['rev-parse', 'HEAD']).toString().trim(),
    load: { before: load, after: load },
    rows: [],
  }
}

/** Adds rows to the run, and writes it after the earlier runs of the file: what was measured stays when a later bench fails. */
export function keepRows(file: string, run: Run, rows: Row[]): void {
  run.rows.push(...rows)
  run.load = { before: run.load?.before ?? 0, after: loadNow() }
  const earlier = readRuns(file).filter(({ at }) => at === null || at !== run.at)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.new`, JSON.stringify({ runs: [...earlier, run].slice(-mostRuns) }, null, 1))
  renameSync(`${file}.new`, file)
}

/** The runs of a file, oldest first. */
export function readRuns(file: string): Run[] {
  if (!existsSync(file)) return []
  const content = JSON.parse(readFileSync(file, 'utf8')) as { runs: Run[] } | Omit<Run, 'at' | 'load'>
  return 'runs' in content ? content.runs : [{ ...content, at: null, load: null }]
}

/** The rows as lines of columns. */
export function tableOf(rows: readonly Row[]): string[] {
  const table = [['work', 'ours', 'floor', 'ratio (range)', 'goal', ''], ...rows.map(columnsOf)]
  const widths = (table[0] ?? []).map((_, column) =>
    Math.max(...table.map((line) => (line[column] ?? '').length)),
  )
  return table.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

function columnsOf(row: Row): string[] {
  if ('skipped' in row) return [row.work, '', '', '', '', `skipped: ${row.skipped}`]
  const { work, ours, floor, unit, ratio, rounds, goal, holds, note } = row
  const range = `${Math.min(...rounds).toFixed(2)}–${Math.max(...rounds).toFixed(2)}`
  return [
    work,
    `${ours.toPrecision(4)} ${unit}`,
    `${floor.toPrecision(4)} ${unit}`,
    `${ratio.toFixed(2)} (${range})`,
    goal,
    (holds ? 'holds' : 'does not hold') + (note ? ` (${note})` : ''),
  ]
}

function loadNow(): number {
  return Math.round((loadavg()[0] ?? 0) * 100) / 100
}
