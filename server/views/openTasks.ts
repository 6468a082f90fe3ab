/** Open tasks of a village, as the work page lists them. */
import { countObjections } from '../../db/publicity/objections.ts'
import { countSuggestions } from '../../db/residents/suggestions.ts'
import { countWaiting } from '../../db/scores/claims.ts'
import type { VillageRow } from '../../db/store/schema.ts'
import type { Store } from '../../db/store/store.ts'
import { countStopped } from '../../db/webhooks/webhooks.ts'
import type { Power } from '../domain/people/powers.ts'
import type { Hub } from '../live/hub.ts'
import type { ScreenRegistry } from '../live/screens/screenRegistry.ts'

interface Sources {
  store: Store
  hub: Hub
  screens: ScreenRegistry
}

interface WaitingSource {
  /** Key of its words in the panel, `waiting.…`. */
  name: string
  /** Name of the panel's page where it is done. */
  page: string
  /** Needed to see the page; `read` by default. */
  power?: Power
  /** Number of tasks; 0 hides the item. */
  count: (sources: Sources, village: VillageRow) => number | Promise<number>
}

/** One for each kind of task, the most urgent first. */
const sources: readonly WaitingSource[] = [
  { name: 'claims', page: 'review', count: async ({ store }, { id }) => countWaiting(store, id) },
  { name: 'objections', page: 'publicity', count: async ({ store }, { id }) => countObjections(store, id) },
  {
    name: 'suggestions',
    page: 'suggestions',
    power: 'enter',
    count: async ({ store }, { id }) => countSuggestions(store, id),
  },
  {
    name: 'households',
    page: 'import',
    count: async ({ hub }, { id }) => ((await hub.board(id))?.households.length ? 0 : 1),
  },
  {
    name: 'rules',
    page: 'rules',
    count: async ({ hub }, { id }) => ((await hub.board(id))?.rules.length ? 0 : 1),
  },
  {
    name: 'screens',
    page: 'screens',
    count: async ({ screens }, { id }) => awayScreens((await screens.lists.list(id)).items),
  },
  {
    name: 'connections',
    page: 'connections',
    power: 'administer',
    count: async ({ store }, { id }) => countStopped(store, id),
  },
]

/** The open tasks for a person with these powers. */
export async function listWaiting(
  services: Sources,
  village: VillageRow,
  powers: ReadonlySet<Power>,
): Promise<{ name: string; page: string; count: number }[]> {
  const waiting: { name: string; page: string; count: number }[] = []
  for (const { name, page, power = 'read', count } of sources)
    if (powers.has(power)) waiting.push({ name, page, count: await count(services, village) })
  return waiting.filter(({ count }) => count > 0)
}

function awayScreens(screens: { state: string }[]): number {
  return screens.filter(({ state }) => state !== 'live').length
}
