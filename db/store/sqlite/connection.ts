/** One connection to the file, with its prepared statements. */
import type BetterSqlite from 'better-sqlite3'
import type { Query } from '../store.ts'
import { bound, dialectOf } from './dialect.ts'

export class Connection {
  readonly sqlite: BetterSqlite.Database
  readonly #statements = new Map<string, BetterSqlite.Statement>()

  constructor(sqlite: BetterSqlite.Database) {
    this.sqlite = sqlite
  }

  all(query: Query, values: unknown[]): unknown[] {
    const { text, parameters } = compiled(query, values)
    return this.#prepare(text).all(...parameters)
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

  close(): void {
    this.#statements.clear()
    this.sqlite.close()
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

function compiled(query: Query, values: unknown[]): { text: string; parameters: readonly unknown[] } {
  if (typeof query === 'string') return { text: query, parameters: bound(values) }
  const { sql, parameters } = query.compile()
  return { text: sql, parameters }
}
