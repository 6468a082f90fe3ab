/** Webhooks: where other programs are told of changes. */
import { randomBytes } from 'node:crypto'
import { Refused } from '../../server/domain/answers/refused.ts'
import {
  mostWebhooks,
  type PauseReason,
  type WebhookEvent,
} from '../../server/domain/connections/webhooks.ts'
import { recordChange } from '../audit/audit.ts'
import { requireEverywhere } from '../people/tokens.ts'
import { givenFields } from '../store/givenFields.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { skipToEnd, waitingOf } from './cursors.ts'

export interface Webhook {
  id: number
  /** Id of the village; null for all villages. */
  village: number | null
  name: string
  url: string
  /** Host and port that an administrator approved, though it is private or without TLS. */
  approvedHost: string | null
  events: WebhookEvent[]
  state: 'active' | 'paused'
  pauseReason: PauseReason | null
  /** Failed tries since the last delivery. */
  failures: number
  /** ms since 1970, UTC; 0 for at once. */
  nextTryAt: number
  createdAt: string
  createdBy: string | null
  /** How many postings it has not been told of. */
  waiting: number
}

export interface NewWebhook {
  name: string
  url: string
  events: readonly WebhookEvent[]
  /** Approve plain HTTP and private addresses for the host of the address; for administrators of all villages. */
  approvesHost: boolean
  /** Of all villages; for administrators of all villages. */
  everywhere: boolean
}

export interface WebhookChange {
  name?: string | undefined
  url?: string | undefined
  events?: readonly WebhookEvent[] | undefined
  approvesHost?: boolean | undefined
  state?: 'active' | 'paused' | undefined
}

type WebhookRow = Omit<Webhook, 'events' | 'waiting'> & { events: string }

const webhooks = `
  SELECT w.id, w.village_id AS village, w.name, w.url, w.approved_host AS "approvedHost", w.events, w.state,
         w.pause_reason AS "pauseReason", w.failures, w.next_try_at AS "nextTryAt", w.created_at AS "createdAt",
         u.display_name AS "createdBy"
  FROM webhooks w LEFT JOIN users u ON u.id = w.created_by`

async function withWaiting(store: Store, row: WebhookRow): Promise<Webhook> {
  const events = JSON.parse(row.events) as WebhookEvent[]
  const waiting = events.includes('postings') ? await waitingOf(store, row.id, row.village) : 0
  return { ...row, events, waiting }
}

/** Webhooks of a village and of all villages, in the order in which they were made. */
export async function listWebhooks(store: Store, village: number): Promise<Webhook[]> {
  const rows = await store.all<WebhookRow>(
    `${webhooks} WHERE w.village_id = ? OR w.village_id IS NULL ORDER BY w.id`,
    village,
  )
  const found: Webhook[] = []
  for (const row of rows) found.push(await withWaiting(store, row))
  return found
}

/** How many webhooks stopped by themselves: nobody paused them. */
export async function countStopped(store: Store, village: number): Promise<number> {
  const { count } = await store.one<{ count: number }>(
    `SELECT count(*) AS count FROM webhooks
     WHERE (village_id = ? OR village_id IS NULL) AND state = 'paused' AND pause_reason <> 'by-person'`,
    village,
  )
  return count
}

/** @throws Refused when neither the village nor the installation has it */
export async function mustFindWebhook(store: Store, village: number, id: number): Promise<Webhook> {
  const row = await store.first<WebhookRow>(
    `${webhooks} WHERE w.id = ? AND (w.village_id = ? OR w.village_id IS NULL)`,
    id,
    village,
  )
  if (!row) throw new Refused('not-found', 'unknown-webhook')
  return withWaiting(store, row)
}

/** Makes a webhook, which tells of what comes from now on. @returns the key of its signatures too */
export async function createWebhook(
  store: Store,
  scope: Scope,
  { name, url, events, approvesHost, everywhere }: NewWebhook,
  now = Date.now(),
): Promise<{ webhook: Webhook; secret: string }> {
  requirePower(scope, 'administer')
  const village = everywhere ? null : scope.village
  const secret = newSecret()
  return store.write('installation', async (store) => {
    if (everywhere) await requireEverywhere(store, scope)
    if (approvesHost) await requireEverywhere(store, scope, 'may-not-approve')
    await refuseTakenUrl(store, village, url)
    const id = await store.insert('webhooks', {
      village_id: village,
      name,
      url,
      approved_host: approvesHost ? new URL(url).host : null,
      events: JSON.stringify(events),
      secret,
      created_at: new Date(now).toISOString(),
      created_by: scope.user,
    })
    for (const event of events) await skipToEnd(store, { webhook: id, village }, event, now)
    const by = { user: scope.user, village }
    await recordChange(store, by, 'webhook.created', name, null, {
      url: shownUrl(url),
      events,
      approvesHost,
      everywhere,
    })
    return { webhook: await mustFindWebhook(store, scope.village, id), secret }
  })
}

/** Changes, pauses or resumes a webhook; resumed, it tells of what came meanwhile too. */
export async function changeWebhook(
  store: Store,
  scope: Scope,
  id: number,
  { name, url, events, approvesHost, state }: WebhookChange,
  now = Date.now(),
): Promise<Webhook> {
  return store.write('installation', async (store) => {
    const before = await mustChange(store, scope, id)
    if (approvesHost) await requireEverywhere(store, scope, 'may-not-approve')
    if (url !== undefined && url !== before.url) await refuseTakenUrl(store, before.village, url)
    const approved =
      approvesHost === undefined ? undefined : approvesHost ? new URL(url ?? before.url).host : null
    const set = {
      ...givenFields({ name, url, events: events && JSON.stringify(events), approved_host: approved }),
      ...(state === 'paused' ? { state, pause_reason: 'by-person' as const } : {}),
      ...(state === 'active' ? { state, pause_reason: null, failures: 0, next_try_at: 0 } : {}),
      // A new address is tried at once.
      ...(url === undefined ? {} : { failures: 0, next_try_at: 0 }),
    }
    await store.update('webhooks', { id }, set)
    for (const event of events ?? [])
      if (!before.events.includes(event))
        await skipToEnd(store, { webhook: id, village: before.village }, event, now)
    const by = { user: scope.user, village: before.village }
    const told = givenFields({ name, url: url && shownUrl(url), events, approvesHost, state })
    const was = {
      name: before.name,
      url: shownUrl(before.url),
      events: before.events,
      approvesHost: before.approvedHost !== null,
      state: before.state,
    }
    await recordChange(store, by, 'webhook.changed', before.name, was, told)
    return mustFindWebhook(store, scope.village, id)
  })
}

/** Gives a webhook a new key; the old one signs no more. */
export async function renewSecret(store: Store, scope: Scope, id: number): Promise<string> {
  const secret = newSecret()
  await store.write('installation', async (store) => {
    const { name, village } = await mustChange(store, scope, id)
    await store.update('webhooks', { id }, { secret })
    await recordChange(store, { user: scope.user, village }, 'webhook.secret-renewed', name, null, null)
  })
  return secret
}

/** Removes a webhook with the record of its deliveries. */
export async function removeWebhook(store: Store, scope: Scope, id: number): Promise<void> {
  await store.write('installation', async (store) => {
    const { name, village } = await mustChange(store, scope, id)
    for (const table of ['webhook_deliveries', 'webhook_cursors'])
      await store.run(`DELETE FROM ${table} WHERE webhook_id = ?`, id)
    await store.run('DELETE FROM webhooks WHERE id = ?', id)
    await recordChange(store, { user: scope.user, village }, 'webhook.removed', name, null, null)
  })
}

/** @throws Refused when the caller may not change it */
export async function mustChange(store: Store, scope: Scope, id: number): Promise<Webhook> {
  requirePower(scope, 'administer')
  const webhook = await mustFindWebhook(store, scope.village, id)
  if (webhook.village === null) await requireEverywhere(store, scope)
  return webhook
}

async function refuseTakenUrl(store: Store, village: number | null, url: string): Promise<void> {
  const others = await store.all<{ url: string }>(
    'SELECT url FROM webhooks WHERE village_id IS NOT DISTINCT FROM ?',
    village,
  )
  if (others.some((other) => other.url === url)) throw new Refused('conflict', 'webhook-exists')
  if (others.length >= mostWebhooks)
    throw new Refused('conflict', 'too-many-webhooks', { limit: mostWebhooks })
}

/** Without a query, which may hold a password of the receiver. */
function shownUrl(url: string): string {
  const { origin, pathname } = new URL(url)
  return origin + pathname
}

/** As Standard Webhooks writes keys. */
const newSecret = () => `whsec_${randomBytes(32).toString('base64')}`
