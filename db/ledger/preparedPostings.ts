/**
 * Many postings of one village, made ready before the turn to write: numbered, hashed and
 * summed from the end of the ledger as it was read then. In the turn they are written by
 * one statement; where the ledger has grown meanwhile, numbers and hashes are made again.
 */
import { isStorable } from '../../server/domain/text/characters.ts'
import type { PostingRow } from '../store/schema.ts'
import type { Store } from '../store/store.ts'
import { type Draft, unset } from './appender.ts'
import { type Chain, moveChain, mustFindChain, postingHash } from './chain.ts'
import { PostingTotals } from './totals.ts'

/** Of more postings than this only the last are announced: listeners that miss some read the village. */
const mostAnnounced = 100

const columns = [
  'village_id',
  'seq',
  'id',
  'kind',
  'household_id',
  'season_id',
  'rule_version_id',
  'dimension_id',
  'points',
  'units',
  'text',
  'occurred_on',
  'recorded_at',
  'recorded_by',
  'recorder',
  'note',
  'reverses',
  'request',
  'hash',
  'restores',
] as const satisfies (keyof PostingRow)[]

export class PreparedPostings {
  readonly #village: number
  readonly #drafts: readonly Draft[]
  readonly #totals = new PostingTotals()
  /** The end of the ledger behind which they are numbered. */
  #after: Chain
  #rows: PostingRow[] = []

  /**
   * @param drafts for open households; none of them a reversal
   * @param chain the end of the ledger now
   * @throws Error for a text that a database would store other than it is hashed
   */
  constructor(village: number, drafts: readonly Draft[], chain: Chain) {
    this.#village = village
    this.#drafts = drafts
    this.#after = chain
    this.#number(chain)
    for (const row of this.#rows) {
      if (!isStoredAsHashed(row)) throw new Error(`posting ${row.seq} would not be stored as it is hashed`)
      this.#totals.take(row, null)
    }
  }

  /** Their ids. */
  get ids(): string[] {
    return this.#drafts.map(({ id }) => id)
  }

  /**
   * Writes them at the end of the ledger with their totals; only inside `store.write`.
   *
   * @returns how many they are
   */
  async append(store: Store): Promise<number> {
    const village = this.#village
    const { length: count } = this.#drafts
    if (count === 0) return 0
    const chain = await mustFindChain(store, village)
    if (chain.seq !== this.#after.seq || chain.head !== this.#after.head) this.#number(chain)
    const rows = this.#rows
    const written = await store.insertAll('postings', columns, valuesOf(rows))
    if (written !== count) throw new Error(`${written} of ${count} postings were written`)
    await this.#totals.writeTo(store, village)
    const { seq, hash: head } = rows.at(-1) as PostingRow
    await moveChain(store, village, { ...chain, seq, head })
    const last = rows.slice(-mostAnnounced)
    store.announce({ type: 'postings', village, postings: last.map((row) => ({ row, reversedKind: null })) })
    return count
  }

  #number(chain: Chain): void {
    let { seq, head } = chain
    this.#after = chain
    this.#rows = this.#drafts.map((draft) => {
      const row = rowOf(this.#village, ++seq, draft)
      row.hash = postingHash(chain.name, head, row)
      head = row.hash
      return row
    })
  }
}

/** Written out: many rows of one shape take a quarter of the time that spread objects do. */
function rowOf(village: number, seq: number, draft: Draft): PostingRow {
  return {
    village_id: village,
    seq,
    id: draft.id,
    kind: draft.kind,
    household_id: draft.household_id,
    season_id: draft.season_id,
    rule_version_id: draft.rule_version_id ?? unset.rule_version_id,
    dimension_id: draft.dimension_id ?? unset.dimension_id,
    points: draft.points,
    units: draft.units ?? unset.units,
    text: draft.text,
    occurred_on: draft.occurred_on,
    recorded_at: draft.recorded_at,
    recorded_by: draft.recorded_by,
    recorder: draft.recorder,
    note: draft.note ?? unset.note,
    reverses: draft.reverses ?? unset.reverses,
    request: draft.request,
    hash: '',
    restores: draft.restores ?? unset.restores,
  }
}

function* valuesOf(rows: readonly PostingRow[]) {
  for (const row of rows) yield columns.map((column) => row[column])
}

/** Whether its texts are read back as they are written: without lone surrogates and NUL. */
function isStoredAsHashed({ id, text, recorder, note, request }: PostingRow): boolean {
  return [id, text, recorder, note ?? '', request].every(isStorable)
}
