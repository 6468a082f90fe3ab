import { newPostgresDatabase, postgresServer } from './engine.ts'

/** What a server under test keeps its data in. */
interface ServerDatabase {
  /** Of a PostgreSQL database; null for SQLite in the data folder. */
  url: string | null
  remove: () => Promise<void>
}

/** By data folder. */
const databases = new Map<string, ServerDatabase>()

/** The database of a data folder: a new one at first, the same for a server that starts on it again. */
export async function databaseFor(dataDir: string): Promise<ServerDatabase> {
  const server = postgresServer()
  if (server === undefined) return { url: null, remove: async () => {} }
  const known = databases.get(dataDir)
  if (known) return known
  let clean: () => void | Promise<void> = () => {}
  const url = await newPostgresDatabase(server, (remove) => (clean = remove))
  const remove = async () => {
    databases.delete(dataDir)
    await clean()
  }
  databases.set(dataDir, { url, remove })
  return { url, remove }
}
