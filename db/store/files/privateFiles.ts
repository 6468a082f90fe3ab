/** Only the account that runs the program reads its data, whoever made the folder. */
import { chmodSync, lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** What the program writes into a data folder; anything else there is left alone. */
const ours = /^(yiping\.sqlite|before-|in-use$|backups$|imports$|temporary)/

/**
 * Takes the rights of others off a data folder and what the program wrote there.
 * Does nothing on Windows, nor where the file system has no such rights.
 */
export function makePrivate(folder: string): void {
  if (process.platform === 'win32') return
  restrict(folder, 0o700)
  for (const name of readdirSync(folder)) if (ours.test(name)) restrictAll(join(folder, name))
}

function restrictAll(path: string): void {
  const entry = lstatSync(path, { throwIfNoEntry: false })
  if (entry?.isFile()) restrict(path, 0o600)
  if (!entry?.isDirectory()) return
  restrict(path, 0o700)
  for (const name of readdirSync(path)) restrictAll(join(path, name))
}

function restrict(path: string, mode: number): void {
  try {
    chmodSync(path, mode)
  } catch {
    // Another account's file, or a file system without modes.
  }
}
