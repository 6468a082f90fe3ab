/** Temporary copies of the database. They hold personal data, so they stay inside the data folder. */
import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { makeFolder } from './makeFolder.ts'

const folderName = 'temporary'

/** A new folder for copies; remove it when done. */
export function makeTemporaryFolder(dataDir: string): string {
  const parent = join(dataDir, folderName)
  makeFolder(parent)
  return mkdtempSync(join(parent, 'copy-'))
}

/** Removes copies left by a killed process; only for the process that holds the data folder. */
export function sweepTemporaryFolders(dataDir: string): void {
  rmSync(join(dataDir, folderName), { recursive: true, force: true })
}

/** Whether an existing file is one that `sweepTemporaryFolders` removes. */
export function isTemporary(file: string, dataDir: string): boolean {
  const parent = join(dataDir, folderName)
  if (!existsSync(parent)) return false
  return !relative(realpathSync(parent), realpathSync(file)).startsWith('..')
}
