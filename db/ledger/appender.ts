/**
 * Appends postings to one village's ledger inside a transaction, with seq, hash and
 * totals. Totals are summed in memory and written once by `finish`, for one posting
 * and for fifty thousand.
 */
import { chainOrigin, type PostingContent } from '../../server/domain/points/canonicalPosting.ts'
import type { PostingKind } from '../../server/domain/points/posting.ts'
import type { CommittedPosting } from '../store/changes.ts'
import type { PostingRow } from '../store/schema.ts'
import type { Store } from '../store/store.ts'
import { type Chain, moveChain, mustFindChain, postingHash } from './chain.ts'
import { closedRefusal } from './closedRefusal.ts'
import { PostingTotals } from './totals.ts'

/** Columns that most postings leave out. */
export const unset = {
  rule_version_id: null,
  dimension_id: null,
  units: null,
  note: null,
  reverses: null,
  restores: null,
}

/** A posting without seq and hash. */
export type Draft = Omit<PostingContent, 'seq' | keyof typeof unset> &
  Partial<Pick<PostingContent, keyof typeof unset>>

/** Columns that a database could return as another text than was hashed; figures are integers of STRICT columns. */
const texts = ['id', 'text', 'recorder', 'note', 'request', 'hash'] as const

const insertPosting = `
  INSERT INTO postings (village_id, seq, id, kind, household_id, season_id, rule_version_id, dimension_id,
    points, units, text, occurred_on, recorded_at, recorded_by, recorder, note, reverses, request, hash,
    restores)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  RETURNING ${texts.join(', ')}`

interface Openness {
  door: string
  closedOn: string | null
  mergedInto: string | null
}
const openness = `
  SELECT h.door, h.closed_on AS "closedOn", m.door AS "mergedInto"
  FROM households h LEFT JOIN households m ON m.id = h.merged_into
  WHERE h.village_id = ? AND h.id = ?`

export class Appender {
  readonly #store: Store
  readonly #village: number
  readonly #chain: Chain
  readonly #committed: CommittedPosting[] = []
  /** Ids of households known to be open. */
  readonly #open = new Set<number>()
  readonly #totals = new PostingTotals()

  private constructor(store: Store, village: number, chain: Chain) {
    this.#store = store
    this.#village = village
    this.#chain = chain
  }

  /**
   * Starts at the end of the village's chain; only inside `store.write`.
   *
   * @param known its end, where the caller has read it in this write, and appended nothing since
   */
  static async open(store: Store, village: number, known?: Chain): Promise<Appender> {
    const chain = known ?? (await mustFindChain(store, village))
    if ((chain.seq === 0) !== (chain.head === chainOrigin))
      throw new Error(`chain ${chain.name} is broken at its head`)
    return new Appender(store, village, chain)
  }

  /**
   * Inserts one posting; `finish` writes its totals.
   *
   * @param reversedKind for a reversal, the kind of the posting it reverses
   * @throws Refused for a household that was merged into another one
   * @throws Error when the database stores another text than was hashed, such as for a lone surrogate
   */
  async append(draft: Draft, reversedKind: PostingKind | null = null): Promise<CommittedPosting> {
    await this.#mustBeOpen(draft.household_id)
    const content: PostingContent = { ...unset, ...draft, seq: this.#chain.seq + 1 }
    const hash = postingHash(this.#chain.name, this.#chain.head, content)
    const row: PostingRow = { village_id: this.#village, ...content, hash }
    const stored = await this.#store.one<Pick<PostingRow, (typeof texts)[number]>>(
      insertPosting,
      row.village_id,
      row.seq,
      row.id,
      row.kind,
      row.household_id,
      row.season_id,
      row.rule_version_id,
      row.dimension_id,
      row.points,
      row.units,
      row.text,
      row.occurred_on,
      row.recorded_at,
      row.recorded_by,
      row.recorder,
      row.note,
      row.reverses,
      row.request,
      row.hash,
      row.restores,
    )
    if (texts.some((column) => stored[column] !== row[column]))
      throw new Error(`posting ${row.seq} is not stored as it was hashed`)
    this.#chain.seq = row.seq
    this.#chain.head = hash
    this.#totals.take(row, reversedKind)
    const committed = { row, reversedKind }
    this.#committed.push(committed)
    return committed
  }

  /** Skips the check that the household is open, which the caller has just made. */
  skipOpenCheck(household: number): void {
    this.#open.add(household)
  }

  async #mustBeOpen(household: number): Promise<void> {
    if (this.#open.has(household)) return
    const found = await this.#store.first<Openness>(openness, this.#village, household)
    if (found?.closedOn) throw closedRefusal(found)
    this.#open.add(household)
  }

  /** Writes the totals and the chain's head; listeners are notified after the commit. */
  async finish(): Promise<CommittedPosting[]> {
    if (this.#committed.length === 0) return []
    const village = this.#village
    await this.#totals.writeTo(this.#store, village)
    await moveChain(this.#store, village, this.#chain)
    this.#store.announce({ type: 'postings', village, postings: this.#committed })
    return this.#committed
  }
}
