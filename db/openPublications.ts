import { type BoardPublication } from '../server/domain/board.ts'
import { type PublicationRow } from './schema.ts'
import { type Store } from './store.ts'

/** Those that one can object to on this local date, for the wall. */
export function openPublications(store: Store, village: number, today: string): BoardPublication[] {
  const rows = store
    .prepare('SELECT * FROM publications WHERE village_id = ? AND closes_on >= ? ORDER BY from_seq')
    .all(village, today) as PublicationRow[]
  return rows.map(({ number, starts_on, ends_on, closes_on, lines }) => ({
    number,
    startsOn: starts_on,
    endsOn: ends_on,
    closesOn: closes_on,
    lines,
    address: '',
  }))
}
