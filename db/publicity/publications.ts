/**
 * Publications (公示): a frozen list over a part of the ledger, from the end of
 * the one before to the last posting. It never changes; what an objection alters
 * is written after it.
 */
import { Refused } from '../../server/domain/answers/refused.ts'
import type { PublicationRow } from '../store/schema.ts'
import type { Store } from '../store/store.ts'
import type { Sheet } from './sheet.ts'

export interface Publication {
  id: number
  number: string
  fromSeq: number
  toSeq: number
  /** Whole hash of the posting `toSeq`. */
  head: string
  /** How many lines of the ledger it is over. */
  lines: number
  /** First and last date of the deeds in it. */
  startsOn: string
  endsOn: string
  opensOn: string
  /** Last date on which one can object. */
  closesOn: string
  createdAt: string
}

/** A publication in the list of all. */
export interface ListedPublication extends Publication {
  objections: number
  /** Objections that wait for an answer. */
  open: number
}

/** All publications, the newest first. */
export async function listPublications(store: Store, village: number): Promise<ListedPublication[]> {
  const rows = await store.all<PublicationRow & Pick<ListedPublication, 'objections' | 'open'>>(
    `SELECT n.*, (SELECT count(*) FROM objections o WHERE o.village_id = n.village_id AND o.publication_id = n.id)
           AS objections,
         (SELECT count(*) FROM objections o
          WHERE o.village_id = n.village_id AND o.publication_id = n.id AND o.state = 'open') AS open
       FROM publications n WHERE n.village_id = ? ORDER BY n.from_seq DESC`,
    village,
  )
  return rows.map((row) => ({ ...toPublication(row), objections: row.objections, open: row.open }))
}

/** @throws Refused when the village has no such publication */
export async function mustFindPublication(store: Store, village: number, id: number): Promise<Publication> {
  return toPublication(await mustFindRow(store, village, id))
}

/** The frozen list. @throws Refused when the village has no such publication */
export async function readSheet(store: Store, village: number, id: number): Promise<Sheet> {
  const sheet = JSON.parse((await mustFindRow(store, village, id)).sheet) as Omit<Sheet, 'deductions'> &
    Partial<Sheet>
  return { ...sheet, deductions: sheet.deductions ?? null }
}

async function mustFindRow(store: Store, village: number, id: number): Promise<PublicationRow> {
  const row = await store.first<PublicationRow>(
    'SELECT * FROM publications WHERE village_id = ? AND id = ?',
    village,
    id,
  )
  if (!row) throw new Refused('not-found', 'unknown-publication')
  return row
}

function toPublication(row: PublicationRow): Publication {
  return {
    id: row.id,
    number: row.number,
    fromSeq: row.from_seq,
    toSeq: row.to_seq,
    head: row.head,
    lines: row.lines,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    opensOn: row.opens_on,
    closesOn: row.closes_on,
    createdAt: row.created_at,
  }
}
