/** A batch that was sent and got no answer: kept as it is, so that it goes out again under the same ids. */
import { z } from 'zod'
import { newPosting } from '../../../server/contract/scores/postings.ts'
import { nameHere } from '../../../server/domain/page/here.ts'
import { type Keep } from '../outbox.ts'

const batch = z.array(newPosting).min(1)
export type Batch = z.output<typeof batch>

/** Where one person's unanswered batch of a village lies. */
export class BatchKeep {
  readonly #keep: Keep
  readonly #key: string

  constructor(keep: Keep, user: string, village: string) {
    this.#keep = keep
    this.#key = nameHere(`yiping.batch.${encodeURIComponent(user)}.${village}`)
  }

  read(): Batch | null {
    try {
      return batch.parse(JSON.parse(this.#keep.getItem(this.#key) ?? ''))
    } catch {
      return null
    }
  }

  put(unanswered: Batch): void {
    try {
      this.#keep.setItem(this.#key, JSON.stringify(unanswered))
    } catch {
      // Without storage the batch lives as long as the page.
    }
  }

  clear(): void {
    try {
      this.#keep.removeItem(this.#key)
    } catch {
      // It was never kept.
    }
  }
}
