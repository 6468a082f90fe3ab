import { type Router } from 'express'
import { answerSuggestion, listSuggestions } from '../../db/suggestions.ts'
import { operations } from '../contract/operations.ts'
import { route } from '../http/route.ts'
import { type Parts } from '../parts.ts'

/** The mailbox (信箱): what households wrote, and what the village answers. */
export function suggestionRoutes(router: Router, parts: Parts): void {
  const { store } = parts

  route(router, parts, operations.listSuggestions, ({ village, query }) => {
    const { cursor, limit, ...filter } = query
    const start = Number(cursor ?? 0) || 0
    const found = listSuggestions(store, village.id, filter, start, limit + 1)
    const items = found.slice(0, limit)
    return { answer: { items, next: found.length > limit ? String(start + limit) : null } }
  })

  route(router, parts, operations.answerSuggestion, ({ scope, params, body }) => ({
    answer: answerSuggestion(store, scope, params.suggestion, body),
  }))
}
