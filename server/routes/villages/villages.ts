import type { Router } from 'express'
import { activeSeason } from '../../../db/seasons/seasons.ts'
import type { VillageRow } from '../../../db/store/schema.ts'
import { createVillage, yearSeason } from '../../../db/villages/createVillage.ts'
import { listDimensions } from '../../../db/villages/dimensions.ts'
import { listVillages, mustFindVillage } from '../../../db/villages/findVillages.ts'
import { listGroups } from '../../../db/villages/groups.ts'
import { pictureAddress } from '../../../db/villages/pictures.ts'
import { removeSample } from '../../../db/villages/removeVillage.ts'
import { changeVillage, settingsOf } from '../../../db/villages/villageSettings.ts'
import { operations } from '../../contract/operations/operations.ts'
import type { VillageView } from '../../contract/villages/villages.ts'
import { Refused } from '../../domain/answers/refused.ts'
import type { Services } from '../../services.ts'
import { faultSentence } from '../../words/verification/verification.ts'
import { route } from '../route.ts'
import { sendBoard } from './sendBoard.ts'

/** Villages, their public boards, and the verification of their ledgers. */
export function villageRoutes(router: Router, services: Services): void {
  const { store, hub, readiness } = services

  route(router, services, operations.listVillages, async () => ({
    answer: {
      items: (await listVillages(store)).map(({ slug, name, sample }) => ({
        slug,
        name,
        sample: sample === 1,
      })),
    },
  }))

  route(router, services, operations.createVillage, async ({ body, scope }) => {
    const { slug, name, timezone, year, unit } = body
    const season = yearSeason(year)
    const village = await createVillage(store, scope.user, { slug, name, timezone, season, unit })
    return { status: 201, answer: await viewVillage(services, village) }
  })

  route(router, services, operations.readVillage, async ({ village }) => ({
    answer: await viewVillage(services, village),
  }))

  route(router, services, operations.changeVillage, async ({ scope, body, village }) => {
    await changeVillage(store, scope, body)
    return { answer: await viewVillage(services, await mustFindVillage(store, village.slug)) }
  })

  route(router, services, operations.installSample, async () => {
    const slug = await services.workers.perform('installSample', null)
    return { status: 201, answer: await viewVillage(services, await mustFindVillage(store, slug)) }
  })

  route(router, services, operations.removeSample, async ({ scope }) => {
    await removeSample(store, scope)
  })

  route(router, services, operations.readBoard, async ({ village, request, response }) => {
    const read = () => hub.board(village.id, 'low')
    return { answer: await sendBoard(read, village.slug, request, response) }
  })

  route(router, services, operations.verifyVillage, async ({ village, scope, language }) => {
    const known = readiness.results.get(village.id)
    // Only who may enter starts a verification; everybody else reads what the last one found.
    const verified = known && !scope.powers.has('enter') ? known : await readiness.verify(village)
    if (!verified) throw new Refused('not-found', 'unknown-village', { slug: village.slug })
    return { answer: { ...verified, faults: verified.faults.map((found) => faultSentence(language, found)) } }
  })
}

async function viewVillage({ store, hub }: Services, village: VillageRow): Promise<VillageView> {
  const season = await activeSeason(store, village.id)
  const board = await hub.board(village.id)
  return {
    slug: village.slug,
    ...settingsOf(village),
    timezone: village.timezone,
    crest: village.crest === null ? null : pictureAddress(village.slug, village.crest),
    sample: village.sample === 1,
    season: season ? { name: season.name, startsOn: season.starts_on, endsOn: season.ends_on } : null,
    households: board?.households.length ?? 0,
    seq: board?.seq ?? 0,
    head: board?.head ?? '',
    dimensions: await listDimensions(store, village.id),
    groups: await listGroups(store, village.id),
  }
}
