import type { DeliveryView, WebhookView } from '../../../server/contract/connections/webhooks.ts'
import { t } from '../../shell/words/translate.ts'

/** What is sent to a webhook, in words. */
export function eventsInWords({ events }: WebhookView): string {
  return events.map((event) => t(`webhooks.event.${event}.name`)).join(t('punctuation.comma'))
}

/**
 * How a webhook is, in a sentence.
 *
 * @param when writes a moment
 */
export function stateInWords(webhook: WebhookView, when: (instant: string) => string): string {
  const { state, pauseReason, failures, nextTryAt } = webhook
  if (state === 'paused') return t(`webhooks.reason.${pauseReason ?? 'by-person'}`)
  if (failures === 0) return t('webhooks.active')
  if (nextTryAt === null) return t('webhooks.failingSoon', { failures })
  return t('webhooks.failing', { failures, at: when(nextTryAt) })
}

/** How a delivery ended, in words. */
export function outcomeInWords({ state, fault, status, tries }: DeliveryView): string {
  if (fault !== null) return t(`webhooks.fault.${fault}`, { status: status ?? '' })
  if (state === 'waiting' && tries === 0) return t('webhooks.waitingFirst')
  return t('webhooks.delivered')
}

/** What a delivery is about, in words. */
export function contentInWords({ event, first, last }: DeliveryView): string {
  const name = t(`webhooks.event.${event}.name`)
  if (event !== 'postings') return name
  const range = first === last ? t('webhooks.rangeOne', { first }) : t('webhooks.range', { first, last })
  return `${name} ${range}`
}
