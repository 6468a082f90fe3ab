/**
 * Holds the ledger against itself: the hash chain, and every total recomputed
 * from the postings. Totals are derived; this is the comparison with the truth.
 */
import { chainOrigin } from '../server/domain/chain.ts'
import { monthOf } from '../server/domain/calendar.ts'
import { type PostingKind } from '../server/domain/posting.ts'
import { totalsChange } from '../server/domain/totals.ts'
import { postingHash } from './chain.ts'
import { RestoreAudit } from './restoreAudit.ts'
import { type PostingRow, type VillageRow } from './schema.ts'
import { type Store } from './store.ts'

export interface Verification {
  village: string
  holds: boolean
  seq: number
  /** Whole hash of the last posting; the chain's origin for an empty ledger. */
  head: string
  faults: string[]
}

/** Postings read at a time. */
const batch = 2_000
/** More faults than this are not listed. */
const mostFaults = 20

/**
 * Verifies a village step by step; each step takes some ms, so that a running
 * server can do other work in between, and says how far it is, 0 to 1. Postings
 * written meanwhile are taken in.
 */
export function* verifySteps(store: Store, village: VillageRow): Generator<number, Verification> {
  const chain = store.prepare('SELECT name, seq, head FROM chains WHERE village_id = ?')
  const length = chain.get(village.id) as { name: string; seq: number }
  const audit = new LedgerAudit(length.name)
  const rows = store.prepare('SELECT * FROM postings WHERE village_id = ? AND seq > ? ORDER BY seq LIMIT ?')
  for (;;) {
    const postings = rows.all(village.id, audit.seq, batch) as PostingRow[]
    for (const posting of postings) audit.take(posting)
    // The last, short batch and the comparison happen in one step: nothing is written between them.
    if (postings.length < batch) break
    yield audit.seq / Math.max(audit.seq, length.seq)
  }
  const stored = chain.get(village.id) as { seq: number; head: string } | undefined
  if (!stored) return { village: village.slug, holds: true, seq: 0, head: chainOrigin, faults: [] }
  audit.compareChain(stored)
  for (const { table, keys, values, expected } of audit.totals())
    audit.compareTotals(
      table,
      expected,
      store
        .prepare(`SELECT ${keys} AS key, ${values} AS value FROM ${table} WHERE village_id = ?`)
        .all(village.id) as { key: string; value: string }[],
    )
  const { seq, head } = stored
  return { village: village.slug, holds: audit.faults.length === 0, seq, head, faults: audit.faults }
}

/** Verifies a village in one go. */
export function verifyVillage(store: Store, village: VillageRow): Verification {
  const steps = verifySteps(store, village)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

class LedgerAudit {
  readonly faults: string[] = []
  seq = 0
  readonly #chain: string
  #head = chainOrigin
  readonly #kinds: PostingKind[] = []
  readonly #restores = new RestoreAudit((sentence) => this.#fault(sentence))
  readonly #standings = new Map<string, number[]>()
  readonly #dimensions = new Map<string, number[]>()
  readonly #months = new Map<string, number[]>()
  readonly #balances = new Map<string, number[]>()

  constructor(chain: string) {
    this.#chain = chain
  }

  take(posting: PostingRow): void {
    const { seq } = posting
    if (seq !== this.seq + 1) this.#fault(`posting ${this.seq + 1} is missing: the next one is ${seq}`)
    if (postingHash(this.#chain, this.#head, posting) !== posting.hash)
      this.#fault(`posting ${seq} does not match its hash: it, or the one before it, was changed`)
    this.seq = seq
    this.#head = posting.hash
    this.#kinds[seq] = posting.kind
    this.#restores.take(posting)
    this.#count(posting)
  }

  #count(posting: PostingRow): void {
    const { season_id: season, household_id: household, dimension_id: dimension } = posting
    const reversed = posting.reverses === null ? null : (this.#kinds[posting.reverses] ?? null)
    const change = totalsChange(posting.kind, posting.points, reversed)
    add(this.#standings, `${season}/${household}`, [
      change.score,
      change.earned,
      change.deducted,
      change.redeemed,
    ])
    add(this.#balances, `${household}`, [change.balance])
    if (dimension === null || change.score === 0) return
    add(this.#dimensions, `${season}/${household}/${dimension}`, [change.score])
    add(this.#months, `${season}/${monthOf(posting.occurred_on)}/${dimension}`, [change.score])
  }

  compareChain(stored: { seq: number; head: string }): void {
    if (stored.seq !== this.seq)
      this.#fault(`the ledger should end with posting ${stored.seq}, but ends with ${this.seq}`)
    else if (stored.head !== this.#head)
      this.#fault(`the chain's head is not the hash of posting ${this.seq}`)
  }

  /** Each table of totals, how its rows are keyed, and what the postings say. */
  totals(): { table: string; keys: string; values: string; expected: Map<string, number[]> }[] {
    return [
      {
        table: 'standings',
        keys: `season_id || '/' || household_id`,
        values: `score || ',' || earned || ',' || deducted || ',' || redeemed`,
        expected: this.#standings,
      },
      {
        table: 'dimension_standings',
        keys: `season_id || '/' || household_id || '/' || dimension_id`,
        values: 'score',
        expected: this.#dimensions,
      },
      {
        table: 'month_totals',
        keys: `season_id || '/' || month || '/' || dimension_id`,
        values: 'score',
        expected: this.#months,
      },
      { table: 'balances', keys: `CAST(household_id AS TEXT)`, values: 'balance', expected: this.#balances },
    ]
  }

  compareTotals(
    table: string,
    expected: Map<string, number[]>,
    stored: { key: string; value: string | number }[],
  ): void {
    const found = new Map(stored.map(({ key, value }) => [key, String(value)]))
    for (const [key, figures] of expected) {
      const value = found.get(key)
      if (value !== figures.join(','))
        this.#fault(`${table} ${key} should be ${figures.join(',')}, but is ${value ?? 'missing'}`)
      found.delete(key)
    }
    for (const [key, value] of found)
      if (/[1-9]/.test(value)) this.#fault(`${table} ${key} is ${value}, but no posting gives it`)
  }

  #fault(sentence: string): void {
    if (this.faults.length < mostFaults) this.faults.push(sentence)
  }
}

function add(rows: Map<string, number[]>, key: string, figures: number[]): void {
  const row = rows.get(key)
  if (!row) rows.set(key, figures)
  else figures.forEach((figure, index) => (row[index] = (row[index] ?? 0) + figure))
}

const derivedTables = ['standings', 'dimension_standings', 'month_totals', 'balances'] as const

/** Makes all totals of a village anew from its postings, in one transaction. */
export function rebuildTotals(store: Store, village: VillageRow): void {
  store.write(() => {
    for (const table of derivedTables)
      store.prepare(`DELETE FROM ${table} WHERE village_id = ?`).run(village.id)
    for (const statement of rebuilding) store.prepare(statement).run({ village: village.id })
    store.announce({ type: 'village', village: village.id })
  })
}

/** Postings with what counts for the score: `origin` is the kind, or of a reversal what it reverses. */
const counted = `
  FROM (SELECT p.*, CASE WHEN p.kind = 'reversal' THEN o.kind ELSE p.kind END AS origin
        FROM postings p LEFT JOIN postings o ON o.village_id = p.village_id AND o.seq = p.reverses
        WHERE p.village_id = @village)`
const scoring = `origin IN ('award', 'deduct', 'restore', 'opening')`
const deducting = `origin IN ('deduct', 'restore')`
const byDimension = `dimension_id IS NOT NULL AND points <> 0 AND ${scoring}`

const rebuilding = [
  `INSERT INTO standings (village_id, season_id, household_id, score, earned, deducted, redeemed)
   SELECT village_id, season_id, household_id,
     sum(iif(${scoring}, points, 0)),
     sum(iif(${scoring} AND NOT ${deducting}, points, 0)),
     sum(iif(${deducting}, -points, 0)),
     sum(iif(origin IN ('redeem', 'redeem-return'), -points, 0))
   ${counted} GROUP BY 1, 2, 3`,
  `INSERT INTO dimension_standings (village_id, season_id, household_id, dimension_id, score)
   SELECT village_id, season_id, household_id, dimension_id, sum(points)
   ${counted} WHERE ${byDimension} GROUP BY 1, 2, 3, 4`,
  `INSERT INTO month_totals (village_id, season_id, month, dimension_id, score)
   SELECT village_id, season_id, substr(occurred_on, 1, 7), dimension_id, sum(points)
   ${counted} WHERE ${byDimension} GROUP BY 1, 2, 3, 4`,
  `INSERT INTO balances (village_id, household_id, balance)
   SELECT village_id, household_id, sum(points) ${counted} GROUP BY 1, 2`,
]
