/** 0 and 1 stand for false and true: SQLite has no booleans. */
export type Flag = 0 | 1

/** The flag of a boolean; undefined stays undefined. */
export function flagOf(value: boolean | undefined): Flag | undefined {
  return value === undefined ? undefined : value ? 1 : 0
}
