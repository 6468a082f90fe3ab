/** One connection to the file, with its prepared statements. */
import type BetterSqlite from 'better-sqlite3'
import type { Query, Value } from '../store.ts'
import { bound, dialectOf } from './dialect.ts'

export class Connection {
  readonly sqlite: BetterSqlite.Database
  readonly #statements = new Map<string, BetterSqlite.Statement>()
  readonly #rowStatements = new Map<string, RowStatement>()
  /** Names of the virtual tables that give the rows of `insertAll`. */
  readonly #givenTables = new Set<string>()
  /** What they give now. */
  #given: Iterable<readonly Value[]> = []

  constructor(sqlite: BetterSqlite.Database) {
    this.sqlite = sqlite
  }

  all(query: Query, values: unknown[]): unknown[] {
    const { text, parameters } = compiled(query, values)
    const { rows, columns } = this.#prepareRows(text)
    return (rows.all(...parameters) as unknown[][]).map((row) => objectOf(columns, row))
  }

  first(query: Query, values: unknown[]): unknown {
    const { text, parameters } = compiled(query, values)
    return this.#prepare(text).get(...parameters)
  }

  run(statement: Query, values: unknown[] = []): { changes: number; id: number } {
    const { text, parameters } = compiled(statement, values)
    const { changes, lastInsertRowid } = this.#prepare(text).run(...parameters)
    return { changes, id: Number(lastInsertRowid) }
  }

  /**
   * Inserts rows by one statement that reads them from a virtual table: what SQLite does
   * before and after each statement costs more than a row.
   */
  insertAll(table: string, columns: readonly string[], rows: Iterable<readonly Value[]>): number {
    const names = columns.join(', ')
    const source = `given_${table}_${columns.join('_')}`
    if (!this.#givenTables.has(source)) {
      const given = () => this.#given
      this.sqlite.table(source, {
        columns: [...columns],
        *rows() {
          yield* given()
        },
      })
      this.#givenTables.add(source)
    }
    this.#given = rows
    try {
      const text = `INSERT INTO ${table} (${names}) SELECT ${names} FROM ${source}`
      return this.#prepare(text).run().changes
    } finally {
      this.#given = []
    }
  }

  close(): void {
    this.#statements.clear()
    this.#rowStatements.clear()
    this.sqlite.close()
  }

  /** The statement for many rows of this text, prepared once. */
  #prepareRows(text: string): RowStatement {
    let statement = this.#rowStatements.get(text)
    if (!statement) {
      const rows = this.sqlite.prepare(dialectOf(text)).raw()
      statement = { rows, columns: rows.columns().map(({ name }) => name) }
      this.#rowStatements.set(text, statement)
    }
    return statement
  }

  /** The statement for this text, prepared once. */
  #prepare(text: string): BetterSqlite.Statement {
    let statement = this.#statements.get(text)
    if (!statement) {
      statement = this.sqlite.prepare(dialectOf(text))
      this.#statements.set(text, statement)
    }
    return statement
  }
}

/** A statement that gives its rows as arrays, and the names of their columns. */
interface RowStatement {
  rows: BetterSqlite.Statement
  columns: string[]
}

/** Objects made here of arrays take a third less time than those that better-sqlite3 makes. */
function objectOf(columns: readonly string[], row: readonly unknown[]): Record<string, unknown> {
  const object: Record<string, unknown> = {}
  for (let index = 0; index < columns.length; index += 1) object[columns[index] as string] = row[index]
  return object
}

function compiled(query: Query, values: unknown[]): { text: string; parameters: readonly unknown[] } {
  if (typeof query === 'string') return { text: query, parameters: bound(values) }
  const { sql, parameters } = query.compile()
  return { text: sql, parameters }
}
