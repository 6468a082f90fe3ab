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
    const { rows, objectOf } = this.#prepareRows(text)
    return (rows.all(...parameters) as unknown[][]).map(objectOf)
  }

  first(query: Query, values: unknown[]): unknown {
    const { text, parameters } = compiled(query, values)
    const { rows, objectOf } = this.#prepareRows(text)
    const row = rows.get(...parameters) as unknown[] | undefined
    return row && objectOf(row)
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

  /** The statement for rows of this text, prepared once. */
  #prepareRows(text: string): RowStatement {
    let statement = this.#rowStatements.get(text)
    if (!statement) {
      const rows = this.sqlite.prepare(dialectOf(text)).raw()
      statement = { rows, objectOf: objectMaker(rows.columns().map(({ name }) => name)) }
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

type RowObject = Record<string, unknown>

/** A statement that gives its rows as arrays, and what makes an object of one. */
interface RowStatement {
  rows: BetterSqlite.Statement
  objectOf: (row: unknown[]) => RowObject
}

/**
 * Makes rows of these columns. An object that is written as a literal costs next to nothing; one that is filled
 * key by key takes a third of the time to read a row of 30 columns, and one that better-sqlite3 makes half of it.
 */
function objectMaker(columns: readonly string[]): RowStatement['objectOf'] {
  const fields = columns.map((name, index) => `${JSON.stringify(name)}: row[${index}]`)
  return new Function('row', `return { ${fields.join(', ')} }`) as RowStatement['objectOf']
}

function compiled(query: Query, values: unknown[]): { text: string; parameters: readonly unknown[] } {
  if (typeof query === 'string') return { text: query, parameters: bound(values) }
  const { sql, parameters } = query.compile()
  return { text: sql, parameters }
}
