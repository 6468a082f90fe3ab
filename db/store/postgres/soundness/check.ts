/**
 * Checks a database by what any user of it may do: compares the schema, reads every row, which has PostgreSQL compare
 * the checksums of the pages that it takes from the disk, and looks for constraints that do not hold.
 */
import { type Kysely, type QueryExecutorProvider, sql } from 'kysely'
import { type Fault, fault, reported } from '../../../../server/domain/answers/fault.ts'
import type { Schema } from '../../schema.ts'
import type { DatabaseCheck } from '../../sqlite/soundness/check.ts'
import { schemaFaults } from './expectedSchema.ts'

/** More faults than this are not listed. */
const mostFaults = 20
/** Internal errors, such as of a damaged page, and errors of the disk. */
const damage = /^(XX|58)/

/** All checks except the ledgers. Reads every row of every table. */
export function checkPostgres(db: Kysely<Schema>): Promise<DatabaseCheck> {
  return db.connection().execute(async (db) => {
    // Nobody waits for it.
    await sql`SET statement_timeout = 0`.execute(db)
    try {
      const { faults, readRows } = await readTables(db)
      const found = [...(await schemaFaults(db)), ...faults]
      const references = found.length > 0 ? [] : await missingReferences(db)
      return {
        damage: [...found, ...references].slice(0, mostFaults),
        changedRows: [],
        comparedRows: 0,
        readRows,
      }
    } finally {
      await sql`RESET statement_timeout`.execute(db)
    }
  })
}

/** Reads all values of all rows, also those that lie beside their row. */
async function readTables(db: QueryExecutorProvider): Promise<{ faults: Fault[]; readRows: number }> {
  const { rows: tables } = await sql<{ name: string; holds: string }>`
    SELECT t.oid::regclass::text AS name,
      coalesce((SELECT string_agg(format('(%s) IS NOT FALSE', pg_get_expr(c.conbin, c.conrelid)), ' AND ')
        FROM pg_constraint c WHERE c.conrelid = t.oid AND c.contype = 'c'), 'true') AS holds
    FROM pg_class t
    WHERE t.relnamespace = current_schema()::regnamespace AND t.relkind = 'r' AND has_table_privilege(t.oid, 'SELECT')
    ORDER BY t.relname`.execute(db)
  const faults: Fault[] = []
  let readRows = 0
  for (const { name, holds } of tables)
    await reportDamage(faults, name, async () => {
      const { rows } = await sql
        .raw<{ rows: number; broken: number }>(
          `SELECT count(*) AS rows, count(*) FILTER (WHERE NOT (${holds})) AS broken, max(length(r::text)) FROM ${name} r`,
        )
        .execute(db)
      readRows += rows[0]?.rows ?? 0
      if (rows[0]?.broken) faults.push(reported(`CHECK constraint failed in ${name}`))
    })
  return { faults, readRows }
}

interface Reference {
  table: string
  parent: string
  /** Columns of the primary key, where there is one. */
  key: string | null
  isSet: string
  isFound: string
}

async function missingReferences(db: QueryExecutorProvider): Promise<Fault[]> {
  const { rows: references } = await sql<Reference>`
    SELECT c.conrelid::regclass::text AS "table", c.confrelid::regclass::text AS parent,
      (SELECT string_agg(format('r.%I', a.attname), ', ' ORDER BY k.place)
        FROM pg_index i, unnest(i.indkey::int2[]) WITH ORDINALITY k (number, place)
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number
        WHERE i.indrelid = c.conrelid AND i.indisprimary AND a.attrelid = i.indrelid) AS key,
      string_agg(format('r.%I IS NOT NULL', own.attname), ' AND ') AS "isSet",
      string_agg(format('p.%I = r.%I', other.attname, own.attname), ' AND ') AS "isFound"
    FROM pg_constraint c, unnest(c.conkey, c.confkey) k (own, other)
    JOIN pg_attribute own ON own.attnum = k.own
    JOIN pg_attribute other ON other.attnum = k.other
    WHERE c.contype = 'f' AND c.connamespace = current_schema()::regnamespace
      AND own.attrelid = c.conrelid AND other.attrelid = c.confrelid
      AND has_table_privilege(c.conrelid, 'SELECT') AND has_table_privilege(c.confrelid, 'SELECT')
    GROUP BY c.oid, c.conrelid, c.confrelid, c.conname ORDER BY c.conname`.execute(db)
  const faults: Fault[] = []
  for (const { table, parent, key, isSet, isFound } of references)
    await reportDamage(faults, table, async () => {
      const { rows } = await sql
        .raw<{ row: string }>(
          `SELECT concat_ws(' ', ${key ?? 'r.ctid'}) AS row FROM ${table} r WHERE ${isSet}
           AND NOT EXISTS (SELECT 1 FROM ${parent} p WHERE ${isFound}) LIMIT ${mostFaults}`,
        )
        .execute(db)
      faults.push(...rows.map(({ row }) => fault('reference-missing', { table, row, parent })))
    })
  return faults
}

/** Does the work on a table; errors that mean damage are faults of it. */
async function reportDamage(faults: Fault[], table: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    const { code = '', message = '' } = error as Error & { code?: string }
    if (!damage.test(code)) throw error
    faults.push(reported(`${table}: ${message}`))
  }
}
