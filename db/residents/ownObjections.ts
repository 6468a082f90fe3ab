import { Refused } from '../../server/domain/answers/refused.ts'
import { formatDoor } from '../../server/domain/text/format.ts'
import { isPublishedOpen, openStretches } from '../board/openPublications.ts'
import type { Door } from '../households/doors.ts'
import { postingAt } from '../ledger/findPosting.ts'
import { findObjection, insertObjection } from '../publicity/objections.ts'
import { mustBeSame } from '../store/requests/idempotency.ts'
import { isSameText } from '../store/requests/requestDigest.ts'
import type { Store } from '../store/store.ts'
import { today } from '../villages/today.ts'

/**
 * A household objects (异议) to a line of its own, once, while it is published;
 * the same id again is the same objection.
 *
 * @param posting seq of the line
 * @throws Refused when the line is another's, is in no open publication, or was
 *   objected to before
 */
export async function objectToOwn(
  store: Store,
  { village, household, door }: Door,
  { id, posting, text }: { id: string; posting: number; text: string },
): Promise<{ fresh: boolean }> {
  return store.write(village, async (store) => {
    const earlier = await findObjection(store, village, id)
    if (earlier) {
      mustBeSame(
        earlier.source === 'resident' && earlier.posting_seq === posting && isSameText(earlier.text, text),
      )
      return { fresh: false }
    }
    const line = await postingAt(store, village, posting)
    if (line?.household_id !== household) throw new Refused('not-found', 'unknown-posting')
    const open = await openStretches(store, village, await today(store, village))
    const publication = open.find((one) => isPublishedOpen(one, line))
    if (!publication) throw new Refused('conflict', 'not-published-now', { seq: posting })
    const before = await store.first(
      `SELECT 1 FROM objections WHERE village_id = ? AND posting_seq = ? AND source = 'resident'`,
      village,
      posting,
    )
    if (before) throw new Refused('conflict', 'objected-before', { seq: posting })
    const request = { id, publication: publication.id, posting, objector: formatDoor(door), text }
    await insertObjection(store, { village, user: null, source: 'resident' }, request)
    return { fresh: true }
  })
}
