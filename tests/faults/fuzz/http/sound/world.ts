/** What there is in the village that is tried, read through the API. */
import type { z } from 'zod'
import type { ActivityDetail, ActivityView } from '../../../../../server/contract/activities/activities.ts'
import type { TokenView } from '../../../../../server/contract/connections/tokens.ts'
import type { WebhookView } from '../../../../../server/contract/connections/webhooks.ts'
import type { HouseholdView } from '../../../../../server/contract/households/households.ts'
import type { EvaluationView, EvaluationWithLines } from '../../../../../server/contract/levels/levels.ts'
import type { MendingView } from '../../../../../server/contract/mendings/mendings.ts'
import type { PersonView } from '../../../../../server/contract/people/people.ts'
import type { publicationList, PublicationSheet } from '../../../../../server/contract/publicity/publicity.ts'
import type {
  DeskDayList,
  GoodsView,
  RedemptionView,
} from '../../../../../server/contract/redemption/redemption.ts'
import type { CardView } from '../../../../../server/contract/residents/cards.ts'
import type { OwnPassbook } from '../../../../../server/contract/residents/ownPassbook.ts'
import type { suggestionView } from '../../../../../server/contract/residents/suggestions.ts'
import type { CheckSheetView, RoundEntry } from '../../../../../server/contract/rounds/rounds.ts'
import type { claimPage } from '../../../../../server/contract/scores/claims.ts'
import type { ImportView } from '../../../../../server/contract/scores/imports.ts'
import type { PostingView } from '../../../../../server/contract/scores/postings.ts'
import type { SeasonEntry } from '../../../../../server/contract/seasons/seasons.ts'
import type { NoticeView } from '../../../../../server/contract/villages/notices.ts'
import type { RuleView } from '../../../../../server/contract/villages/rules.ts'
import type { ScreenList } from '../../../../../server/contract/villages/screens.ts'
import type { VillageView } from '../../../../../server/contract/villages/villages.ts'

/** Sends one call as a caller. @returns the answer's body; null where it was refused */
export type Ask = (caller: string, method: string, path: string, body?: unknown) => Promise<unknown>

/** Files of an import that are looked at again, the newest. */
const mostImports = 3

/** What cases made that no list names, the newest last. */
export interface Made {
  imports: string[]
  /** Slugs of villages of an earlier year. */
  villages: string[]
  /** Ids of scores that the program of the village entered. */
  scores: string[]
  /** Ids of photos that the resident sent. */
  ownPhotos: string[]
  portraits: { door: string; photo: string }[]
}

export interface World {
  slug: string
  village: VillageView
  /** Token of the door whose household is the resident. */
  token: string
  households: HouseholdView[]
  rules: RuleView[]
  claims: z.infer<typeof claimPage>['items']
  postings: PostingView[]
  publications: z.infer<typeof publicationList>
  /** The newest publication as the administrator of all sees it. */
  sheet: PublicationSheet | null
  goods: GoodsView[]
  redemptions: RedemptionView[]
  desk: DeskDayList
  sheets: CheckSheetView[]
  rounds: RoundEntry[]
  seasons: SeasonEntry[]
  screens: ScreenList
  notices: NoticeView[]
  suggestions: z.infer<typeof suggestionView>[]
  people: PersonView[]
  backups: { name: string }[]
  imports: ImportView[]
  cards: CardView[]
  passbook: OwnPassbook | null
  /** Ids of scores that a program entered. */
  programScores: string[]
  tokens: TokenView[]
  webhooks: WebhookView[]
  activities: ActivityView[]
  /** An activity that is open, and its code. */
  attended: ActivityDetail | null
  code: string | null
  mendings: MendingView[]
  /** The newest evaluation of levels. */
  evaluation: EvaluationWithLines | null
  ownPhotos: string[]
  portraits: Made['portraits']
  /** A village of an earlier year, and its season; made to be closed. */
  past: { slug: string; season: SeasonEntry } | null
}

/** Remembers a photo that was taken: its id stands in the address alone. */
export function noteUploaded(made: Made, operation: string, path: string): void {
  const [door = '', , photo = ''] = path.split('/').slice(-3)
  if (operation === 'keepOwnPhoto') made.ownPhotos.push(photo)
  if (operation === 'storePortrait') made.portraits.push({ door, photo })
}

const items = (found: unknown) => (found as { items?: [] } | null)?.items ?? []

/**
 * Sets the village up so that everything is allowed that a village can allow, and reads it.
 *
 * @param id of the request that makes cards
 */
export async function readWorld(
  ask: Ask,
  slug: string,
  token: string,
  made: Made,
  id: string,
): Promise<World | null> {
  const owner = 'admin of all'
  const at = `/api/villages/${slug}`
  const get = (path: string) => ask(owner, 'GET', path)
  const rules = items(await get(`${at}/rules`)) as RuleView[]
  const offered = rules.filter(({ retired }) => !retired).map(({ id }) => id)
  await ask(owner, 'PATCH', at, {
    holdsPublicity: false,
    review: { roles: [], over: null, deductions: false },
    photos: { megabytes: 500, months: null },
    residents: { proposals: true, suggestions: true },
    deskPortraits: true,
    levels: { by: 'points', period: 'month', levels: [{ name: '示范星级', stars: 3, from: 0 }] },
    doorstep: { dailyDoors: null, rules: offered },
  })
  // Open today, in every time zone.
  for (const days of [-1, 0, 1]) {
    const on = new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
    await ask(owner, 'POST', `${at}/desk`, { on, from: '00:00', to: '23:59' })
  }
  const village = (await get(at)) as VillageView | null
  if (!village) return null
  const publications = (await get(`${at}/publications`)) as World['publications']
  const [newest] = publications.items
  const imports = await Promise.all(made.imports.slice(-mostImports).map((id) => get(`${at}/imports/${id}`)))
  const past = made.villages.at(-1)
  const [season] =
    past === undefined ? [] : (items(await get(`/api/villages/${past}/seasons`)) as SeasonEntry[])
  const activities = items(await get(`${at}/activities`)) as ActivityView[]
  const open = activities.find(({ state }) => state === 'open')
  const [evaluation] = items(await get(`${at}/levels`)) as EvaluationView[]
  const doors = await ask(owner, 'GET', `${at}/households?limit=3`)
  const cards = await ask(owner, 'POST', `${at}/cards`, {
    id,
    doors: (items(doors) as HouseholdView[]).slice(1).map(({ door }) => door),
  })
  return {
    slug,
    village,
    token,
    rules,
    publications,
    households: items(await get(`${at}/households?limit=200`)),
    claims: items(await ask('admin', 'GET', `${at}/claims?state=waiting&limit=200&by=newest`)),
    postings: items(await get(`${at}/postings?limit=200`)),
    sheet: newest ? ((await get(`${at}/publications/${newest.id}`)) as PublicationSheet) : null,
    goods: items(await get(`${at}/goods`)),
    redemptions: items(await get(`${at}/redemptions`)),
    desk: (await get(`${at}/desk`)) as DeskDayList,
    sheets: items(await get(`${at}/check-sheets`)),
    rounds: items(await get(`${at}/rounds`)),
    seasons: items(await get(`${at}/seasons`)),
    screens: (await get(`${at}/screens`)) as ScreenList,
    notices: items(await get(`${at}/notices`)),
    suggestions: items(await get(`${at}/suggestions?state=open`)),
    people: items(await get(`${at}/people`)),
    backups: items(await get('/api/backups')),
    imports: imports.filter((found) => found !== null) as ImportView[],
    cards: items(cards),
    passbook: (await ask('resident', 'GET', `/api/doors/${token}/passbook`)) as OwnPassbook | null,
    programScores: made.scores,
    tokens: items(await get(`${at}/tokens`)),
    webhooks: items(await get(`${at}/webhooks`)),
    activities,
    attended: open ? ((await get(`${at}/activities/${open.id}`)) as ActivityDetail) : null,
    code: open
      ? (((await get(`${at}/activities/${open.id}/code`)) as { code: string } | null)?.code ?? null)
      : null,
    mendings: items(await get(`${at}/mendings`)),
    evaluation: evaluation ? ((await get(`${at}/levels/${evaluation.id}`)) as EvaluationWithLines) : null,
    ownPhotos: made.ownPhotos,
    portraits: made.portraits,
    past: past !== undefined && season ? { slug: past, season } : null,
  }
}
