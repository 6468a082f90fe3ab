/** Copies that exist for a moment only. They hold everybody's data, so they stay inside the data folder. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const folderName = 'temporary'

/** A new folder for copies; remove it when done. */
export function makeTemporaryFolder(dataDir: string): string {
  const parent = join(dataDir, folderName)
  mkdirSync(parent, { recursive: true, mode: 0o700 })
  return mkdtempSync(join(parent, 'copy-'))
}

/** Removes what a process that was cut left behind; only for who holds the data folder. */
export function sweepTemporaryFolders(dataDir: string): void {
  rmSync(join(dataDir, folderName), { recursive: true, force: true })
}
