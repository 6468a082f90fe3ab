/** Describes a schema of PostgreSQL by its parts. */
import { type QueryExecutorProvider, sql } from 'kysely'

/** Definitions by kind and name, such as `index postings_by_day` or `trigger postings.postings_are_never_changed`. */
export type SchemaParts = ReadonlyMap<string, string>

/** Parts of a table of ours that nobody else may add; other tables, views, indexes and functions are left alone. */
export const ownParts = /^(?:column|constraint|trigger|rule|policy) ([^.]+)\./

/** PostgreSQL writes names of the current schema without it where definitions are written `pretty`. */
const query = `
  WITH tables AS (
    SELECT * FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
      AND relname NOT LIKE 'kysely\\_%'
  )
  SELECT 'table ' || relname AS part, concat_ws(' ', relpersistence, relrowsecurity) AS definition FROM tables
  UNION ALL
  SELECT format('column %s.%s', t.relname, a.attname),
    concat_ws(' ', format_type(a.atttypid, a.atttypmod), l.collname, a.attnotnull, a.attidentity, a.attgenerated,
      pg_get_expr(d.adbin, d.adrelid))
  FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = t.oid AND d.adnum = a.attnum
    LEFT JOIN pg_collation l ON l.oid = a.attcollation
  UNION ALL
  SELECT format('constraint %s.%s', t.relname, c.conname), concat_ws(' ', pg_get_constraintdef(c.oid, true),
    (SELECT 'disabled' FROM pg_trigger g WHERE g.tgconstraint = c.oid AND g.tgenabled <> 'O' LIMIT 1))
  FROM tables t JOIN pg_constraint c ON c.conrelid = t.oid AND c.contype IN ('c', 'f', 'p', 'u', 'x')
  UNION ALL
  SELECT 'index ' || i.relname, concat_ws(' ', pg_get_indexdef(i.oid, 0, true), x.indisvalid)
  FROM tables t JOIN pg_index x ON x.indrelid = t.oid JOIN pg_class i ON i.oid = x.indexrelid
  UNION ALL
  SELECT format('trigger %s.%s', t.relname, g.tgname), concat_ws(' ', pg_get_triggerdef(g.oid, true), g.tgenabled)
  FROM tables t JOIN pg_trigger g ON g.tgrelid = t.oid AND NOT g.tgisinternal
  UNION ALL
  SELECT format('rule %s.%s', t.relname, r.rulename), pg_get_ruledef(r.oid, true)
  FROM tables t JOIN pg_rewrite r ON r.ev_class = t.oid
  UNION ALL
  SELECT format('policy %s.%s', t.relname, p.polname), p.polcmd::text FROM tables t JOIN pg_policy p ON p.polrelid = t.oid
  UNION ALL
  SELECT format('function %s(%s)', p.proname, pg_get_function_identity_arguments(p.oid)),
    concat_ws(' ', format_type(p.prorettype, NULL), p.prosecdef, p.proconfig IS NOT NULL, p.provolatile, p.prosrc)
  FROM pg_proc p WHERE p.pronamespace = current_schema()::regnamespace`

/** The parts of the current schema, apart from those of the table of migrations. */
export async function readSchemaParts(db: QueryExecutorProvider): Promise<SchemaParts> {
  const { rows } = await sql.raw<{ part: string; definition: string }>(query).execute(db)
  return new Map(rows.map(({ part, definition }) => [part, definition]))
}
