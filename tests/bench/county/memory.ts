import { existsSync, readFileSync } from 'node:fs'

/** What a process holds in memory (RSS), and held at most, megabytes; null where the system does not tell. */
export function memoryOf(pid: number | undefined): { now: number; most: number } | null {
  const file = `/proc/${pid}/status`
  if (!existsSync(file)) return null
  const status = readFileSync(file, 'utf8')
  const megabytes = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1_000
  return { now: megabytes('VmRSS'), most: megabytes('VmHWM') }
}
