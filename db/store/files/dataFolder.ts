import { isMainThread } from 'node:worker_threads'
import { unwritable } from '../sqlite/connect.ts'
import { makeFolder } from './makeFolder.ts'
import { makePrivate } from './privateFiles.ts'

/**
 * Creates a data folder where it is missing and makes its files private to this
 * account. Files that this process creates afterwards are private too (umask).
 *
 * @throws CannotOpen when the folder cannot be made
 */
export function prepareDataFolder(folder: string): void {
  // Worker threads have the mask of their process and cannot set it.
  if (isMainThread) process.umask(0o077)
  try {
    makeFolder(folder)
    makePrivate(folder)
  } catch (error) {
    throw unwritable(error, folder)
  }
}
