import { readonly, type Ref, ref, shallowRef, type ShallowRef } from 'vue'
import { operations } from '../../server/contract/operations/operations.ts'
import type { ClaimView } from '../../server/contract/scores/claims.ts'
import type { PostingView } from '../../server/contract/scores/postings.ts'
import type { PointUnit } from '../../server/domain/points/unit.ts'
import { call } from '../shell/api/call.ts'
import { asFailure, type Failure } from '../shell/api/failure.ts'
import { Outbox, type UnsentLine } from './outbox.ts'

/** Result of sending a line: written, waiting for a review, refused, or still unsent. */
export type Sent =
  | { state: 'written'; posting: PostingView }
  | { state: 'claimed'; claim: ClaimView }
  | { state: 'refused'; failure: Failure }
  | { state: 'unsent' }

export interface SendingOutbox {
  lines: Readonly<ShallowRef<readonly UnsentLine[]>>
  /** Ids of the lines that are being sent. */
  sending: Readonly<Ref<ReadonlySet<string>>>
  /** Sends a new line; a refused one is removed, it is still in the form. */
  send: (line: UnsentLine) => Promise<Sent>
  /** Sends a stored line again under its id; a refused one stays, with the reason. */
  retry: (line: UnsentLine) => Promise<Sent>
  /** Sends what had no answer when the page was left; call it once when the page opens. */
  resume: (took: (sent: Sent) => void) => Promise<void>
  giveUp: (id: string) => void
}

/**
 * The outbox of one person in one village, with its sending.
 *
 * @param unit in which the page counts new lines
 */
export function useOutbox(user: string, village: string, unit: Readonly<Ref<PointUnit>>): SendingOutbox {
  const outbox = new Outbox(user, village)
  const lines = shallowRef<readonly UnsentLine[]>([])
  const sending = ref<ReadonlySet<string>>(new Set())

  show()

  function show(): void {
    lines.value = outbox.lines().filter(({ reason }) => reason !== '')
  }

  /**
   * Sends the lines that have no answer because the page was left or the session ended. They may have been written;
   * under their ids they are not written twice.
   */
  async function resume(took: (sent: Sent) => void): Promise<void> {
    for (const line of outbox.lines()) if (line.reason === '') took(await deliver(line, true))
  }

  function mark(id: string, isSending: boolean): void {
    const next = new Set(sending.value)
    if (isSending) next.add(id)
    else next.delete(id)
    sending.value = next
  }

  async function deliver(line: UnsentLine, keepsRefused: boolean): Promise<Sent> {
    const { id } = line.posting
    outbox.put(line)
    mark(id, true)
    try {
      const answer = await call(operations.createPostings, {
        params: { v: village },
        body: line.posting,
        unit: line.unit ?? 1,
      })
      outbox.remove(id)
      return writtenAs(answer)
    } catch (error) {
      const failure = asFailure(error)
      if (failure.isDecided && !keepsRefused) outbox.remove(id)
      // Sent once the person has signed in again.
      else outbox.put({ ...line, reason: failure.kind === 'signed-out' ? '' : failure.message })
      return failure.isDecided ? { state: 'refused', failure } : { state: 'unsent' }
    } finally {
      mark(id, false)
      show()
    }
  }

  return {
    lines,
    sending: readonly(sending),
    send: (line) => deliver({ ...line, unit: line.unit ?? unit.value }, false),
    retry: (line) => deliver(line, true),
    resume,
    giveUp(id) {
      outbox.remove(id)
      show()
    },
  }
}

function writtenAs(answer: PostingView | ClaimView | { postings: PostingView[]; claims: ClaimView[] }): Sent {
  const [one] = 'postings' in answer ? [...answer.postings, ...answer.claims] : [answer]
  if (!one) return { state: 'unsent' }
  return 'hash' in one ? { state: 'written', posting: one } : { state: 'claimed', claim: one }
}
