/** Runs portable statements on a connection. */
import type { ClientBase, Pool, QueryResult } from 'pg'
import { sha256 } from '../sha256.ts'
import type { Query } from '../store.ts'
import { arrange, translate, type Translated } from './dialect.ts'

/** More statements than this are planned anew each time: some carry lists in their text. */
const mostPrepared = 1_000

interface Prepared extends Translated {
  /** Name under which a connection keeps the plan. */
  name?: string
}

const insertInto = /^\s*INSERT INTO "?(\w+)"?/i

/** The statements of one database, by their text. */
export class Statements {
  /** Tables whose id the database makes. */
  readonly #identityTables: ReadonlySet<string>
  readonly #prepared = new Map<string, Prepared>()

  constructor(identityTables: ReadonlySet<string>) {
    this.#identityTables = identityTables
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

  #withId(text: string): string {
    const [, table = ''] = insertInto.exec(text) ?? []
    return this.#identityTables.has(table) && !/\bRETURNING\b/i.test(text) ? `${text} RETURNING id` : text
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
    const prepared = { ...translated, name: sha256(text).slice(0, 32) }
    this.#prepared.set(text, prepared)
    return prepared
  }
}
