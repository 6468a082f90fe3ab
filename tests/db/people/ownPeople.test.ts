/** The migration that says which village an account belongs to, on a database of the schema before. */
import Database from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { expect, it } from 'vitest'
import { migrations } from '../../../db/store/migrations/index.ts'

it('gives each account to the village that made it, and those in doubt to none', async () => {
  const sqlite = new Database(':memory:')
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: sqlite }) })
  const named = Object.entries(migrations)
  for (const [name, migration] of named) if (name < '017') await migration.up(db)
  sqlite.pragma('foreign_keys = OFF')
  const user = sqlite.prepare(
    `INSERT INTO users (id, username, display_name, password_hash, created_at) VALUES (?, ?, ?, 'h', '')`,
  )
  const member = sqlite.prepare(
    `INSERT INTO memberships (user_id, village_id, role) SELECT id, ?, 'clerk' FROM users WHERE username = ?`,
  )
  const record = sqlite.prepare(
    `INSERT INTO audit (village_id, user_id, action, subject, recorded_at) VALUES (?, ?, ?, ?, '')`,
  )
  const names = ['made-here', 'left', 'command-line', 'command-line-left', 'town', 'shared', 'nobody']
  names.forEach((name, index) => user.run(index + 1, name, name))
  // Made by administrator 9 of village 1; the second lost the last role and works for village 2 now.
  record.run(1, 9, 'user.created', 'Made-Here')
  member.run(1, 'made-here')
  record.run(1, 9, 'user.created', 'left')
  member.run(2, 'left')
  // Made at the command line for village 1; the second works for village 2 now.
  record.run(null, null, 'user.created', 'command-line')
  member.run(1, 'command-line')
  record.run(null, null, 'user.created', 'command-line-left')
  record.run(1, 9, 'user.roles-changed', 'command-line-left')
  member.run(2, 'command-line-left')
  // Made for all villages, and now in one; in several; in none.
  record.run(null, 9, 'user.created', 'town')
  member.run(1, 'town')
  record.run(null, null, 'user.created', 'shared')
  member.run(1, 'shared')
  member.run(2, 'shared')
  await migrations['017-own-people']?.up(db)
  const homes = sqlite.prepare('SELECT home_village_id FROM users ORDER BY id').pluck().all()
  expect(homes).toEqual([1, 1, 1, null, null, null, null])
})
