import { join } from 'node:path'
import { HeldDatabase } from '../postgres/moving/heldDatabase.ts'
import { HeldData } from '../sqlite/holdData.ts'
import { databaseName } from '../sqlite/open.ts'

/** The data while a backup replaces it. */
export interface HeldPlace {
  /**
   * Replaces the data by that of a finished file, all or nothing. The old data is kept in another file.
   *
   * @throws CannotOpen `busy` when a process has opened it meanwhile
   */
  replaceBy(finished: string, keptAs: string): void | Promise<void>
  release(): void | Promise<void>
}

/**
 * Holds the data of a place, so that no server opens it.
 *
 * @throws CannotOpen `busy` when another process has it open
 */
export async function holdPlace(dataDir: string, databaseUrl: string | null): Promise<HeldPlace> {
  const file = join(dataDir, databaseName)
  return databaseUrl === null ? new HeldData(file) : HeldDatabase.take(databaseUrl, file)
}
