/** Deliveries of webhooks: made from the ledger by a cursor, claimed by one process, tried again until they arrive. */
import { randomUUID } from 'node:crypto'
import {
  keptDeliveries,
  mostInDelivery,
  type WebhookEvent,
  type WebhookFault,
  waitAfter,
} from '../../server/domain/connections/webhooks.ts'
import type { Store } from '../store/store.ts'
import { moveCursor, nextNews, webhooksWithNews } from './cursors.ts'

/** What one delivery is about, and where it goes. */
export interface Delivery {
  webhook: number
  url: string
  approvedHost: string | null
  secret: string
  /** UUID, the same at each try. */
  delivery: string
  /** Id of the village. */
  village: number
  event: WebhookEvent | 'test'
  /** Numbers of its first and last posting, or ids of its rows. */
  first: number
  last: number
  createdAt: string
}

/** How a try ended. */
export interface Outcome {
  /** Null where it arrived. */
  fault: WebhookFault | null
  /** HTTP status; null without an answer. */
  status: number | null
}

/** A delivery as the panel shows it. */
export interface ShownDelivery extends Outcome {
  id: number
  delivery: string
  village: string
  event: WebhookEvent | 'test'
  first: number
  last: number
  state: 'waiting' | 'delivered' | 'failed'
  tries: number
  createdAt: string
  triedAt: string | null
}

interface DueRow {
  id: number
  village: number | null
  events: string
  waiting: number
}

/** What may be sent to now. */
const isDue = `w.state = 'active' AND w.next_try_at <= @now AND w.claimed_until <= @now`

/** Ids of webhooks with something to send now. */
export async function dueWebhooks(store: Store, now: number): Promise<number[]> {
  // Most installations have none: what was just written needs one statement, not all.
  if (!(await store.first(`SELECT 1 FROM webhooks w WHERE ${isDue} LIMIT 1`, { now }))) return []
  const waiting = await store.all<{ id: number }>(
    `SELECT w.id FROM webhooks w WHERE ${isDue} AND EXISTS
       (SELECT 1 FROM webhook_deliveries d WHERE d.webhook_id = w.id AND d.state = 'waiting')`,
    { now },
  )
  const news = await webhooksWithNews(store, isDue, now)
  return [...new Set([...waiting.map(({ id }) => id), ...news])]
}

/**
 * Claims the webhook and gives its delivery: the one that waits, else one made of what is new.
 *
 * @param leaseMs after which others take the claim for that of a dead process
 * @returns null where there is nothing to send, or another process is at it
 */
export async function claimDelivery(
  store: Store,
  webhook: number,
  now: number,
  leaseMs: number,
): Promise<Delivery | null> {
  return store.write('installation', async (store) => {
    const row = await store.first<DueRow>(
      `SELECT w.id, w.village_id AS village, w.events,
              (SELECT count(*) FROM webhook_deliveries d WHERE d.webhook_id = w.id AND d.state = 'waiting') AS waiting
       FROM webhooks w WHERE ${isDue} AND w.id = @webhook`,
      { now, webhook },
    )
    if (!row) return null
    if (row.waiting === 0) {
      const events = JSON.parse(row.events) as WebhookEvent[]
      const news = await nextNews(store, { webhook, village: row.village }, events)
      if (!news) return null
      const last = news.event === 'postings' ? Math.min(news.head, news.position + mostInDelivery) : news.head
      await moveCursor(store, webhook, news, last, now)
      await store.insert('webhook_deliveries', {
        webhook_id: webhook,
        village_id: news.village,
        delivery: randomUUID(),
        event: news.event,
        first: news.position + 1,
        last,
        state: 'waiting',
        created_at: new Date(now).toISOString(),
      })
    }
    await store.update('webhooks', { id: webhook }, { claimed_until: now + leaseMs })
    return store.one<Delivery>(
      `SELECT w.id AS webhook, w.url, w.approved_host AS "approvedHost", w.secret, d.delivery,
              d.village_id AS village, d.event, d.first, d.last, d.created_at AS "createdAt"
       FROM webhooks w JOIN webhook_deliveries d ON d.webhook_id = w.id AND d.state = 'waiting' WHERE w.id = ?`,
      webhook,
    )
  })
}

/** Gives a claim back without a try: the server stops, or there was nothing that the receiver may see. */
export async function releaseClaim(
  store: Store,
  { webhook, delivery }: Delivery,
  isEmpty: boolean,
): Promise<void> {
  await store.write('installation', async (store) => {
    await store.update('webhooks', { id: webhook }, { claimed_until: 0 })
    if (isEmpty)
      await store.run(`DELETE FROM webhook_deliveries WHERE delivery = ? AND state = 'waiting'`, delivery)
  })
}

/** Keeps how a try ended, gives the claim back, and sets when the next one is; after too many the webhook pauses. */
export async function settleDelivery(
  store: Store,
  { webhook, delivery }: Delivery,
  { fault, status }: Outcome,
  now: number,
): Promise<void> {
  await store.write('installation', async (store) => {
    const row = await store.first<{ failures: number }>('SELECT failures FROM webhooks WHERE id = ?', webhook)
    if (!row) return
    await store.run(
      `UPDATE webhook_deliveries SET tries = tries + 1, status = ?, fault = ?, tried_at = ?, state = ?
       WHERE delivery = ? AND state = 'waiting'`,
      status,
      fault,
      new Date(now).toISOString(),
      fault === null ? 'delivered' : 'waiting',
      delivery,
    )
    const failures = fault === null ? 0 : row.failures + 1
    const wait = fault === null ? 0 : waitAfter(failures)
    const reason = status === 410 ? 'gone' : wait === null ? 'failing' : null
    await store.update(
      'webhooks',
      { id: webhook },
      {
        failures,
        claimed_until: 0,
        next_try_at: fault === null ? 0 : now + (wait ?? 0),
      },
    )
    if (reason !== null)
      await store.run(
        `UPDATE webhooks SET state = 'paused', pause_reason = ? WHERE id = ? AND state = 'active'`,
        reason,
        webhook,
      )
    await sweep(store, webhook)
  })
}

/** Keeps a try by hand. @returns its id; 0 where the webhook was removed meanwhile */
export async function keepTest(
  store: Store,
  { webhook, village, delivery, createdAt }: Delivery,
  { fault, status }: Outcome,
  now: number,
): Promise<number> {
  return store.write('installation', async (store) => {
    if (!(await store.first('SELECT 1 FROM webhooks WHERE id = ?', webhook))) return 0
    const id = await store.insert('webhook_deliveries', {
      webhook_id: webhook,
      village_id: village,
      delivery,
      event: 'test',
      first: 0,
      last: 0,
      state: fault === null ? 'delivered' : 'failed',
      tries: 1,
      status,
      fault,
      created_at: createdAt,
      tried_at: new Date(now).toISOString(),
    })
    await sweep(store, webhook)
    return id
  })
}

async function sweep(store: Store, webhook: number): Promise<void> {
  await store.run(
    `DELETE FROM webhook_deliveries WHERE webhook_id = ? AND state <> 'waiting' AND id <=
       (SELECT coalesce(max(id), 0) FROM (SELECT id FROM webhook_deliveries WHERE webhook_id = ?
        ORDER BY id DESC LIMIT 1 OFFSET ?) old)`,
    webhook,
    webhook,
    keptDeliveries,
  )
}

/** The last deliveries of a webhook, the newest first. */
export async function listDeliveries(store: Store, webhook: number): Promise<ShownDelivery[]> {
  return store.all<ShownDelivery>(
    `SELECT d.id, d.delivery, v.name AS village, d.event, d.first, d.last, d.state, d.tries, d.status, d.fault,
            d.created_at AS "createdAt", d.tried_at AS "triedAt"
     FROM webhook_deliveries d JOIN villages v ON v.id = d.village_id
     WHERE d.webhook_id = ? ORDER BY d.id DESC LIMIT ?`,
    webhook,
    keptDeliveries,
  )
}

/** A delivery for a try by hand. */
export async function testDelivery(store: Store, webhook: number, village: number): Promise<Delivery> {
  const row = await store.one<Pick<Delivery, 'url' | 'approvedHost' | 'secret'>>(
    'SELECT url, approved_host AS "approvedHost", secret FROM webhooks WHERE id = ?',
    webhook,
  )
  const made = { delivery: randomUUID(), createdAt: new Date().toISOString() }
  return { webhook, ...row, village, event: 'test', first: 0, last: 0, ...made }
}
