/** Requests that were carried out, each once: what a client sends again gives what it made the first time. */
import { type Store } from './store.ts'
import { mustBeSameRequest, requestDigest } from './requestDigest.ts'

export interface Once {
  /** Id of what the request made. */
  made: number
  /** Whether it was made just now. */
  fresh: boolean
}

/**
 * Makes what a request asks for, unless it did before. Call it in the
 * transaction of the change: a request that is refused is not remembered.
 *
 * @param kind tells requests of one kind from all others
 * @param request with the id that its client made; without one it is made as often as it is asked for
 * @param make makes it and gives its id
 * @throws Refused when the id came before with other content
 */
export function once<Request extends { id?: string | undefined }>(
  store: Store,
  village: number,
  kind: string,
  request: Request,
  make: () => number,
): Once {
  const { id } = request
  if (id === undefined) return { made: make(), fresh: true }
  const digest = requestDigest([kind, request])
  const earlier = store
    .prepare('SELECT digest, made FROM requests WHERE village_id = ? AND id = ?')
    .get(village, id) as { digest: string; made: number } | undefined
  if (earlier) mustBeSameRequest(earlier.digest, digest)
  if (earlier) return { made: earlier.made, fresh: false }
  const made = make()
  store.run(store.sql.insertInto('requests').values({ village_id: village, id, digest: digest.stored, made }))
  return { made, fresh: true }
}
