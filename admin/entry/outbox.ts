/** Entered lines without an answer: stored across reloads, sent again under the same id. */
import { v7 as newId } from 'uuid'
import { z } from 'zod'
import { pointUnit } from '../../server/contract/fields/points.ts'
import { newPosting } from '../../server/contract/scores/postings.ts'
import { nameHere } from '../../server/domain/page/here.ts'
import { readStoredJson, storedNames, writeStored } from '../../server/domain/page/storedValue.ts'

export const unsentLine = z.object({
  posting: newPosting,
  /** What the list shows beside the door. */
  head: z.string(),
  text: z.string(),
  /** Signed, as far as it was foreseen. */
  points: z.number().nullable(),
  /** In which the points are counted; whole points in lines of earlier versions. */
  unit: pointUnit.optional(),
  /** Why it was not sent, as a sentence; empty while it is being sent. */
  reason: z.string(),
})
export type UnsentLine = z.output<typeof unsentLine>

/** Codes of refusals of a deed that the household has on that day already; it may be sent again all the same. */
export const repeatedCodes: ReadonlySet<string | null> = new Set(['score-repeated', 'claim-repeated'])

/** The line, to be written although the household has the same deed on that day. */
export function writtenAgain(line: UnsentLine): UnsentLine {
  return { ...line, posting: { ...line.posting, ifRepeated: 'write' } }
}

/** A line with an id of its own, not sent yet; `note` may be empty. */
export function newLine(
  { head }: { head: string },
  { text }: { text: string },
  posting: Omit<UnsentLine['posting'], 'id' | 'note'>,
  note: string,
  points: number | null,
): UnsentLine {
  return {
    posting: { id: newId(), ...posting, ...(note === '' ? {} : { note }), ifRepeated: 'refuse' },
    head,
    text,
    points,
    reason: '',
  }
}

/**
 * The lines of one person in one village. Each has its own storage key, so that windows do not overwrite each
 * other's. Where storage is forbidden, they are held in memory.
 */
export class Outbox {
  readonly #prefix: string
  readonly #inMemory = new Map<string, UnsentLine>()

  constructor(user: string, village: string) {
    this.#prefix = nameHere(`yiping.unsent.${encodeURIComponent(user)}.${village}.`)
  }

  /** All lines, in the order they were entered. */
  lines(): UnsentLine[] {
    const all = new Map(this.#inMemory)
    for (const name of storedNames(this.#prefix)) {
      const line = unsentLine.safeParse(readStoredJson(name))
      if (line.success) all.set(line.data.posting.id, line.data)
    }
    // Ids are UUIDs of version 7: their order is the order of creation.
    return [...all.values()].sort((a, b) => (a.posting.id < b.posting.id ? -1 : 1))
  }

  /** Stores a line, before it is sent. */
  put(line: UnsentLine): void {
    const { id } = line.posting
    if (writeStored(this.#prefix + id, JSON.stringify(line))) this.#inMemory.delete(id)
    else this.#inMemory.set(id, line)
  }

  /** Removes a line that the server has answered, or that the person gave up. */
  remove(id: string): void {
    this.#inMemory.delete(id)
    writeStored(this.#prefix + id, null)
  }
}
