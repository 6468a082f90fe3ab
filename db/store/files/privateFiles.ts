/** File modes of a data folder: only the account that runs the program reads its data. */
import { chmodSync, lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Names that the program writes in a data folder; other files are left alone. */
const ours = /^(yiping\.sqlite|claim\.sqlite|before-|in-use$|reserve$|backups$|imports$|temporary)/

/**
 * Restricts a data folder and the program's files in it to this account (0700, 0600). A folder with
 * nothing but other files keeps its mode: it may be everybody's, such as /home. Does nothing on Windows and on file systems
 * without modes.
 */
export function makePrivate(folder: string): void {
  if (process.platform === 'win32') return
  const names = readdirSync(folder)
  const own = names.filter((name) => ours.test(name))
  if (own.length > 0 || names.length === 0) restrict(folder, 0o700)
  for (const name of own) restrictAll(join(folder, name))
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
