/** 0 and 1 stand for false and true: SQLite has no booleans. */
export type Flag = 0 | 1
