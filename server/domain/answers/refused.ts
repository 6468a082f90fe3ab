import type { Params } from './fault.ts'

/** The kind of refusal; HTTP answers 404, 409, 422, 403. */
export type RefusalKind = 'not-found' | 'conflict' | 'unprocessable' | 'forbidden'

export interface RefusedLine {
  /** Index in the submitted list. */
  index: number
  /** Door the line named, where lines name one. */
  door?: string
  code: string
  params: Params
}

/**
 * A request that the rules of the product refuse: the code of a sentence and the
 * figures it names. Nothing was written.
 */
export class Refused extends Error {
  readonly kind: RefusalKind
  readonly code: string
  readonly params: Params
  /** One entry for each line refused, where several were submitted together. */
  readonly lines: RefusedLine[]

  constructor(kind: RefusalKind, code: string, params: Params = {}, lines: RefusedLine[] = []) {
    super(code)
    this.name = 'Refused'
    this.kind = kind
    this.code = code
    this.params = params
    this.lines = lines
  }

  /** The same refusal, of one line of what was submitted together. */
  ofLine(index: number, door?: string): Refused {
    const { kind, code, params } = this
    return new Refused(kind, code, params, [{ index, code, params, ...(door === undefined ? {} : { door }) }])
  }
}

/**
 * Refuses lines that are written together or not at all.
 *
 * @param code of the refusal of several lines
 * @param refusals of single lines, made by `ofLine`
 * @param total how many lines were submitted
 * @param params what the sentence of `code` names beside `refused` and `total`
 * @throws Refused with a reason for each refused line; where only one was submitted, that reason itself
 */
export function refuseLines(
  code: string,
  refusals: readonly Refused[],
  total: number,
  params: Refused['params'] = {},
): void {
  const [first] = refusals
  if (!first) return
  if (total === 1) throw first
  const lines = refusals.flatMap((refusal) => refusal.lines)
  throw new Refused('unprocessable', code, { ...params, refused: refusals.length, total }, lines)
}
