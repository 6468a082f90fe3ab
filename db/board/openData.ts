/** The board's households and the lines of the ledger as data for other programs, by the village's privacy. */
import type { BoardLine } from '../../server/domain/board/board.ts'
import { isTransfer, joinReversed } from '../ledger/postingSql.ts'
import type { CommittedPosting } from '../store/changes.ts'
import type { PostingRow, VillageRow } from '../store/schema.ts'
import type { Store } from '../store/store.ts'
import { listDimensions } from '../villages/dimensions.ts'
import { listGroups } from '../villages/groups.ts'
import { readSpecialRules } from '../villages/specialRules.ts'
import { publicHouseholds } from './publicHouseholds.ts'
import { isPublicLine, publicLine } from './publicLines.ts'

/** What a reader sees beyond the public; nothing by default. */
export interface Widened {
  /** Names of all heads of household. */
  names?: boolean
  /** Every line, also those that the public does not see. */
  everyLine?: boolean
}

/** One line of the ledger as data. */
export interface OpenLine {
  seq: number
  /** First 8 hex digits of the posting's hash, as the wall shows them. */
  head: string
  kind: BoardLine['kind']
  door: string
  /** As the public may see it. */
  name: string | null
  group: string
  dimension: string | null
  text: string
  /** Signed. */
  points: number
  occurredOn: string
  /** Number of the posting that this one takes back. */
  reverses: number | null
}

/** A stretch of the ledger: its lines that the reader sees, and the number that it reaches to. */
export interface OpenStretch {
  lines: OpenLine[]
  /** Number of the last posting that was looked at; lines up to it that are missing are not for the reader. */
  to: number
  /** Whether there may be postings after it. */
  more: boolean
}

type Row = Pick<
  PostingRow,
  | 'seq'
  | 'hash'
  | 'kind'
  | 'text'
  | 'points'
  | 'dimension_id'
  | 'occurred_on'
  | 'household_id'
  | 'rule_version_id'
  | 'reverses'
> &
  Pick<CommittedPosting, 'reversedKind'> & { moved: 0 | 1 }

/**
 * Lines after a number, oldest first. What a household moved with it is no public line, as on the wall.
 *
 * @param after number of the last posting that the reader knows; 0 from the beginning
 * @param limit how many postings to look at
 */
export async function openLines(
  store: Store,
  village: VillageRow,
  after: number,
  limit: number,
  { names = false, everyLine = false }: Widened = {},
): Promise<OpenStretch> {
  return store.read(async (store) => {
    const rows = await store.all<Row>(
      `SELECT p.seq, p.hash, p.kind, p.text, p.points, p.dimension_id, p.occurred_on, p.household_id,
              p.rule_version_id, p.reverses, o.kind AS "reversedKind", CASE WHEN ${isTransfer} THEN 1 ELSE 0 END AS moved
       FROM postings p ${joinReversed}
       WHERE p.village_id = ? AND p.seq > ? ORDER BY p.seq LIMIT ?`,
      village.id,
      after,
      limit,
    )
    const special = await readSpecialRules(store, village.id)
    const bases = new Set(special.bases.flatMap(({ versions }) => versions))
    const isOpen = (row: Row) =>
      everyLine || (row.moved === 0 && isPublicLine({ row, reversedKind: row.reversedKind }, village, bases))
    const households = (await publicHouseholds(store, village, 0)).everyone
    const heads = names ? await headsById(store, village.id) : null
    const groups = new Map((await listGroups(store, village.id)).map(({ id, name }) => [id, name]))
    const dimensions = new Map((await listDimensions(store, village.id)).map(({ id, name }) => [id, name]))
    const lines = rows.filter(isOpen).map((row): OpenLine => {
      const { household, dimension, ...line } = publicLine(row, households)
      return {
        seq: row.seq,
        head: row.hash.slice(0, 8),
        ...line,
        door: household.door,
        name: heads?.get(row.household_id) ?? household.name,
        group: groups.get(household.group) ?? '',
        dimension: dimension === null ? null : (dimensions.get(dimension) ?? null),
        reverses: row.reverses,
      }
    })
    return { lines, to: rows.at(-1)?.seq ?? after, more: rows.length === limit }
  })
}

/** Names of the heads of all households that stand on the board, by their doors; nobody's privacy is asked. */
export async function headsByDoor(store: Store, village: number): Promise<Map<string, string>> {
  const rows = await store.all<{ door: string; head: string }>(
    'SELECT door, head FROM households WHERE village_id = ? AND closed_on IS NULL',
    village,
  )
  return new Map(rows.map(({ door, head }) => [door, head]))
}

async function headsById(store: Store, village: number): Promise<Map<number, string>> {
  const rows = await store.all<{ id: number; head: string }>(
    'SELECT id, head FROM households WHERE village_id = ?',
    village,
  )
  return new Map(rows.map(({ id, head }) => [id, head]))
}
