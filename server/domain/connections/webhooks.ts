/** Webhooks: another program is told of changes by POST requests that this server signs. */

/** What a webhook may tell of: public lines of the ledger, publications, evaluations of levels. */
export const webhookEvents = ['postings', 'publications', 'levels'] as const
export type WebhookEvent = (typeof webhookEvents)[number]

/** Why nothing is sent: somebody paused it, too many tries failed, the receiver answered 410, or a backup was restored. */
export const pauseReasons = ['by-person', 'failing', 'gone', 'restored'] as const
export type PauseReason = (typeof pauseReasons)[number]

/** Why a try failed. */
export const webhookFaults = [
  'status',
  'redirect',
  'timeout',
  'unreachable',
  'certificate',
  'private-address',
] as const
export type WebhookFault = (typeof webhookFaults)[number]

const second = 1_000
const minute = 60 * second
const hour = 60 * minute

/** Waits after the first failed try and those that follow, ms: some 32 hours together. */
export const retryWaits: readonly number[] = [
  ...[10 * second, 30 * second, 2 * minute, 10 * minute, 30 * minute],
  ...[hour, 2 * hour, 4 * hour, 8 * hour, 16 * hour],
]

/** How long to wait after so many failed tries in a row, ms; null when it is enough. */
export function waitAfter(failures: number): number | null {
  return retryWaits[failures - 1] ?? null
}

/** Most lines in one delivery. */
export const mostInDelivery = 100
/** Most webhooks of one village, or of all together. */
export const mostWebhooks = 20
/** Deliveries that are kept of each webhook. */
export const keptDeliveries = 100
