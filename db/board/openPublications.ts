import type { BoardPublication } from '../../server/domain/board/board.ts'
import type { PostingRow, PublicationRow } from '../store/schema.ts'
import type { Store } from '../store/store.ts'

/** A publication that is open for objections, and its range of the ledger. */
export interface OpenPublication {
  id: number
  number: string
  fromSeq: number
  toSeq: number
  closesOn: string
}

async function openRows(store: Store, village: number, today: string): Promise<PublicationRow[]> {
  return store.all<PublicationRow>(
    'SELECT * FROM publications WHERE village_id = ? AND closes_on >= ? ORDER BY from_seq',
    village,
    today,
  )
}

/**
 * Publications open for objections on this local date, for the wall.
 *
 * @param address of the page for objections
 */
export async function openPublications(
  store: Store,
  village: number,
  today: string,
  address: string,
): Promise<BoardPublication[]> {
  return (await openRows(store, village, today)).map(({ number, starts_on, ends_on, closes_on, lines }) => ({
    number,
    startsOn: starts_on,
    endsOn: ends_on,
    closesOn: closes_on,
    lines,
    address,
  }))
}

/** The same, with their ranges of the ledger. */
export async function openStretches(
  store: Store,
  village: number,
  today: string,
): Promise<OpenPublication[]> {
  return (await openRows(store, village, today)).map(({ id, number, from_seq, to_seq, closes_on }) => ({
    id,
    number,
    fromSeq: from_seq,
    toSeq: to_seq,
    closesOn: closes_on,
  }))
}

/** Whether one can object to the posting in this publication. */
export function isPublishedOpen(
  { fromSeq, toSeq }: Pick<OpenPublication, 'fromSeq' | 'toSeq'>,
  { seq, kind }: Pick<PostingRow, 'seq' | 'kind'>,
): boolean {
  return seq >= fromSeq && seq <= toSeq && kind !== 'reversal'
}
