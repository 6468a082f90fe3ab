/** CPU time of processes, user and system, as Linux counts it. */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

interface Times {
  parent: number
  /** Of the process with all its threads, ms. */
  own: number
  /** Of its children that ended, ms. */
  ofChildren: number
}

let tickMs: number | undefined

/** @returns null where the process is over */
function timesOf(pid: number | string): Times | null {
  tickMs ??= 1_000 / Number(execFileSync('getconf', ['CLK_TCK']).toString())
  let stat: string
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return null
  }
  // After the name, which may hold anything, from the third field on.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const sum = (from: number) => (Number(fields[from - 3]) + Number(fields[from - 2])) * (tickMs ?? 0)
  return { parent: Number(fields[1]), own: sum(14), ofChildren: sum(16) }
}

/** CPU time of a process so far, ms. */
export function cpuOf(pid: number): number {
  return timesOf(pid)?.own ?? NaN
}

/** CPU time of a process and all its children so far, ms. */
export function cpuWithChildren(pid: number): number {
  const running = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  const children = running.map(timesOf).filter((times) => times?.parent === pid)
  const { own, ofChildren } = timesOf(pid) ?? { own: NaN, ofChildren: NaN }
  return children.reduce((sum, times) => sum + (times?.own ?? 0), own + ofChildren)
}

/** The parent of a process. */
export function parentOf(pid: number): number {
  return timesOf(pid)?.parent ?? NaN
}
