/** Webhooks: other programs are told of what is new. */
import { z } from 'zod'
import {
  deliveryList,
  deliveryView,
  newWebhook,
  webhookPatch,
  webhookView,
  webhookWithSecret,
} from '../../connections/webhooks.ts'
import { type Operation, village } from '../operation.ts'

const params = z.object({ ...village, id: z.coerce.number().int() })

export const webhooksOperations = {
  listWebhooks: {
    method: 'get',
    path: '/api/villages/:v/webhooks',
    summary: 'Webhooks of the village and of all villages',
    access: 'administer',
    params: z.object(village),
    answer: z.object({ items: z.array(webhookView) }),
  },
  createWebhook: {
    method: 'post',
    path: '/api/villages/:v/webhooks',
    summary:
      'Tell another program of what is new from now on; the answer alone has the key of the signatures',
    access: 'administer',
    params: z.object(village),
    body: newWebhook,
    answer: webhookWithSecret,
  },
  changeWebhook: {
    method: 'patch',
    path: '/api/villages/:v/webhooks/:id',
    summary: 'Change, pause or resume a webhook; resumed, it tells of what came meanwhile too',
    access: 'administer',
    params,
    body: webhookPatch,
    answer: webhookView,
  },
  removeWebhook: {
    method: 'delete',
    path: '/api/villages/:v/webhooks/:id',
    summary: 'Remove a webhook with the record of its deliveries',
    access: 'administer',
    params,
    answer: 'nothing',
  },
  renewWebhookSecret: {
    method: 'post',
    path: '/api/villages/:v/webhooks/:id/secret',
    summary: 'Give a webhook a new key; the old one signs no more',
    access: 'administer',
    params,
    answer: webhookWithSecret,
  },
  testWebhook: {
    method: 'post',
    path: '/api/villages/:v/webhooks/:id/test',
    summary: 'Send a test delivery now, once, and say how it ended',
    access: 'administer',
    params,
    answer: deliveryView,
  },
  listDeliveries: {
    method: 'get',
    path: '/api/villages/:v/webhooks/:id/deliveries',
    summary: 'The last deliveries of a webhook, the newest first',
    access: 'administer',
    params,
    answer: deliveryList,
  },
} as const satisfies Record<string, Operation>
