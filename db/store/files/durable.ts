/** Files that must survive a power cut: written under another name, synced, then renamed. */
import { closeSync, fsyncSync, openSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'

/** Syncs a finished file and renames it; a power cut leaves the old state or the new one. */
export function putInPlace(part: string, file: string): void {
  syncPath(part, 'r+')
  renameSync(part, file)
  syncFolder(dirname(file))
}

/** Makes renames in a folder durable; not needed on Windows. */
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
