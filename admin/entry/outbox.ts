/** Lines that were entered and have no answer yet: they outlive a reload, and go out again under the same id. */
import { z } from 'zod'
import { newPosting } from '../../server/contract/scores/postings.ts'
import { nameHere } from '../../server/domain/page/here.ts'

export const unsentLine = z.object({
  posting: newPosting,
  /** What the list shows beside the door. */
  head: z.string(),
  text: z.string(),
  /** Signed, as far as it was foreseen. */
  points: z.number().nullable(),
  /** Why it is still here, as a sentence; empty while it is on its way. */
  reason: z.string(),
})
export type UnsentLine = z.output<typeof unsentLine>

/** The part of `localStorage` that an outbox needs. */
export type Keep = Pick<Storage, 'length' | 'key' | 'getItem' | 'setItem' | 'removeItem'>

/**
 * The lines of one person in one village. Each lies under a key of its own, so
 * that two windows never overwrite each other's. Where the browser keeps
 * nothing, the lines live as long as the page.
 */
export class Outbox {
  readonly #keep: Keep
  readonly #prefix: string
  readonly #inMemory = new Map<string, UnsentLine>()

  constructor(keep: Keep, user: string, village: string) {
    this.#keep = keep
    this.#prefix = nameHere(`yiping.unsent.${encodeURIComponent(user)}.${village}.`)
  }

  /** All lines, in the order they were entered. */
  lines(): UnsentLine[] {
    const all = new Map(this.#inMemory)
    for (const key of this.#keys()) {
      const line = this.#read(key)
      if (line) all.set(line.posting.id, line)
    }
    // Ids are UUIDs of version 7: their order is the order of their making.
    return [...all.values()].sort((a, b) => (a.posting.id < b.posting.id ? -1 : 1))
  }

  /** Keeps a line, before it is sent. */
  put(line: UnsentLine): void {
    try {
      this.#keep.setItem(this.#prefix + line.posting.id, JSON.stringify(line))
      this.#inMemory.delete(line.posting.id)
    } catch {
      this.#inMemory.set(line.posting.id, line)
    }
  }

  /** Forgets a line that the server has answered, or that the person gave up. */
  remove(id: string): void {
    this.#inMemory.delete(id)
    try {
      this.#keep.removeItem(this.#prefix + id)
    } catch {
      // It was never kept there.
    }
  }

  #keys(): string[] {
    const keys: string[] = []
    try {
      for (let index = 0; index < this.#keep.length; index += 1) {
        const key = this.#keep.key(index)
        if (key?.startsWith(this.#prefix)) keys.push(key)
      }
    } catch {
      // A browser that forbids storage has none of ours.
    }
    return keys
  }

  #read(key: string): UnsentLine | null {
    try {
      return unsentLine.parse(JSON.parse(this.#keep.getItem(key) ?? ''))
    } catch {
      return null
    }
  }
}
