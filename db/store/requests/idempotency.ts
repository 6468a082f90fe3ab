/**
 * Idempotency by client id: a request that is sent again gets the first answer;
 * other content under a used id is refused.
 */
import type { Selectable } from 'kysely'
import { Refused } from '../../../server/domain/answers/refused.ts'
import type { Schema } from '../schema.ts'
import type { Store } from '../store.ts'
import { isSameRequest, type RequestDigest, requestDigest } from './requestDigest.ts'

/** Tables that store the digest of the request that made a row: the columns of its id and of its digest. */
const digested = {
  requests: ['id', 'digest'],
  postings: ['id', 'request'],
  claims: ['request_id', 'request'],
  rounds: ['request_id', 'request'],
  activities: ['request_id', 'request'],
  sign_ins: ['id', 'request'],
  mendings: ['request_id', 'request'],
  visits: ['request_id', 'request'],
  redemptions: ['request_id', 'request'],
  season_closings: ['request_id', 'request'],
  evaluations: ['request_id', 'request'],
  period_closings: ['request_id', 'request'],
  household_transfers: ['id', 'request'],
} as const satisfies { [Table in keyof Schema]?: readonly [keyof Schema[Table], keyof Schema[Table]] }

/**
 * The row that an earlier request with this id created; undefined for a new id.
 *
 * @param id made by the client
 * @throws Refused when the id was used for other content
 */
export async function madeBefore<Table extends keyof typeof digested>(
  store: Store,
  village: number,
  table: Table,
  id: string,
  digest: RequestDigest,
): Promise<Selectable<Schema[Table]> | undefined> {
  const [idColumn, digestColumn] = digested[table]
  const row = await store.first<Record<string, string>>(
    `SELECT * FROM ${table} WHERE village_id = ? AND ${idColumn} = ?`,
    village,
    id,
  )
  if (row) mustBeSameRequest(row[digestColumn] ?? '', digest)
  return row as Selectable<Schema[Table]> | undefined
}

/** @throws Refused when the digest that was stored under the request's id is that of other content */
export function mustBeSameRequest(stored: string, asked: RequestDigest): void {
  mustBeSame(isSameRequest(stored, asked))
}

/**
 * For rows without a digest: the caller compares their content.
 *
 * @throws Refused when the id was used for other content
 */
export function mustBeSame(isSame: boolean): void {
  if (!isSame) throw new Refused('unprocessable', 'id-used-before')
}

export interface Once {
  /** Id of the row that the request created; 0 where it creates none. */
  made: number
  /** Whether this call created it. */
  fresh: boolean
}

/**
 * Runs a request once per client id; for tables without a digest column. Call it
 * in the transaction of the change: refused requests are not stored.
 *
 * @param kind namespace of the request's content
 * @param request with its client id; without one it always runs
 * @param make creates the row and returns its id
 * @throws Refused when the id was used for other content
 */
export async function once<Request extends { id?: string | undefined }>(
  store: Store,
  village: number,
  kind: string,
  request: Request,
  make: () => Promise<number>,
): Promise<Once> {
  const { id } = request
  if (id === undefined) return { made: await make(), fresh: true }
  const digest = requestDigest([kind, request])
  const earlier = await madeBefore(store, village, 'requests', id, digest)
  if (earlier) return { made: earlier.made, fresh: false }
  const made = await make()
  await store.insert('requests', { village_id: village, id, digest: digest.stored, made })
  return { made, fresh: true }
}
