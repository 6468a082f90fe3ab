import { migratePostgres } from '../postgres/roles/migratePostgres.ts'
import { openDatabase, type Place } from './openDatabase.ts'

export interface Migrated {
  /** The data folder, or the address of the database. */
  place: string
  /** Users of servers that have their rights now. */
  users: string[]
}

/**
 * Creates the database or applies pending migrations, while no server of this folder runs.
 *
 * @param user of the servers, on PostgreSQL; null: those that were named before
 * @throws CannotOpen with a plain sentence
 */
export async function migrateDatabase(place: Place, user: string | null): Promise<Migrated> {
  if (place.databaseUrl !== null) return migratePostgres(place.databaseUrl, user)
  const store = await openDatabase(place)
  store.close()
  return { place: store.place, users: [] }
}
