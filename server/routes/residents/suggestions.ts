import type { Router } from 'express'
import { answerSuggestion, listSuggestions, type Suggestion } from '../../../db/residents/suggestions.ts'
import { operations } from '../../contract/operations/operations.ts'
import type { Services } from '../../services.ts'
import { type Column, mostRows, villageList } from '../../workbook/writing/table.ts'
import type { HeavyTable } from '../heavy.ts'
import { pageOf, positionOf } from '../page.ts'
import { route } from '../route.ts'

/** The mailbox (信箱): what households wrote, and what the village answers. */
export function suggestionRoutes(router: Router, services: Services): void {
  const { store } = services

  route(router, services, operations.listSuggestions, async ({ village, query }) => {
    const { cursor, limit, ...filter } = query
    const start = positionOf(cursor) ?? 0
    const found = await listSuggestions(store, village.id, filter, start, limit + 1)
    return { answer: pageOf(found, limit, () => start + limit) }
  })

  route(router, services, operations.answerSuggestion, async ({ scope, params, body }) => ({
    answer: await answerSuggestion(store, scope, params.suggestion, body),
  }))
}

/** The mailbox as a workbook. */
export const suggestionAnswers: HeavyTable = {
  exportSuggestions: async ({ village, query }, { store }) => {
    const { cursor: _cursor, limit: _limit, ...filter } = query
    const found = await listSuggestions(store, village.id, filter, 0, mostRows)
    return villageList(village, 'suggestions', columns, found)
  },
}

const columns: Column<Suggestion>[] = [
  { title: 'column-written-at', as: 'moment', width: 18, cell: ({ createdAt }) => createdAt },
  { title: 'column-group', width: 10, cell: ({ group }) => group },
  { title: 'column-door', width: 10, cell: ({ door }) => door },
  { title: 'column-head', width: 12, cell: ({ head }) => head },
  { title: 'column-content', width: 50, cell: ({ text }) => text },
  { title: 'column-answer', width: 50, cell: ({ answer }) => answer },
  { title: 'column-answered-by', width: 12, cell: ({ answeredBy }) => answeredBy },
  { title: 'column-answered-at', as: 'moment', width: 18, cell: ({ answeredAt }) => answeredAt },
]
