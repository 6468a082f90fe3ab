/** How far a webhook has been told of each village's events. */
import { type WebhookEvent, webhookEvents } from '../../server/domain/connections/webhooks.ts'
import type { Store } from '../store/store.ts'

/** A webhook, and the village that it is about; null for all villages. */
export interface Told {
  webhook: number
  village: number | null
}

/** Where an event's rows lie, and the number by which they are in order within a village. */
const sources: Record<WebhookEvent, { heads: string }> = {
  postings: { heads: 'SELECT village_id, seq AS head FROM chains' },
  publications: { heads: 'SELECT village_id, max(id) AS head FROM publications GROUP BY village_id' },
  levels: { heads: 'SELECT village_id, max(id) AS head FROM evaluations GROUP BY village_id' },
}

/** Events of one village that a webhook has not been told of: after `position`, up to `head`. */
export interface News {
  village: number
  event: WebhookEvent
  position: number
  head: number
}

/** The next village with news, the one that waits longest; null where there is none. */
export async function nextNews(
  store: Store,
  { webhook, village }: Told,
  events: readonly WebhookEvent[],
): Promise<News | null> {
  let first: (News & { movedAt: number }) | null = null
  for (const event of events) {
    const news = await store.first<Omit<News, 'event'> & { movedAt: number }>(
      `SELECT s.village_id AS village, coalesce(k.position, 0) AS position, s.head, coalesce(k.moved_at, 0) AS "movedAt"
       FROM (${sources[event].heads}) s
       LEFT JOIN webhook_cursors k ON k.webhook_id = @webhook AND k.event = @event AND k.village_id = s.village_id
       WHERE s.head > coalesce(k.position, 0)${village === null ? '' : ' AND s.village_id = @village'}
       ORDER BY "movedAt", s.village_id LIMIT 1`,
      village === null ? { webhook, event } : { webhook, event, village },
    )
    if (news && (first === null || news.movedAt < first.movedAt)) first = { ...news, event }
  }
  return first
}

/**
 * Ids of webhooks with news, by one query for each event however many webhooks there are.
 *
 * @param isDue condition on webhooks `w`, with `@now`
 */
export async function webhooksWithNews(store: Store, isDue: string, now: number): Promise<number[]> {
  const found: number[] = []
  for (const event of webhookEvents) {
    const news = `LEFT JOIN webhook_cursors k ON k.webhook_id = w.id AND k.event = @event AND k.village_id = s.village_id
      WHERE ${isDue} AND w.events LIKE @pattern AND s.head > coalesce(k.position, 0)`
    const rows = await store.all<{ id: number }>(
      `SELECT w.id FROM webhooks w JOIN (${sources[event].heads}) s ON s.village_id = w.village_id ${news}
       UNION SELECT w.id FROM webhooks w CROSS JOIN (${sources[event].heads}) s ${news} AND w.village_id IS NULL`,
      { now, event, pattern: `%"${event}"%` },
    )
    found.push(...rows.map(({ id }) => id))
  }
  return found
}

/** Moves a cursor; call it in the transaction that makes the delivery. */
export async function moveCursor(
  store: Store,
  webhook: number,
  { village, event }: Pick<News, 'village' | 'event'>,
  position: number,
  now: number,
): Promise<void> {
  const where = { webhook_id: webhook, village_id: village, event }
  const set = { position, moved_at: now }
  if ((await store.update('webhook_cursors', where, set)) === 0)
    await store.insert('webhook_cursors', { ...where, ...set })
}

/** Leaves out what there is now: a new webhook, or a new event of one, tells of what comes. */
export async function skipToEnd(
  store: Store,
  { webhook, village }: Told,
  event: WebhookEvent,
  now: number,
): Promise<void> {
  const heads = await store.all<{ village: number; head: number }>(
    `SELECT s.village_id AS village, s.head FROM (${sources[event].heads}) s`,
  )
  for (const one of heads)
    if (village === null || one.village === village)
      await moveCursor(store, webhook, { village: one.village, event }, one.head, now)
}

/** How many postings the webhook has not been told of. */
export async function waitingOf(store: Store, webhook: number, village: number | null): Promise<number> {
  const { waiting } = await store.one<{ waiting: number }>(
    `SELECT coalesce(sum(c.seq - coalesce(k.position, 0)), 0) AS waiting FROM chains c
     LEFT JOIN webhook_cursors k ON k.webhook_id = @webhook AND k.event = 'postings' AND k.village_id = c.village_id
     WHERE c.seq > coalesce(k.position, 0)${village === null ? '' : ' AND c.village_id = @village'}`,
    village === null ? { webhook } : { webhook, village },
  )
  const open = await store.first<{ lines: number }>(
    `SELECT last - first + 1 AS lines FROM webhook_deliveries
     WHERE webhook_id = ? AND state = 'waiting' AND event = 'postings'`,
    webhook,
  )
  return Number(waiting) + (open?.lines ?? 0)
}
