import type { Router } from 'express'
import { answerObjection } from '../../../db/publicity/objectionAnswers.ts'
import { listObjections, createObjection, type Objection } from '../../../db/publicity/objections.ts'
import { listPublications, mustFindPublication, readSheet } from '../../../db/publicity/publications.ts'
import { nextStretch, previewPublication, publish } from '../../../db/publicity/publish.ts'
import { operations } from '../../contract/operations/operations.ts'
import { formatPointChange, type PointUnit } from '../../domain/points/unit.ts'
import type { Services } from '../../services.ts'
import { type Language, sentence } from '../../words/index.ts'
import { route } from '../route.ts'

/** Publicity (公示) and objections (异议). */
export function publicityRoutes(router: Router, services: Services): void {
  const { store } = services

  route(router, services, operations.listPublications, async ({ village, scope }) => ({
    answer: {
      items: await listPublications(store, village.id),
      next: await nextStretch(store, village.id),
      objections: (await listObjections(store, scope, null)).filter(({ state }) => state === 'open'),
    },
  }))

  route(router, services, operations.previewPublication, async ({ village, query }) => ({
    answer: await previewPublication(store, village.id, query.until ?? null),
  }))

  route(router, services, operations.publish, async ({ scope, body }) => {
    const { publication, fresh } = await publish(store, scope, body)
    return { fresh, answer: publication }
  })

  route(router, services, operations.readPublication, async ({ village, scope, params }) => ({
    answer: {
      ...(await mustFindPublication(store, village.id, params.publication)),
      ...(await readSheet(store, village.id, params.publication)),
      objections: await listObjections(store, scope, params.publication),
    },
  }))

  route(router, services, operations.createObjection, async ({ scope, params, body }) => {
    const { objection, fresh } = await createObjection(store, scope, {
      ...body,
      publication: params.publication,
    })
    return { fresh, answer: objection }
  })

  route(router, services, operations.answerObjection, async ({ scope, params, body, language, unit }) => ({
    answer: await answerObjection(store, scope, params.objection, body, (objection, outcome) =>
      correctionNotice(objection, outcome, { language, unit }),
    ),
  }))
}

/** What the wall says of a correction: the line and its points, never the household. */
function correctionNotice(
  { number, seq, text, points, newPoints, occurredOn }: Objection,
  outcome: 'changed' | 'revoked',
  { language, unit }: { language: Language; unit: PointUnit },
): { title: string; text: string } {
  const params = {
    number,
    seq,
    rule: text,
    day: occurredOn,
    points: formatPointChange(points, unit),
    now: formatPointChange(newPoints ?? 0, unit),
  }
  return {
    title: sentence(language, 'correction-title', params),
    text: sentence(language, `correction-${outcome}`, params),
  }
}
