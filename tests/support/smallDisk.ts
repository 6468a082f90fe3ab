/** A file system of a few megabytes that a test can fill up. */
import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, statSync, truncateSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

export interface SmallDisk {
  folder: string
  /** Takes all room that is left. */
  fill: () => void
  /** Gives so much of it back. */
  leave: (bytes: number) => void
  /** Gives the room back. */
  empty: () => void
}

/**
 * Whether this machine lets us mount one: Linux, as root. Says so where it does not.
 */
export const canMount = ((): boolean => {
  const folder = mkdtempSync(join(tmpdir(), 'yiping-mount-'))
  try {
    mount(folder, 1)
    execFileSync('umount', [folder])
    return true
  } catch {
    process.stderr.write('No small file system can be mounted here: its tests are skipped.\n')
    return false
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})()

/** Mounts one until the test ends. Close what uses it first. */
export function smallDisk(megabytes: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'yiping-small-'))
  mount(folder, megabytes)
  onTestFinished(() => {
    execFileSync('umount', ['--lazy', folder])
    rmSync(folder, { recursive: true, force: true })
  })
  const filler = join(folder, 'filler')
  return {
    folder,
    fill: () => fill(filler),
    leave: (bytes) => truncateSync(filler, statSync(filler).size - bytes),
    empty: () => rmSync(filler, { force: true }),
  }
}

function mount(folder: string, megabytes: number): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' })
}

function fill(file: string): void {
  const page = Buffer.alloc(4096, 1)
  const handle = openSync(file, 'a')
  try {
    for (;;) writeSync(handle, page)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  } finally {
    closeSync(handle)
  }
}
