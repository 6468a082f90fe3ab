/**
 * What processes commit, told and heard by a connection of its own. Where that breaks, listeners are
 * told once it is back that everything may have changed; what nobody told is found by comparing.
 */
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import type { Change, CommittedPosting } from '../../changes.ts'
import type { PostingRow } from '../../schema.ts'
import type { Store } from '../../store.ts'
import { shareLock } from '../processes/locks.ts'
import { allOf, type Mark, marksQuery, MissedChanges } from './missedChanges.ts'
import { channel, installationKey, mergePostings, readNotice, type ToldChange } from './notices.ts'
import { gatherMs, type Send } from './noticeSender.ts'

/** More postings of one village are told as a change of the village. */
const mostPostings = 100
/** What is committed is compared this often, ms, which shows also a connection that broke without a word. */
const compareMs = 3_000
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
  readonly #missed = new MissedChanges()
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

  get isStarted(): boolean {
    return this.#isStarted
  }

  /** Tells other processes. @throws Error while there is no connection */
  send: Send = async (query) => {
    if (!this.#client) throw new Error('there is no connection for changes')
    await this.#client.query(query)
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
      connectionTimeoutMillis: compareMs,
      query_timeout: compareMs,
    })
    this.#client = client
    client.on('error', (error) => this.#break(client, error))
    client.on('end', () => this.#break(client, new Error('the connection ended')))
    client.on('notification', ({ payload = '' }) => this.#hear(payload))
    try {
      await client.connect()
      // Notices may be lost with a crash of the server, after which all processes reconnect.
      await client.query('SET synchronous_commit = off')
      await shareLock(client, 'use')
      await client.query(`LISTEN ${channel}`)
      this.#startOver(await readMarks(client))
      this.#compareLater(client)
    } catch (error) {
      this.#break(client, error)
    }
  }

  /** Tells that everything may have changed: what was committed meanwhile was not heard. */
  #startOver(marks: Mark[]): void {
    this.#missed.start(marks)
    this.#options.tell([installationKey, ...marks.map(({ village }) => village)].flatMap(allOf))
  }

  #compareLater(client: pg.Client): void {
    if (this.#client !== client || this.#isClosed) return
    this.#timer = setTimeout(() => {
      readMarks(client).then(
        (marks) => {
          this.#tellSoon(this.#missed.compare(marks))
          this.#compareLater(client)
        },
        (error: unknown) => this.#break(client, error),
      )
    }, compareMs).unref()
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

  #hear(payload: string): void {
    const notice = readNotice(payload)
    this.#missed.hear(notice)
    if (notice.origin !== this.#options.origin) this.#tellSoon(notice.changes)
  }

  #tellSoon(changes: readonly ToldChange[]): void {
    if (changes.length === 0) return
    this.#heard.push(...changes)
    this.#telling = this.#telling
      .then(() => this.#tellHeard())
      // Read again once the server answers.
      .catch((error: unknown) => this.#client && this.#break(this.#client, error))
  }

  /** Tells all that was heard by now; postings are read at once. What is heard soon after is told together. */
  async #tellHeard(): Promise<void> {
    if (this.#heard.length === 0) return
    const changes: Change[] = []
    const ranges: Range[] = []
    for (const change of mergePostings(this.#heard.splice(0)))
      if (change.type !== 'postings') changes.push(change)
      else if (change.to - change.from < mostPostings) ranges.push(change)
      else changes.push({ type: 'village', village: change.village })
    if (ranges.length > 0) changes.push(...(await this.#read(ranges)))
    if (!this.#isClosed) this.#options.tell(changes)
    await pause(gatherMs)
  }

  async #read(ranges: readonly Range[]): Promise<Change[]> {
    const rows = await this.#options.store.all<PostingRow & Pick<CommittedPosting, 'reversedKind'>>(
      `SELECT p.*, o.kind AS "reversedKind"
       FROM unnest(?::bigint[], ?::bigint[], ?::bigint[]) heard (village, first, last)
       JOIN postings p ON p.village_id = heard.village AND p.seq BETWEEN heard.first AND heard.last
       LEFT JOIN postings o ON o.village_id = p.village_id AND o.seq = p.reverses
       ORDER BY p.village_id, p.seq`,
      ranges.map(({ village }) => village),
      ranges.map(({ from }) => from),
      ranges.map(({ to }) => to),
    )
    const villages = new Map<number, CommittedPosting[]>(ranges.map(({ village }) => [village, []]))
    for (const { reversedKind, ...row } of rows) villages.get(row.village_id)?.push({ row, reversedKind })
    return [...villages].map(([village, postings]) => ({ type: 'postings', village, postings }))
  }
}

type Range = ToldChange & { type: 'postings' }

async function readMarks(client: pg.Client): Promise<Mark[]> {
  const { rows } = await client.query<Record<keyof Mark, string>>(marksQuery)
  return rows.map(({ village, seq, changes }) => ({
    village: Number(village),
    seq: Number(seq),
    changes: Number(changes),
  }))
}
