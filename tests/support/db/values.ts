/** Single values of a database, for comparisons. */
import type { Store } from '../../../db/store/store.ts'

/** The only column of the query's first row. */
export async function valueOf<Value>(store: Store, sql: string, ...values: unknown[]): Promise<Value> {
  return (await valuesOf<Value>(store, sql, ...values))[0] as Value
}

/** The only column of each row. */
export async function valuesOf<Value>(store: Store, sql: string, ...values: unknown[]): Promise<Value[]> {
  return (await store.all<object>(sql, ...values)).map((row) => Object.values(row)[0] as Value)
}

/** All columns of all rows, one after the other. */
export async function allValues(store: Store, sql: string): Promise<unknown[]> {
  return (await store.all<object>(sql)).flatMap((row) => Object.values(row))
}
