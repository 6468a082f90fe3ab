/** Sends what is new to webhooks: in the process that leads, after each change, and again when a try failed. */
import type { Logger } from 'pino'
import type { Database } from '../../db/store/store.ts'
import {
  claimDelivery,
  type Delivery,
  dueWebhooks,
  keepTest,
  type Outcome,
  releaseClaim,
  settleDelivery,
} from '../../db/webhooks/deliveries.ts'
import { readPayload } from '../../db/webhooks/payload.ts'
import { type Resolve, send, timeoutMs } from './send.ts'

/** How often is looked for what is due, ms; changes are looked for at once. */
const lookEveryMs = 5_000
/** Changes that come together are sent together, ms. */
const gatherMs = 200
/** After which others take a claim for that of a dead process, ms. */
const leaseMs = timeoutMs + 10_000
/** Webhooks that are sent to at the same time. */
const mostAtOnce = 8

export class WebhookSender {
  readonly #store: Database
  readonly #log: Logger
  readonly #find: Resolve | undefined
  readonly #ended = new AbortController()
  readonly #running = new Map<number, Promise<void>>()
  readonly #stopListening: () => void
  readonly #timer: NodeJS.Timeout
  #gathering: NodeJS.Timeout | null = null
  #looking: Promise<void> | null = null

  /** @param find finds addresses of names; replaced in tests */
  constructor(store: Database, log: Logger, find?: Resolve) {
    this.#store = store
    this.#log = log
    this.#find = find
    this.#stopListening = store.onChange(({ type }) => {
      if (type === 'postings' || type === 'village') this.wake()
    })
    this.#timer = setInterval(() => this.wake(), lookEveryMs).unref()
  }

  /** Looks soon for what is due. */
  wake(): void {
    if (this.#ended.signal.aborted) return
    this.#gathering ??= setTimeout(() => {
      this.#gathering = null
      // What came while somebody looks may have been missed.
      this.#looking = (this.#looking ?? Promise.resolve()).then(async () => this.#look())
    }, gatherMs).unref()
  }

  /** Tries once by hand, and keeps how it ended. @returns id of the delivery */
  async test(delivery: Delivery): Promise<number> {
    return keepTest(this.#store, delivery, (await this.#send(delivery)) ?? noAnswer, Date.now())
  }

  /** Ends what is being sent; it is tried again by whoever goes on. */
  async close(): Promise<void> {
    this.#ended.abort()
    this.#stopListening()
    clearInterval(this.#timer)
    if (this.#gathering) clearTimeout(this.#gathering)
    await this.#looking
    await Promise.all(this.#running.values())
  }

  async #look(): Promise<void> {
    try {
      if (this.#ended.signal.aborted || !(await this.#store.cluster.leads())) return
      for (const webhook of await dueWebhooks(this.#store, Date.now())) {
        if (this.#running.size >= mostAtOnce) return
        if (this.#running.has(webhook)) continue
        const work = this.#sendAll(webhook).finally(() => this.#running.delete(webhook))
        this.#running.set(webhook, work)
      }
    } catch (error) {
      this.#log.error({ err: error }, 'webhooks could not be looked for')
    }
  }

  /** Sends all that is new to one webhook, in order, until a try fails. */
  async #sendAll(webhook: number): Promise<void> {
    try {
      while (!this.#ended.signal.aborted) {
        const delivery = await claimDelivery(this.#store, webhook, Date.now(), leaseMs)
        if (!delivery) return
        const outcome = await this.#send(delivery)
        if (!outcome) await releaseClaim(this.#store, delivery, !this.#ended.signal.aborted)
        else await settleDelivery(this.#store, delivery, outcome, Date.now())
        if (outcome && outcome.fault !== null) return
      }
    } catch (error) {
      this.#log.error({ err: error, webhook }, 'a webhook could not be sent to')
    }
  }

  /** @returns null where nothing was sent: nothing in it is for the receiver, or the server stops */
  async #send(delivery: Delivery): Promise<Outcome | null> {
    const payload = await readPayload(this.#store, delivery)
    if (!payload) return null
    try {
      return await send({ ...delivery, body: JSON.stringify(payload) }, this.#ended.signal, this.#find)
    } catch (error) {
      if (this.#ended.signal.aborted) return null
      throw error
    }
  }
}

/** Of a try that the server's end cut short. */
const noAnswer: Outcome = { fault: 'timeout', status: null }
