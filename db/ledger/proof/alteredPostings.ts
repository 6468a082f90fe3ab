/**
 * Postings of earlier builds that were hashed with a lone surrogate in a text.
 * SQLite reads its three bytes back as U+FFFD, or stored U+FFFD at once. Such a
 * posting is not a changed one: with the right surrogates its hash matches.
 */
import { canonicalPosting } from '../../../server/domain/points/canonicalPosting.ts'
import type { PostingRow } from '../../store/schema.ts'
import { sha256 } from '../../store/sha256.ts'
import type { Store } from '../../store/store.ts'

/** Most hashes computed for one posting. */
const mostTries = 2048 ** 2
/** Hashes computed in one step, some 10 ms. */
const triesInStep = 4_000
/** Postings searched in one verification; in a changed ledger nearly none can match. */
const mostSearches = 20

const replacement = '\ufffd'
const storedTexts = `
  SELECT CAST(text AS BLOB) AS text, CAST(recorder AS BLOB) AS recorder, CAST(note AS BLOB) AS note
  FROM postings WHERE village_id = ? AND seq = ?`

/** Recognises such postings of one village while it is verified. */
export class AlteredPostings {
  /** The recognised postings. */
  readonly seqs: number[] = []
  /** Surrogates of those that were not known before, by seq. */
  readonly found: [seq: number, surrogates: string[]][] = []
  readonly #store: Store
  readonly #chain: string
  /** Surrogates at each U+FFFD of postings that an earlier verification recognised, by seq. */
  readonly #known: Map<number, string[]>
  #searches = 0

  private constructor(store: Store, chain: string, known: Map<number, string[]>) {
    this.#store = store
    this.#chain = chain
    this.#known = known
  }

  /** @param from those up to this seq count as recognised: they were proven before */
  static async open(store: Store, village: number, chain: string, from = 0): Promise<AlteredPostings> {
    const rows = await store.all<{ seq: number; surrogates: string }>(
      'SELECT seq, surrogates FROM altered_postings WHERE village_id = ? ORDER BY seq',
      village,
    )
    const known = rows.map(({ seq, surrogates }) => [seq, JSON.parse(surrogates) as string[]] as const)
    const altered = new AlteredPostings(store, chain, new Map(known))
    altered.seqs.push(...rows.map(({ seq }) => seq).filter((seq) => seq <= from))
    return altered
  }

  /**
   * Whether a posting that does not match its hash matches it with surrogates in
   * place of U+FFFD. Bounded: with many U+FFFD only the commonest surrogates are tried.
   *
   * @param step yielded after some 10 ms of work
   */
  async *recognise<Step>(
    previousHash: string,
    posting: PostingRow,
    step: Step,
  ): AsyncGenerator<Step, boolean> {
    const parts = (await this.#hashedText(previousHash, posting)).split(replacement)
    const known = this.#known.get(posting.seq)
    let surrogates = known && matches(parts, known, posting.hash) ? known : null
    if (!surrogates && matches(parts, parts.slice(1).fill(replacement), posting.hash))
      surrogates = parts.slice(1).fill(replacement)
    if (!surrogates && parts.length > 1 && this.#searches++ < mostSearches) {
      let tries = 0
      for (const candidate of candidates(parts.length - 1)) {
        if (++tries % triesInStep === 0) yield step
        if (!matches(parts, candidate, posting.hash)) continue
        surrogates = candidate
        break
      }
    }
    if (!surrogates) return false
    this.seqs.push(posting.seq)
    if (!known) this.found.push([posting.seq, surrogates])
    return true
  }

  /** The posting's hashed text with the surrogates that the stored bytes still show. */
  async #hashedText(previousHash: string, posting: PostingRow): Promise<string> {
    const { text, recorder, note } = await this.#store.one<{
      text: Buffer
      recorder: Buffer
      note: Buffer | null
    }>(storedTexts, posting.village_id, posting.seq)
    return canonicalPosting(this.#chain, previousHash, {
      ...posting,
      text: decoded(text),
      recorder: decoded(recorder),
      note: note && decoded(note),
    })
  }
}

function matches(parts: readonly string[], between: readonly string[], hash: string): boolean {
  return (
    between.length === parts.length - 1 &&
    sha256(parts.map((part, index) => part + (between[index] ?? '')).join('')) === hash
  )
}

/** UTF-8 with lone surrogates as three bytes, as SQLite keeps them. */
function decoded(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .split(/(\xed[\xa0-\xbf][\x80-\xbf])/)
    .map((part, index) => (index % 2 === 0 ? Buffer.from(part, 'latin1').toString() : surrogateOf(part)))
    .join('')
}

function surrogateOf(bytes: string): string {
  return String.fromCharCode(0xd000 | ((bytes.charCodeAt(1) & 0x3f) << 6) | (bytes.charCodeAt(2) & 0x3f))
}

/** JSON escapes of surrogates, commonest first: halves of emoji and of rare characters. */
const escapes: readonly string[] = (() => {
  const common = [0xd83d, 0xd83c, 0xd83e, 0xd800, 0xdc00, 0xdfff, 0xdbff, 0xd840, 0xd842, 0xd867, 0xd869]
  const all = Array.from({ length: 2048 }, (_, index) => 0xd800 + index)
  return [...new Set([...common, ...all])].map((code) => `\\u${code.toString(16)}`)
})()

/** Candidates for so many places: first the same everywhere, then combinations up to the bound. */
function* candidates(places: number): Generator<string[]> {
  for (const escape of escapes) yield Array<string>(places).fill(escape)
  const size = Math.min(escapes.length + 1, Math.floor(mostTries ** (1 / places)))
  const letters = [replacement, ...escapes].slice(0, size)
  const digits = Array<number>(places).fill(0)
  for (;;) {
    yield digits.map((digit) => letters[digit] ?? replacement)
    let place = places - 1
    while (place >= 0 && digits[place] === size - 1) digits[place--] = 0
    if (place < 0) return
    digits[place] = (digits[place] ?? 0) + 1
  }
}
