/** What an installation consists of, done one after the other. */
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { Stopped } from '../../words/terminal.ts'

export type Step =
  | { write: string; content: string | Buffer; mode: number }
  | { remove: string }
  /** A program and its words. */
  | { run: readonly [string, ...string[]] }

/**
 * Does the steps; each is reported when it is done.
 *
 * @param report takes the code of a sentence, and what it names
 * @throws Stopped for a program that fails, with what it said
 */
export function doSteps(steps: readonly Step[], report: (code: string, what: string) => void): void {
  for (const step of steps) {
    if ('write' in step) {
      mkdirSync(dirname(step.write), { recursive: true })
      writeFileSync(step.write, step.content, { mode: step.mode })
      // A file that was there keeps its mode.
      chmodSync(step.write, step.mode)
      report('service-wrote', step.write)
    } else if ('remove' in step) {
      rmSync(step.remove, { force: true })
      report('service-deleted', step.remove)
    } else {
      runProgram(step.run)
      report('service-ran', step.run.join(' '))
    }
  }
}

function runProgram([program, ...words]: readonly [string, ...string[]]): void {
  const { status, error, stdout, stderr } = spawnSync(program, words, { encoding: 'utf8' })
  if (status === 0) return
  const detail = error?.message ?? `${stdout}${stderr}`.trim()
  throw new Stopped('service-failed', { command: [program, ...words].join(' '), detail })
}

/** Whether a program ends well. */
export function succeeds(program: string, ...words: string[]): boolean {
  return spawnSync(program, words, { stdio: 'ignore' }).status === 0
}
