/**
 * Totals derived from the postings: summed in memory, added to their tables in the
 * transaction of the postings, and compared with the whole ledger to verify them.
 */
import { type Fault, fault } from '../../server/domain/answers/fault.ts'
import { monthOf } from '../../server/domain/calendar/calendar.ts'
import type { PostingKind } from '../../server/domain/points/posting.ts'
import { totalsChange } from '../../server/domain/points/totals.ts'
import { inOrder } from '../store/inOrder.ts'
import type { PostingRow } from '../store/schema.ts'
import { sha256 } from '../store/sha256.ts'
import type { Store } from '../store/store.ts'

/** The key of a row of totals, and what a posting adds to it. */
type Key = number | string | null
interface Sum {
  keys: Key[]
  figures: number[]
  /** Of each time the latest. */
  times: string[]
}

interface KeptTable {
  name: string
  keys: string[]
  figures: string[]
  times: string[]
  /** SQL that inserts a row, or adds its figures to the existing one. */
  adding: string
}

/**
 * @param keys columns that name a row of a village
 * @param figures columns that are summed
 * @param times columns with the latest of all times
 * @param unique the columns of its unique index, where they are not the keys as they stand
 */
function keptTable(
  name: string,
  keys: string[],
  figures: string[],
  { times = [], unique = keys }: { times?: string[]; unique?: string[] } = {},
): KeptTable {
  const columns = ['village_id', ...keys, ...figures, ...times]
  const changes = [
    ...figures.map((figure) => `${figure} = ${name}.${figure} + excluded.${figure}`),
    ...times.map(
      (time) =>
        `${time} = CASE WHEN excluded.${time} > ${name}.${time} THEN excluded.${time} ELSE ${name}.${time} END`,
    ),
  ]
  const adding = `
    INSERT INTO ${name} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})
    ON CONFLICT (${['village_id', ...unique].join(', ')})
    DO UPDATE SET ${changes.join(', ')}`
  return { name, keys, figures, times, adding }
}

const standings = keptTable(
  'standings',
  ['season_id', 'household_id'],
  ['score', 'earned', 'deducted', 'redeemed'],
)
const dimensionStandings = keptTable(
  'dimension_standings',
  ['season_id', 'household_id', 'dimension_id'],
  ['score'],
)
const monthTotals = keptTable('month_totals', ['season_id', 'month', 'dimension_id'], ['score'])
const lineTotals = keptTable(
  'line_totals',
  ['season_id', 'month', 'kind', 'reversed_kind', 'dimension_id', 'text'],
  ['lines', 'points'],
  {
    unique: [
      'season_id',
      'month',
      'kind',
      `coalesce(reversed_kind, '')`,
      'coalesce(dimension_id, 0)',
      'text',
    ],
  },
)
const entryTotals = keptTable(
  'entry_totals',
  ['quarter', 'recorder'],
  ['lines', 'points', 'deductions', 'reversals'],
  { times: ['last_at'] },
)
const balances = keptTable('balances', ['household_id'], ['balance'], { times: ['last_at'] })

/** The quarter of an hour in which a time lies. @param time ISO 8601, UTC @returns its beginning, to the minute */
export function quarterOf(time: string): string {
  const minute = time.slice(14, 16)
  const quarter = minute < '15' ? '00' : minute < '30' ? '15' : minute < '45' ? '30' : '45'
  return time.slice(0, 14) + quarter
}

/** The sums of one kept table. */
class KeptSums {
  readonly #table: KeptTable
  readonly #sums = new Map<string, Sum>()

  constructor(table: KeptTable) {
    this.#table = table
  }

  add(keys: Key[], figures: number[], times: string[] = []): void {
    const name = keys.join('/')
    const sum = this.#sums.get(name)
    if (!sum) return void this.#sums.set(name, { keys, figures, times })
    figures.forEach((figure, index) => (sum.figures[index] = (sum.figures[index] ?? 0) + figure))
    sum.times = sum.times.map((time, index) => latest(time, times[index]))
  }

  async writeTo(store: Store, village: number): Promise<void> {
    for (const { keys, figures, times } of this.#sums.values())
      await store.run(this.#table.adding, village, ...keys, ...figures, ...times)
  }

  async replace(store: Store, village: number): Promise<void> {
    await store.run(`DELETE FROM ${this.#table.name} WHERE village_id = ?`, village)
    await this.writeTo(store, village)
  }

  /** The rows of the table as they were before these postings, one line each, in no order; those of zeros are left out. */
  async before(store: Store, village: number): Promise<string[]> {
    const { name: table, keys, figures } = this.#table
    const lines: string[] = []
    for (const row of await this.#rows(store, village)) {
      const name = keys.map((column) => row[column]).join('/')
      const sums = this.#sums.get(name)?.figures ?? []
      const values = figures.map((column, index) => Number(row[column]) - (sums[index] ?? 0))
      if (values.some((value) => value !== 0)) lines.push(`${table} ${name}: ${values.join(',')}`)
    }
    return lines
  }

  #rows(store: Store, village: number): Promise<Record<string, Key>[]> {
    const { name, keys, figures, times } = this.#table
    const columns = [...keys, ...figures, ...times].join(', ')
    return store.all(`SELECT ${columns} FROM ${name} WHERE village_id = ?`, village)
  }

  async *differences(store: Store, village: number): AsyncGenerator<Fault> {
    const { name: table, keys, figures, times } = this.#table
    const rows = await this.#rows(store, village)
    const found = new Map(
      rows.map((row) => [
        keys.map((column) => row[column]).join('/'),
        { figures: valuesOf(row, figures), times: valuesOf(row, times) },
      ]),
    )
    for (const [row, sum] of this.#sums) {
      const kept = found.get(row)
      const figures = sum.figures.join(',')
      const times = sum.times.join(',')
      if (kept === undefined) yield fault('total-missing', { table, row, expected: figures })
      else if (kept.figures !== figures)
        yield fault('total-differs', { table, row, expected: figures, found: kept.figures })
      else if (kept.times !== times)
        yield fault('total-differs', { table, row, expected: times, found: kept.times })
      found.delete(row)
    }
    for (const [row, { figures }] of found)
      if (/[1-9]/.test(figures)) yield fault('total-unfounded', { table, row, found: figures })
  }
}

function valuesOf(row: Record<string, Key>, columns: readonly string[]): string {
  return columns.map((column) => row[column]).join(',')
}

function latest(time: string, other = ''): string {
  return other > time ? other : time
}

/** Sums of some postings for all tables of totals. */
export class PostingTotals {
  readonly #standings = new KeptSums(standings)
  readonly #dimensions = new KeptSums(dimensionStandings)
  readonly #months = new KeptSums(monthTotals)
  readonly #lines = new KeptSums(lineTotals)
  readonly #entries = new KeptSums(entryTotals)
  readonly #balances = new KeptSums(balances)
  readonly #all = [
    this.#standings,
    this.#dimensions,
    this.#months,
    this.#lines,
    this.#entries,
    this.#balances,
  ]

  /** @param reversed for a reversal, the kind of what it reverses */
  take(posting: PostingRow, reversed: PostingKind | null): void {
    const { kind, points, season_id: season, household_id: household, dimension_id: dimension } = posting
    const { recorded_at: at } = posting
    const change = totalsChange(kind, points, reversed)
    const month = monthOf(posting.occurred_on)
    this.#standings.add([season, household], [change.score, change.earned, change.deducted, change.redeemed])
    this.#balances.add([household], [change.balance], [at])
    this.#entries.add(
      [quarterOf(at), posting.recorder],
      [1, change.score, Number(kind === 'deduct'), Number(kind === 'reversal')],
      [at],
    )
    this.#lines.add([season, month, kind, reversed, dimension, posting.text], [1, points])
    if (dimension === null || change.score === 0) return
    this.#dimensions.add([season, household, dimension], [change.score])
    this.#months.add([season, month, dimension], [change.score])
  }

  /** Adds the sums to the tables; call it inside `write`. */
  async writeTo(store: Store, village: number): Promise<void> {
    for (const sums of this.#all) await sums.writeTo(store, village)
  }

  /** Replaces the village's rows of all tables; call it inside `write`, only when these postings are the whole ledger. */
  async replace(store: Store, village: number): Promise<void> {
    for (const sums of this.#all) await sums.replace(store, village)
  }

  /** How the tables differ from these postings, one fault a row; for when they are the whole ledger. */
  async *differences(store: Store, village: number): AsyncGenerator<Fault> {
    for (const sums of this.#all) yield* sums.differences(store, village)
  }

  /** Digest of the tables as they were before these postings; of the tables as they are where there are none. */
  async digestBefore(store: Store, village: number): Promise<string> {
    const lines = await inOrder(this.#all, (sums) => sums.before(store, village))
    return sha256(lines.flat().sort().join('\n'))
  }
}
