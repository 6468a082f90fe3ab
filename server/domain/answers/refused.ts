/** What kind of no it is; the HTTP layer answers 404, 409, 422, 403. */
export type RefusalKind = 'not-found' | 'conflict' | 'unprocessable' | 'forbidden'

export interface RefusedLine {
  /** Index in what was submitted together. */
  index: number
  /** Door the line named, where lines name one. */
  door?: string
  code: string
  params: Record<string, string | number>
}

/**
 * A request that the rules of the product refuse: a code, by which the words
 * are found in the caller's language, and the figures those words name. Nothing
 * was written.
 */
export class Refused extends Error {
  readonly kind: RefusalKind
  readonly code: string
  readonly params: Record<string, string | number>
  /** One entry for each line refused, where several were submitted together. */
  readonly lines: RefusedLine[]

  constructor(
    kind: RefusalKind,
    code: string,
    params: Record<string, string | number> = {},
    lines: RefusedLine[] = [],
  ) {
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
