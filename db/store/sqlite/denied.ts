import { accessSync, constants, existsSync } from 'node:fs'
import { userInfo } from 'node:os'
import { CannotOpen } from '../cannotOpen.ts'

/** Errors behind which rights may be missing; SQLite reports a lock that it may not take as one of input and output. */
const mayBeDenied = /^(EACCES|EPERM|EROFS|SQLITE_(IOERR|READONLY|CANTOPEN))/

/**
 * The error as one that names the first file of a data folder that this
 * account may not read and write; null where rights are not the cause.
 *
 * @param files that are looked at beside the folder and the path of the error
 */
export function denied(error: Error, folder: string, files: readonly string[] = []): CannotOpen | null {
  const { code = '', path } = error as NodeJS.ErrnoException
  if (!mayBeDenied.test(code) || !existsSync(folder)) return null
  for (const place of [folder, ...files, ...(path === undefined ? [] : [path])]) {
    const refusal = refusalOf(place, place === folder)
    if (refusal === 'EROFS')
      return new CannotOpen(
        'read-only',
        `${place} is on a disk that is mounted read-only. ` +
          `Mount it for writing, or choose another data folder with DATA_DIR.`,
        place,
      )
    if (refusal === 'EACCES' || refusal === 'EPERM')
      return new CannotOpen(
        'denied',
        `The account ${account()} may not write ${place}. Run yiping as the owner of the data folder, ` +
          `or give it to this account: chown -R ${account()} "${folder}". DATA_DIR chooses another folder.`,
        place,
        account(),
        folder,
      )
  }
  return null
}

/** Code of the error with which the system refuses reading and writing; null where it allows both. */
function refusalOf(place: string, isFolder: boolean): string | null {
  const { R_OK, W_OK, X_OK } = constants
  try {
    accessSync(place, R_OK | W_OK | (isFolder ? X_OK : 0))
    return null
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? null
  }
}

/** Name of the account that this process runs as; its number where it has no name. */
function account(): string {
  try {
    return userInfo().username
  } catch {
    return String(process.getuid?.())
  }
}
