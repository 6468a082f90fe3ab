/** A batch that was sent and got no answer: stored unchanged, to be sent again under the same ids. */
import { z } from 'zod'
import { newPosting } from '../../../server/contract/scores/postings.ts'
import { nameHere } from '../../../server/domain/page/here.ts'
import { readStoredJson, writeStored } from '../../../server/domain/page/storedValue.ts'

const batch = z.array(newPosting).min(1)
export type Batch = z.output<typeof batch>

/** Storage for one person's unanswered batch of a village. */
export function storedBatch(user: string, village: string) {
  const name = nameHere(`yiping.batch.${encodeURIComponent(user)}.${village}`)
  return {
    read: (): Batch | null => batch.safeParse(readStoredJson(name)).data ?? null,
    put: (unanswered: Batch) => writeStored(name, JSON.stringify(unanswered)),
    clear: () => writeStored(name, null),
  }
}
