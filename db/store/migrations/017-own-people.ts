import { type Kysely, sql } from 'kysely'

/** Which village an account belongs to, and whether the newest token of a session arrived. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // Null for accounts of the installation: administrators of all villages alone look after those.
  `ALTER TABLE users ADD COLUMN home_village_id INTEGER REFERENCES villages (id) ON DELETE SET NULL`,

  `UPDATE users SET home_village_id = (
    SELECT a.village_id FROM audit a
    WHERE a.action = 'user.created' AND a.subject = users.username COLLATE NOCASE
    ORDER BY a.id LIMIT 1)`,

  // Accounts made at the command line for one village, that never held a role elsewhere.
  `UPDATE users SET home_village_id = (SELECT min(village_id) FROM memberships WHERE user_id = users.id)
    WHERE home_village_id IS NULL
      AND (SELECT count(DISTINCT ifnull(village_id, 0)) FROM memberships WHERE user_id = users.id) = 1
      AND NOT EXISTS (
        SELECT 1 FROM audit a
        WHERE a.subject = users.username COLLATE NOCASE
          AND (a.action = 'user.created' AND a.user_id IS NOT NULL
            OR a.action = 'user.roles-changed' AND a.village_id IS NOT
              (SELECT min(village_id) FROM memberships WHERE user_id = users.id)))`,

  // Sessions from before are as good as confirmed: their old tokens had a grace and no more.
  `ALTER TABLE sessions ADD COLUMN confirmed INTEGER NOT NULL DEFAULT 1 CHECK (confirmed IN (0, 1))`,
]
