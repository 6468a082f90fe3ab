import { setTimeout } from 'node:timers/promises'
import type { Change } from '../../changes.ts'
import { channel, type CountedChanges, noticesOf } from './notices.ts'

/** One statement for all notices that wait. */
const notify = {
  name: 'notify',
  text: `SELECT pg_notify('${channel}', notice) FROM unnest($1::text[]) notice`,
}

/** Under load, what is announced within this time goes together, ms: each statement costs all processes some CPU. */
export const gatherMs = 20

/** Runs a statement. */
export type Send = (query: typeof notify & { values: unknown[] }) => Promise<unknown>

/**
 * Tells other processes what was committed, after the commit: PostgreSQL makes transactions that
 * notify wait for each other. What cannot be told is dropped: others find it by comparing.
 */
export class NoticeSender {
  readonly #origin: string
  readonly #send: Send
  #changes: Change[] = []
  #counts: (readonly [number, number])[] = []
  #sending: Promise<void> | null = null

  constructor(origin: string, send: Send) {
    this.#origin = origin
    this.#send = send
  }

  /** Sends them at once, or with all that is announced soon after the last notices. */
  add(changes: readonly Change[], counts: CountedChanges): void {
    if (changes.length === 0) return
    this.#changes.push(...changes)
    this.#counts.push(...counts)
    this.#sending ??= this.#sendAll().finally(() => (this.#sending = null))
  }

  /** Resolves once all is sent. */
  async idle(): Promise<void> {
    await this.#sending
  }

  async #sendAll(): Promise<void> {
    while (this.#changes.length > 0) {
      const notices = noticesOf(this.#origin, this.#changes, this.#counts)
      this.#changes = []
      this.#counts = []
      await this.#send({ ...notify, values: [notices] }).catch(() => {})
      await setTimeout(gatherMs)
    }
  }
}
