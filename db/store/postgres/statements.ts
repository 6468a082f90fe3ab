/** Runs portable statements on a connection. */
import type { ClientBase, Pool, QueryResult } from 'pg'
import { sha256 } from '../sha256.ts'
import type { Query } from '../store.ts'
import type { Catalog } from './catalog.ts'
import { arrange, translate, type Translated } from './dialect.ts'

/** More statements than this are planned on every call: some carry lists in their text. */
const mostPrepared = 1_000

interface Prepared extends Translated {
  /** Name under which a connection keeps the plan. */
  name?: string
}

/** Rows of one statement. */
const rowsAtOnce = 1_000

const insertInto = /^\s*INSERT INTO "?(\w+)"?/i

/** The statements of one database, by their text. */
export class Statements {
  readonly #catalog: Catalog
  readonly #prepared = new Map<string, Prepared>()

  constructor(catalog: Catalog) {
    this.#catalog = catalog
  }

  async all(connection: ClientBase | Pool, query: Query, values: unknown[]): Promise<unknown[]> {
    return (await this.#query(connection, query, values, (text) => text)).rows
  }

  /** Runs a statement; `id` is that of the last row inserted where the database makes it, else 0. */
  async run(
    connection: ClientBase,
    statement: Query,
    values: unknown[],
  ): Promise<{ changes: number; id: number }> {
    const { rows, rowCount } = await this.#query(connection, statement, values, (text) => this.#withId(text))
    return { changes: rowCount ?? 0, id: Number((rows.at(-1) as { id?: number } | undefined)?.id ?? 0) }
  }

  /** Inserts rows in their order, many by one statement, whose parameters are the columns. */
  async insertAll(
    connection: ClientBase,
    table: string,
    columns: readonly string[],
    rows: Iterable<readonly unknown[]>,
    atOnce = rowsAtOnce,
  ): Promise<number> {
    const sets = columns.map((column, index) => `$${index + 1}::${this.#typeOf(table, column)}[]`)
    const names = columns.map((column) => `"${column}"`).join(', ')
    const text = `INSERT INTO ${table} (${names}) SELECT * FROM unnest(${sets.join(', ')})`
    const name = nameOf(text)
    let written = 0
    for (const values of setsOf(columns.length, rows, atOnce))
      written += (await connection.query({ name, text, values })).rowCount ?? 0
    return written
  }

  #typeOf(table: string, column: string): string {
    const type = this.#catalog.types.get(`${table}.${column}`)
    if (type === undefined) throw new Error(`there is no column ${table}.${column}`)
    return type
  }

  #withId(text: string): string {
    const [, table = ''] = insertInto.exec(text) ?? []
    return this.#catalog.identityTables.has(table) && !/\bRETURNING\b/i.test(text)
      ? `${text} RETURNING id`
      : text
  }

  #query(
    connection: ClientBase | Pool,
    query: Query,
    values: unknown[],
    complete: (text: string) => string,
  ): Promise<QueryResult> {
    if (typeof query !== 'string') {
      const { sql, parameters } = query.compile()
      return connection.query({ text: complete(sql), values: [...parameters] })
    }
    const { name, text, sources } = this.#prepare(complete(query))
    return connection.query({
      ...(name === undefined ? {} : { name }),
      text,
      values: arrange(sources, values),
    })
  }

  #prepare(text: string): Prepared {
    const known = this.#prepared.get(text)
    if (known) return known
    const translated = translate(text)
    if (this.#prepared.size >= mostPrepared) return translated
    const prepared = { ...translated, name: nameOf(text) }
    this.#prepared.set(text, prepared)
    return prepared
  }
}

/** Under which a connection keeps the plan of a statement. */
function nameOf(text: string): string {
  return sha256(text).slice(0, 32)
}

/** The values of so many rows at a time, column by column. */
function* setsOf(
  columns: number,
  rows: Iterable<readonly unknown[]>,
  atOnce: number,
): Generator<unknown[][]> {
  const empty = () => Array.from({ length: columns }, (): unknown[] => [])
  let sets = empty()
  for (const row of rows) {
    sets.forEach((set, index) => set.push(row[index]))
    if (sets[0]?.length !== atOnce) continue
    yield sets
    sets = empty()
  }
  if (sets[0]?.length) yield sets
}
