/** Errors of the file system as sentences that name the file. */
import { existsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { Stopped } from './terminal.ts'

const codes: Record<string, string> = {
  ENOENT: 'file-missing',
  ENOTDIR: 'file-below-file',
  EISDIR: 'file-is-folder',
  EACCES: 'file-denied',
  EPERM: 'file-denied',
  EROFS: 'file-read-only',
  ENAMETOOLONG: 'file-name-long',
  ENOSPC: 'file-no-room',
  EDQUOT: 'file-no-room',
  EFBIG: 'file-no-room',
  SQLITE_FULL: 'file-no-room',
}

/**
 * The error with a sentence for a person; null where it is none of the file system.
 *
 * @param file as it was named; without it, the path that the error names
 */
export function fileFault(error: unknown, file?: string): Stopped | null {
  if (!(error instanceof Error)) return null
  const { code = '', syscall, path } = error as NodeJS.ErrnoException
  const place = file ?? path
  const isOfFiles = code in codes || (syscall !== undefined && !syscall.startsWith('spawn'))
  if (place === undefined || !isOfFiles) return null
  const folder = dirname(place)
  if (code === 'ENOENT' && !existsSync(folder)) return new Stopped('folder-missing', { folder })
  return new Stopped(codes[code] ?? 'file-unusable', { file: place, detail: code })
}

/**
 * Runs work on a file that somebody named.
 *
 * @throws Stopped for errors of the file system
 */
export async function onFile<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw fileFault(error, file) ?? error
  }
}

/** @throws Stopped for a path that is no regular file */
export function requireFile(file: string): void {
  const found = stat(file)
  if (found.isDirectory()) throw new Stopped('file-is-folder', { file })
  if (!found.isFile()) throw new Stopped('file-not-regular', { file })
}

function stat(file: string) {
  try {
    return statSync(file)
  } catch (error) {
    throw fileFault(error, file) ?? error
  }
}
