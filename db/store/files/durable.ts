/** Files that must survive a pulled plug: written aside, synced, then given their name. */
import { closeSync, fsyncSync, openSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'

/** Syncs a finished file and gives it its name; a cut leaves the old state or the new one. */
export function putInPlace(part: string, file: string): void {
  syncPath(part, 'r+')
  renameSync(part, file)
  syncFolder(dirname(file))
}

/** Makes what was renamed in a folder durable; Windows does that by itself. */
export function syncFolder(folder: string): void {
  if (process.platform !== 'win32') syncPath(folder, 'r')
}

function syncPath(path: string, flags: 'r' | 'r+'): void {
  const handle = openSync(path, flags)
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
