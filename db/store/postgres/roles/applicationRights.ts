/** The rights of the user that servers sign in with, where another one owns the tables. */
import pg, { type ClientBase } from 'pg'
import { CannotOpen } from '../../cannotOpen.ts'
import { keptTables } from '../../tables/keptTables.ts'

/** Written by migrations alone. */
const ownersTables = ['kysely_migration', 'kysely_migration_lock', 'expected_schema']
/** What a village is made as, and stays. */
const fixedColumns = { villages: ['id', 'sample'] }

/**
 * Lets a user read and write, but never change or remove rows of the ledger.
 *
 * @param client of the owner of the tables
 * @throws CannotOpen `no-such-user`, or `owner` for one that such rights do not bind
 */
export async function grantApplicationRights(client: ClientBase, user: string): Promise<void> {
  await refuseUnbound(client, user)
  const role = pg.escapeIdentifier(user)
  const { rows } = await client.query<{ schema: string; columns: string }>(
    `SELECT current_schema() AS schema, string_agg(quote_ident(column_name), ', ') AS columns
     FROM information_schema.columns
     WHERE table_schema = current_schema() AND table_name = 'villages' AND column_name <> ALL($1)`,
    [fixedColumns.villages],
  )
  const [{ schema, columns } = { schema: 'public', columns: '' }] = rows
  const inSchema = `IN SCHEMA ${pg.escapeIdentifier(schema)}`
  for (const statement of [
    'BEGIN',
    `REVOKE ALL ON ALL TABLES ${inSchema} FROM ${role}`,
    `GRANT USAGE ON SCHEMA ${pg.escapeIdentifier(schema)} TO ${role}`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES ${inSchema} TO ${role}`,
    `REVOKE UPDATE, DELETE ON ${keptTables.join(', ')} FROM ${role}`,
    `REVOKE INSERT, UPDATE, DELETE ON ${ownersTables.join(', ')} FROM ${role}`,
    `REVOKE UPDATE ON villages FROM ${role}`,
    `GRANT UPDATE (${columns}) ON villages TO ${role}`,
    `GRANT USAGE, SELECT ON ALL SEQUENCES ${inSchema} TO ${role}`,
    `GRANT EXECUTE ON FUNCTION delete_sample_rows(text, bigint) TO ${role}`,
    'COMMIT',
  ])
    await client.query(statement)
}

/** Users that were given such rights before: they need them for what a migration adds. */
export async function usersWithRights(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ grantee: string }>(
    `SELECT DISTINCT g.grantee FROM information_schema.role_table_grants g
     JOIN pg_tables t ON t.schemaname = g.table_schema AND t.tablename = g.table_name
     JOIN pg_roles r ON r.rolname = g.grantee AND NOT r.rolsuper
     WHERE g.table_schema = current_schema() AND g.table_name = 'postings'
       AND g.privilege_type = 'INSERT' AND g.grantee <> t.tableowner`,
  )
  return rows.map(({ grantee }) => grantee)
}

async function refuseUnbound(client: ClientBase, user: string): Promise<void> {
  const { rows } = await client.query<{ unbound: boolean | number }>(
    `SELECT r.rolsuper OR pg_has_role(r.oid, t.tableowner, 'MEMBER') AS unbound
     FROM pg_roles r, pg_tables t
     WHERE r.rolname = $1 AND t.schemaname = current_schema() AND t.tablename = 'postings'`,
    [user],
  )
  const [found] = rows
  if (found && !found.unbound) return
  throw new CannotOpen(
    found ? 'owner' : 'no-such-user',
    found ? `${user} owns the tables` : `there is no user ${user}`,
    user,
  )
}
