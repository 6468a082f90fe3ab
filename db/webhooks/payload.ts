/** What a delivery says: read at each try, by the privacy of that moment. */
import type { WebhookEvent } from '../../server/domain/connections/webhooks.ts'
import type { PointUnit } from '../../server/domain/points/unit.ts'
import { type OpenLine, openLines } from '../board/openData.ts'
import { installationEpoch } from '../store/installation.ts'
import type { Store } from '../store/store.ts'
import { mustFindVillageById } from '../villages/findVillages.ts'
import { unitOf } from '../villages/pointUnit.ts'
import type { Delivery } from './deliveries.ts'

export interface OpenPublicationEvent {
  number: string
  startsOn: string
  endsOn: string
  opensOn: string
  closesOn: string
  lines: number
  /** Number of the last posting in it. */
  seq: number
}

export interface LevelsEvent {
  period: string
  startsOn: string
  endsOn: string
  households: number
  levels: { level: string; stars: number; households: number }[]
}

export interface Payload {
  /** The same at each try. */
  id: string
  type: WebhookEvent | 'test'
  /** UTC. */
  createdAt: string
  village: { slug: string; name: string }
  unit: PointUnit
  /** Changes when the server's data were restored: numbers may come again with other content. */
  epoch: string
  items: (OpenLine | OpenPublicationEvent | LevelsEvent)[]
}

/** @returns null where there is nothing that the receiver may see */
export async function readPayload(
  store: Store,
  { village: id, event, first, last, delivery, createdAt }: Delivery,
): Promise<Payload | null> {
  return store.read(async (store) => {
    const village = await mustFindVillageById(store, id)
    const items =
      event === 'test'
        ? []
        : event === 'postings'
          ? (await openLines(store, village, first - 1, last - first + 1)).lines
          : await read[event](store, id, first, last)
    if (items.length === 0 && event !== 'test') return null
    const { slug, name } = village
    const epoch = await installationEpoch(store)
    return {
      id: delivery,
      type: event,
      createdAt,
      village: { slug, name },
      unit: unitOf(village),
      epoch,
      items,
    }
  })
}

const read = {
  publications: async (store: Store, village: number, first: number, last: number) =>
    store.all<OpenPublicationEvent>(
      `SELECT number, starts_on AS "startsOn", ends_on AS "endsOn", opens_on AS "opensOn", closes_on AS "closesOn",
              lines, to_seq AS seq
       FROM publications WHERE village_id = ? AND id BETWEEN ? AND ? ORDER BY id`,
      village,
      first,
      last,
    ),

  levels: async (store: Store, village: number, first: number, last: number): Promise<LevelsEvent[]> => {
    const rows = await store.all<Omit<LevelsEvent, 'levels'> & { id: number }>(
      `SELECT id, period, starts_on AS "startsOn", ends_on AS "endsOn", households
       FROM evaluations WHERE village_id = ? AND id BETWEEN ? AND ? ORDER BY id`,
      village,
      first,
      last,
    )
    const found: LevelsEvent[] = []
    for (const { id, ...row } of rows)
      found.push({
        ...row,
        levels: await store.all(
          `SELECT level, stars, count(*) AS households FROM level_awards
           WHERE village_id = ? AND evaluation_id = ? GROUP BY level, stars ORDER BY stars DESC, level`,
          village,
          id,
        ),
      })
    return found
  },
}
