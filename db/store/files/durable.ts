/** Files that must survive a power cut: written under another name, synced, then renamed. */
import { closeSync, fsyncSync, openSync, renameSync } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Syncs a finished file and renames it; a power cut leaves the old state or the new one. */
export function putInPlace(part: string, file: string): void {
  syncPath(part, 'r+')
  renameSync(part, file)
  syncFolder(dirname(file))
}

/** Like `putInPlace`, for a process that serves others meanwhile. */
export async function putInPlaceUnblocked(part: string, file: string): Promise<void> {
  await syncUnblocked(part, 'r+')
  await rename(part, file)
  if (process.platform !== 'win32') await syncUnblocked(dirname(file), 'r')
}

async function syncUnblocked(path: string, flags: 'r' | 'r+'): Promise<void> {
  const handle = await open(path, flags)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
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
