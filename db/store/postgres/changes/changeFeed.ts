/**
 * What other processes commit, heard by LISTEN on a connection of its own. Where that breaks,
 * listeners are told once it is back that everything may have changed.
 */
import pg from 'pg'
import type { Change, CommittedPosting } from '../../changes.ts'
import type { PostingRow } from '../../schema.ts'
import type { Store } from '../../store.ts'
import { shareLock } from '../processes/locks.ts'
import { channel, readNotice, type ToldChange } from './notices.ts'

/** More postings of one village are told as a change of the village. */
const mostPostings = 100
/** The connection is tried this often, ms: a broken one may not say so. */
const beatMs = 3_000
/** Pause before the next attempt to connect, ms. */
const pauseMs = 500

export interface FeedOptions {
  url: string
  /** Of this process, whose own changes are told without the way over the server. */
  origin: string
  /** Reads what was committed. */
  store: Pick<Store, 'all'>
  tell: (changes: Change[]) => void
  /** Hears why the connection broke, or could not be made. */
  onBroken: (error: unknown) => void
}

export class ChangeFeed {
  readonly #options: FeedOptions
  #client: pg.Client | null = null
  #isStarted = false
  #isClosed = false
  /** Heard and not told yet. */
  #heard: ToldChange[] = []
  /** The last telling: one after the other. */
  #telling: Promise<unknown> = Promise.resolve()
  #timer: NodeJS.Timeout | undefined

  constructor(options: FeedOptions) {
    this.#options = options
  }

  /** Begins to listen; called again, it does nothing. */
  start(): void {
    if (this.#isStarted) return
    this.#isStarted = true
    void this.#connect()
  }

  close(): void {
    this.#isClosed = true
    clearTimeout(this.#timer)
    this.#client?.end().catch(() => {})
  }

  async #connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#options.url,
      application_name: 'yiping changes',
      keepAlive: true,
      connectionTimeoutMillis: beatMs,
      query_timeout: beatMs,
    })
    this.#client = client
    client.on('error', (error) => this.#break(client, error))
    client.on('end', () => this.#break(client, new Error('the connection ended')))
    client.on('notification', ({ payload = '' }) => this.#hear(payload))
    try {
      await client.connect()
      await shareLock(client, 'use')
      await client.query(`LISTEN ${channel}`)
      await this.#resync()
      this.#beat(client)
    } catch (error) {
      this.#break(client, error)
    }
  }

  #beat(client: pg.Client): void {
    if (this.#client !== client || this.#isClosed) return
    this.#timer = setTimeout(() => {
      client.query('SELECT 1').then(
        () => this.#beat(client),
        (error: unknown) => this.#break(client, error),
      )
    }, beatMs).unref()
  }

  #break(client: pg.Client, error: unknown): void {
    if (this.#client !== client) return
    this.#client = null
    clearTimeout(this.#timer)
    client.end().catch(() => {})
    if (this.#isClosed) return
    this.#options.onBroken(error)
    this.#timer = setTimeout(() => void this.#connect(), pauseMs)
  }

  /** Tells that everything of every village may have changed: what was committed meanwhile was not heard. */
  async #resync(): Promise<void> {
    const villages = await this.#options.store.all<{ id: number }>('SELECT id FROM villages')
    const changes = villages.flatMap(({ id: village }): Change[] =>
      (['village', 'waiting', 'round'] as const).map((type) => ({ type, village })),
    )
    this.#options.tell([{ type: 'sessions', user: null }, ...changes])
  }

  #hear(payload: string): void {
    const notice = readNotice(payload)
    if (notice.origin === this.#options.origin) return
    this.#heard.push(...notice.changes)
    this.#telling = this.#telling
      .then(() => this.#tellHeard())
      // Read again once the server answers.
      .catch((error: unknown) => this.#client && this.#break(this.#client, error))
  }

  /** Tells all that was heard by now; postings of a village are read at once. */
  async #tellHeard(): Promise<void> {
    const heard = this.#heard.splice(0)
    const ranges = new Map<number, { from: number; to: number }>()
    const changes: Change[] = []
    for (const change of heard)
      if (change.type !== 'postings') changes.push(change)
      else {
        const { from, to } = ranges.get(change.village) ?? change
        ranges.set(change.village, { from: Math.min(from, change.from), to: Math.max(to, change.to) })
      }
    for (const [village, range] of ranges) changes.push(await this.#read(village, range))
    if (changes.length > 0 && !this.#isClosed) this.#options.tell(changes)
  }

  async #read(village: number, { from, to }: { from: number; to: number }): Promise<Change> {
    if (to - from >= mostPostings) return { type: 'village', village }
    const rows = await this.#options.store.all<PostingRow & Pick<CommittedPosting, 'reversedKind'>>(
      `SELECT p.*, o.kind AS "reversedKind" FROM postings p
       LEFT JOIN postings o ON o.village_id = p.village_id AND o.seq = p.reverses
       WHERE p.village_id = ? AND p.seq BETWEEN ? AND ? ORDER BY p.seq`,
      village,
      from,
      to,
    )
    const postings = rows.map(({ reversedKind, ...row }) => ({ row, reversedKind }))
    return { type: 'postings', village, postings }
  }
}
