import type { Router } from 'express'
import { powersIn } from '../../../db/people/users.ts'
import type { Scope } from '../../../db/store/scope.ts'
import { listDeliveries, testDelivery } from '../../../db/webhooks/deliveries.ts'
import {
  changeWebhook,
  createWebhook,
  listWebhooks,
  mustChange,
  mustFindWebhook,
  removeWebhook,
  renewSecret,
  type Webhook,
} from '../../../db/webhooks/webhooks.ts'
import type { WebhookView } from '../../contract/connections/webhooks.ts'
import { operations } from '../../contract/operations/operations.ts'
import { Refused } from '../../domain/answers/refused.ts'
import type { Services } from '../../services.ts'
import { refusedUrl } from '../../webhooks/addresses.ts'
import { route } from '../route.ts'

/** Webhooks, as administrators manage them. */
export function webhookRoutes(router: Router, services: Services): void {
  const { store, webhooks } = services

  const viewer = async ({ user }: Scope) => {
    const everywhere = user === null || (await powersIn(store, user, null)).has('administer')
    return (webhook: Webhook) => viewWebhook(webhook, everywhere)
  }

  route(router, services, operations.listWebhooks, async ({ village, scope }) => {
    const view = await viewer(scope)
    return { answer: { items: (await listWebhooks(store, village.id)).map(view) } }
  })

  route(router, services, operations.createWebhook, async ({ scope, body, response }) => {
    refuseBadUrl(body.url, body.approvesHost)
    const { webhook, secret } = await createWebhook(store, scope, body)
    response.set('cache-control', 'no-store')
    return { status: 201, answer: { webhook: (await viewer(scope))(webhook), secret } }
  })

  route(router, services, operations.changeWebhook, async ({ scope, params, body }) => {
    const before = await mustChange(store, scope, params.id)
    const url = body.url ?? before.url
    const isApproved = body.approvesHost ?? before.approvedHost === hostOf(url)
    if (body.url !== undefined || body.approvesHost !== undefined) refuseBadUrl(url, isApproved)
    const webhook = await changeWebhook(store, scope, params.id, body)
    webhooks.wake()
    return { answer: (await viewer(scope))(webhook) }
  })

  route(router, services, operations.removeWebhook, async ({ scope, params }) => {
    await removeWebhook(store, scope, params.id)
  })

  route(router, services, operations.renewWebhookSecret, async ({ scope, params, response }) => {
    const secret = await renewSecret(store, scope, params.id)
    response.set('cache-control', 'no-store')
    const webhook = await mustFindWebhook(store, scope.village, params.id)
    return { answer: { webhook: (await viewer(scope))(webhook), secret } }
  })

  route(router, services, operations.testWebhook, async ({ scope, params }) => {
    await mustChange(store, scope, params.id)
    const id = await webhooks.test(await testDelivery(store, params.id, scope.village))
    const found = (await listDeliveries(store, params.id)).find((one) => one.id === id)
    if (!found) throw new Refused('not-found', 'unknown-webhook')
    return { answer: found }
  })

  route(router, services, operations.listDeliveries, async ({ scope, village, params }) => {
    const webhook = await mustFindWebhook(store, village.id, params.id)
    const items = await listDeliveries(store, params.id)
    return { answer: { webhook: (await viewer(scope))(webhook), items } }
  })
}

/** @throws Refused naming what is wrong with the address */
function refuseBadUrl(url: string, isApproved: boolean): void {
  const code = refusedUrl(url, isApproved)
  if (code !== null) throw new Refused('unprocessable', code)
}

const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).host : null)

/** @param everywhere whether the reader administers all villages */
function viewWebhook(
  { village, approvedHost, nextTryAt, ...webhook }: Webhook,
  everywhere: boolean,
): WebhookView {
  return {
    ...webhook,
    approvesHost: approvedHost !== null && approvedHost === hostOf(webhook.url),
    everywhere: village === null,
    nextTryAt: nextTryAt === 0 ? null : new Date(nextTryAt).toISOString(),
    mayChange: everywhere || village !== null,
    mayApprove: everywhere,
  }
}
