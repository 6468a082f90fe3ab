import type { PointLevel } from '../points/points.ts'

/** Codes of what verification finds. */
export type FaultCode =
  | 'in-village'
  | 'reported'
  | 'database-damaged'
  | 'file-damaged'
  | 'schema-changed'
  | 'schema-missing'
  | 'schema-foreign'
  | 'reference-missing'
  | 'digests-removed'
  | 'row-changed'
  | 'row-missing'
  | 'row-unknown'
  | 'posting-missing'
  | 'posting-changed'
  | 'end-differs'
  | 'head-differs'
  | 'restore-without-deduction'
  | 'restore-elsewhere'
  | 'restore-too-large'
  | 'restored-reversed'
  | 'score-missing'
  | 'total-differs'
  | 'total-missing'
  | 'total-unfounded'

/** Something that does not hold: a code, by which the server finds the words, and what those words name. */
export interface Fault {
  code: FaultCode
  params: Params
}

/**
 * What a sentence names: figures, texts, levels with their points, or a fault as the sentence that it has in the
 * same language. Points are whole smallest units.
 */
export type Params = Readonly<{ [name: string]: string | number | Fault | PointLevel[] }>

export function fault(code: FaultCode, params: Params = {}): Fault {
  return { code, params }
}

/** What SQLite says of a file, in its own words. */
export function reported(detail: string): Fault {
  return fault('reported', { detail })
}
