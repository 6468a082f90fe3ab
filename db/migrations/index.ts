import { type Migration } from 'kysely'
import * as ledger from './001-ledger.ts'

/** All migrations in order; a migration that has shipped is never edited. */
export const migrations: Record<string, Migration> = {
  '001-ledger': ledger,
}
