import type { Migration } from 'kysely'
import * as baseline from './021-baseline.ts'
import * as batches from './022-batches.ts'

/** All migrations in order, numbered as those of SQLite; a migration that has shipped is never edited. */
export const migrations: Record<string, Migration> = {
  '021-baseline': baseline,
  '022-batches': batches,
}
