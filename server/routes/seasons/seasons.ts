import type { Router } from 'express'
import { clearPeriod, foreseeClearing, type PeriodAsked } from '../../../db/closing/clearPeriod.ts'
import { type CarryLine, closeSeason, foreseeClosing } from '../../../db/closing/closeSeason.ts'
import { postingLines } from '../../../db/ledger/postings.ts'
import { enterOpenings, foreseeOpenings } from '../../../db/scores/openingBalances.ts'
import { changeSeason, listSeasons, mustFindSeason, type Season } from '../../../db/seasons/seasons.ts'
import { seasonStandings } from '../../../db/seasons/seasonStandings.ts'
import type { Scope } from '../../../db/store/scope.ts'
import { operations } from '../../contract/operations/operations.ts'
import type { ClearingPreview } from '../../contract/seasons/periodEnd.ts'
import { nextSeason } from '../../domain/calendar/season.ts'
import { closenessTo } from '../../domain/households/householdSearch.ts'
import type { PointUnit } from '../../domain/points/unit.ts'
import type { Services } from '../../services.ts'
import { type Language, ledgerLanguage, sentence } from '../../words/index.ts'
import { sliceOf } from '../page.ts'
import { route } from '../route.ts'

/** Seasons, their end, their standings, and opening balances. */
export function seasonRoutes(router: Router, services: Services): void {
  const { store, metrics } = services

  route(router, services, operations.listSeasons, async ({ village }) => ({
    answer: { items: await listSeasons(store, village.id) },
  }))

  route(router, services, operations.changeSeason, async ({ scope, params, body }) => {
    await changeSeason(store, scope, params.season, body)
    return { answer: await seasonOf(scope.village, params.season) }
  })

  route(router, services, operations.previewClosing, async ({ scope, params, body, language, unit }) => {
    const { season, losing, hindrances, ...figures } = await foreseeClosing(
      store,
      scope,
      params.season,
      body.carry,
    )
    const { name, starts_on: startsOn, ends_on: endsOn } = season
    return {
      answer: {
        ...figures,
        losing: losing.map(({ household: _household, ...line }) => line).sort(byLoss),
        hindrances: hindrances.map((one) => sentence(language, one.code, one.params, unit)),
        next: nextSeason({ name, startsOn, endsOn }),
      },
    }
  })

  route(router, services, operations.closeSeason, async ({ scope, params, body }) => {
    const { name } = await mustFindSeason(store, scope.village, params.season)
    const text = sentence(ledgerLanguage, 'posting-expired', { season: name })
    const { fresh } = await closeSeason(store, scope, params.season, body, text)
    const seasons = await listSeasons(store, scope.village)
    const at = seasons.findIndex(({ id }) => id === params.season)
    const [closed, opened] = [seasons[at], seasons[at - 1]]
    if (!closed || !opened) throw new Error('a season just opened cannot be read')
    metrics.postings.inc(fresh ? (closed.closing?.losing ?? 0) : 0)
    return { fresh, answer: { closed, opened } }
  })

  const periodEnd = async (
    scope: Scope,
    asked: PeriodAsked,
    { language, unit }: { language: Language; unit: PointUnit },
  ): Promise<ClearingPreview> => {
    const { season: _season, lines, steps, ...figures } = await foreseeClearing(store, scope, asked)
    return {
      ...figures,
      steps: steps.map(({ name, hindrance }) => ({
        name,
        problem: hindrance && sentence(language, hindrance.code, hindrance.params, unit),
      })),
      lines: lines.map(({ household: _household, ...line }) => line),
    }
  }

  route(router, services, operations.previewClearing, async ({ scope, query, language, unit }) => ({
    answer: await periodEnd(scope, query, { language, unit }),
  }))

  route(router, services, operations.clearPeriod, async ({ scope, body, language, unit }) => {
    const { fresh } = await clearPeriod(store, scope, body, sentence(ledgerLanguage, 'posting-cleared'))
    return { fresh, answer: await periodEnd(scope, body, { language, unit }) }
  })

  route(router, services, operations.readSeasonStandings, async ({ village, params, query }) => {
    const season = await mustFindSeason(store, village.id, params.season)
    const closeness = closenessTo(query.q ?? '')
    const found = (await seasonStandings(store, village, season)).filter(
      (one) => !query.q || closeness(one) > 0,
    )
    return { answer: sliceOf(found, query) }
  })

  route(router, services, operations.previewOpenings, async ({ scope, body }) => ({
    answer: { items: await foreseeOpenings(store, scope, body.lines) },
  }))

  route(router, services, operations.createOpenings, async ({ scope, body }) => {
    const text = sentence(ledgerLanguage, 'kind-opening')
    const { seqs, fresh } = await enterOpenings(store, scope, body.lines, body.reason, text)
    if (fresh) metrics.postings.inc(seqs.length)
    return { fresh, answer: { postings: await postingLines(store, scope.village, seqs) } }
  })

  async function seasonOf(village: number, id: number): Promise<Season> {
    const season = (await listSeasons(store, village)).find((one) => one.id === id)
    if (!season) throw new Error(`season ${id} cannot be read`)
    return season
  }
}

function byLoss(a: Omit<CarryLine, 'household'>, b: Omit<CarryLine, 'household'>): number {
  return b.balance - b.carried - (a.balance - a.carried)
}
