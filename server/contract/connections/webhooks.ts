import { z } from 'zod'
import { pauseReasons, webhookEvents, webhookFaults } from '../../domain/connections/webhooks.ts'
import { slug } from '../fields/ids.ts'
import { localDate } from '../fields/localDate.ts'
import { pointUnit } from '../fields/points.ts'
import { asTyped, oneLine } from '../fields/text.ts'
import { openLine } from './openData.ts'

const events = z.array(z.enum(webhookEvents)).min(1).max(webhookEvents.length)
const name = oneLine(1, 32)
const url = asTyped(1, 500).trim()

export const newWebhook = z.object({
  name,
  /** https; http and private addresses for a host that is approved. */
  url,
  events,
  /** Approve plain HTTP and private addresses for the host; only administrators of all villages may. */
  approvesHost: z.boolean().default(false),
  /** Tell of all villages; only administrators of all villages may. */
  everywhere: z.boolean().default(false),
})

export const webhookPatch = z.object({
  name: name.optional(),
  url: url.optional(),
  events: events.optional(),
  approvesHost: z.boolean().optional(),
  /** Resumed, it tells of what came meanwhile too. */
  state: z.enum(['active', 'paused']).optional(),
})

const outcome = {
  /** HTTP status of the last answer; null without one. */
  status: z.int().nullable(),
  fault: z.enum(webhookFaults).nullable(),
}

export const deliveryView = z.object({
  id: z.int(),
  /** The id that its receiver gets, the same at each try. */
  delivery: z.string(),
  /** Name of the village that it is about. */
  village: z.string(),
  event: z.enum([...webhookEvents, 'test']),
  /** Numbers of its first and last posting. */
  first: z.int(),
  last: z.int(),
  state: z.enum(['waiting', 'delivered', 'failed']),
  tries: z.int(),
  ...outcome,
  /** UTC, as all moments here. */
  createdAt: z.string(),
  triedAt: z.string().nullable(),
})
export type DeliveryView = z.infer<typeof deliveryView>

export const webhookView = z.object({
  id: z.int(),
  name: z.string(),
  url: z.string(),
  /** Plain HTTP and private addresses are approved for its host. */
  approvesHost: z.boolean(),
  events: z.array(z.enum(webhookEvents)),
  everywhere: z.boolean(),
  state: z.enum(['active', 'paused']),
  pauseReason: z.enum(pauseReasons).nullable(),
  /** Failed tries since the last delivery. */
  failures: z.int(),
  /** When the next try is; null for at once. */
  nextTryAt: z.string().nullable(),
  createdAt: z.string(),
  createdBy: z.string().nullable(),
  /** How many postings it has not been told of. */
  waiting: z.int(),
  /** Whether the caller may change it: webhooks of all villages are those of administrators of all. */
  mayChange: z.boolean(),
  /** Whether the caller may approve hosts. */
  mayApprove: z.boolean(),
})
export type WebhookView = z.infer<typeof webhookView>

/** A webhook with a new key of its signatures, which no other answer has. */
export const webhookWithSecret = z.object({ webhook: webhookView, secret: z.string() })

export const deliveryList = z.object({ webhook: webhookView, items: z.array(deliveryView) })

const payload = {
  id: z.uuid().describe('The same at each try: what has come before can be left alone'),
  /** UTC. */
  createdAt: z.string(),
  village: z.object({ slug, name: z.string() }),
  unit: pointUnit,
  epoch: z
    .string()
    .describe("Changes when the server's data were restored: numbers may come again with other content"),
}

/** What a webhook sends, by its event. */
export const webhookPayloads = {
  postings: z.object({ type: z.literal('postings'), ...payload, items: z.array(openLine) }),
  publications: z.object({
    type: z.literal('publications'),
    ...payload,
    items: z.array(
      z.object({
        number: z.string(),
        startsOn: localDate,
        endsOn: localDate,
        opensOn: localDate,
        closesOn: localDate,
        lines: z.int(),
        /** Number of the last posting in it. */
        seq: z.int(),
      }),
    ),
  }),
  levels: z.object({
    type: z.literal('levels'),
    ...payload,
    items: z.array(
      z.object({
        period: z.string(),
        startsOn: localDate,
        endsOn: localDate,
        households: z.int(),
        levels: z.array(z.object({ level: z.string(), stars: z.int(), households: z.int() })),
      }),
    ),
  }),
  test: z.object({ type: z.literal('test'), ...payload, items: z.array(openLine).max(0) }),
}
