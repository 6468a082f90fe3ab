/** Statements that write one row, with their values. */
import type { Insertable, Selectable, Updateable } from 'kysely'
import type { Schema } from './schema.ts'

/** A row whose columns may be undefined. */
type Given<Row> = { [Column in keyof Row]: Row[Column] | (undefined extends Row[Column] ? undefined : never) }

export type Table = keyof Schema
/** Columns that are undefined have their default. */
export type NewRow<T extends Table> = Given<Insertable<Schema[T]>>
/** Columns that are undefined stay as they are. */
export type RowChange<T extends Table> = Given<Updateable<Schema[T]>>
/** Columns that the rows meant have. */
export type RowKeys<T extends Table> = Partial<Selectable<Schema[T]>>

interface Statement {
  text: string
  values: unknown[]
}

export function insertion(table: Table, row: object): Statement {
  const columns = givenColumns(row)
  const names = columns.map(([name]) => `"${name}"`).join(', ')
  return {
    text: `INSERT INTO ${table} (${names}) VALUES (${columns.map(() => '?').join(', ')})`,
    values: columns.map(([, value]) => value),
  }
}

/** @returns null where nothing is set */
export function alteration(table: Table, where: object, set: object): Statement | null {
  const columns = givenColumns(set)
  if (columns.length === 0) return null
  const keys = Object.entries(where)
  const assignments = columns.map(([name]) => `"${name}" = ?`).join(', ')
  return {
    text: `UPDATE ${table} SET ${assignments} WHERE ${keys.map(([name]) => `"${name}" = ?`).join(' AND ')}`,
    values: [...columns, ...keys].map(([, value]) => value),
  }
}

function givenColumns(row: object): [name: string, value: unknown][] {
  return Object.entries(row).filter(([, value]) => value !== undefined)
}
