/** What one process finds of the data, told to the other processes of the server, and heard from them. */
import type { Logger } from 'pino'
import type { Cluster } from '../../db/store/cluster.ts'

/** Interval of looks for what others found, ms. */
const lookEveryMs = 5_000

/** Of the keys of findings among other values. */
const prefix = 'found:'

type Listener = (name: string, found: unknown) => void | Promise<void>

export class SharedFindings {
  readonly #values: ReturnType<Cluster['values']>
  readonly #log: Logger
  readonly #listeners = new Map<string, Listener>()
  #timer: NodeJS.Timeout | null = null
  #isLooking = false

  constructor(cluster: Cluster, log: Logger) {
    this.#values = cluster.values()
    this.#log = log
  }

  /** Calls the listener for what any process finds under this topic, this one too. */
  onFound(topic: string, listener: Listener): void {
    this.#listeners.set(topic, listener)
  }

  /** Begins to hear of the others, with what they found before. */
  async start(): Promise<void> {
    if (!this.#values) return
    await this.#look()
    this.#timer = setInterval(() => void this.#look(), lookEveryMs).unref()
  }

  /** Tells the others; what cannot be told is logged. */
  async tell(topic: string, name: string, found: unknown): Promise<void> {
    try {
      await this.#values?.put(`${prefix}${topic}:${name}`, JSON.stringify(found))
    } catch (error) {
      this.#log.warn({ err: error }, 'other processes were not told what was found')
    }
  }

  close(): void {
    if (this.#timer) clearInterval(this.#timer)
  }

  async #look(): Promise<void> {
    if (this.#isLooking) return
    this.#isLooking = true
    try {
      for (const [key, value] of (await this.#values?.changed(prefix)) ?? []) {
        const [topic = '', name = ''] = key.slice(prefix.length).split(':')
        await this.#listeners.get(topic)?.(name, JSON.parse(value))
      }
    } catch (error) {
      this.#log.warn({ err: error }, 'what other processes found was not heard')
    } finally {
      this.#isLooking = false
    }
  }
}
