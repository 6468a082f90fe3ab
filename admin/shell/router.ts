import { createRouter, createWebHistory, type RouteLocationRaw, type RouteRecordRaw } from 'vue-router'
import { here } from '../../server/domain/page/here.ts'
import type { Power, Role } from '../../server/domain/people/powers.ts'
import { firstPage } from './frame/firstPage.ts'
import { useSession } from './session/session.ts'
import SignInPage from './session/SignInPage.vue'

declare module 'vue-router' {
  interface RouteMeta {
    /** Open to anyone. */
    open?: boolean
    /** Key of the page's title. */
    title?: string
    /** What the person must be allowed to do in the village. */
    power?: Power
    /** What the person must be allowed to do in all villages. */
    everywhere?: Power
  }
}

/** A page of a village: its component, key of its title, power it needs, and its path where that is not its name. */
type VillagePage = [name: string, load: () => Promise<unknown>, title: string, power: Power, path?: string]

/** By rooms of `admin/`; a name that differs from its path is one that links and tests know. */
const villagePages: readonly VillagePage[] = [
  ['work', () => import('../work/WorkPage.vue'), 'work.title', 'read'],
  ['report', () => import('../reports/ReportPage.vue'), 'report.title', 'read'],
  ['entry', () => import('../entry/EntryPage.vue'), 'entry.title', 'enter'],
  ['many', () => import('../entry/batch/BatchPage.vue'), 'many.title', 'enter'],
  ['review', () => import('../review/ReviewPage.vue'), 'review.title', 'read'],
  ['activities', () => import('../activities/ActivitiesPage.vue'), 'activities.title', 'read'],
  [
    'activity',
    () => import('../activities/ActivityPage.vue'),
    'activities.title',
    'read',
    'activities/:activity(\\d+)',
  ],
  ['rounds', () => import('../rounds/RoundsPage.vue'), 'rounds.title', 'read'],
  ['round', () => import('../rounds/RoundPage.vue'), 'rounds.title', 'read', 'rounds/:round(\\d+)'],
  ['check-sheets', () => import('../rounds/sheets/SheetsPage.vue'), 'sheets.title', 'administer'],
  ['mendings', () => import('../mendings/MendingsPage.vue'), 'mendings.title', 'read'],
  ['postings', () => import('../postings/PostingsPage.vue'), 'postings.title', 'read'],
  ['households', () => import('../households/HouseholdsPage.vue'), 'households.title', 'read'],
  [
    'household',
    () => import('../households/HouseholdPage.vue'),
    'household.title',
    'read',
    'households/:door',
  ],
  ['passbooks', () => import('../households/prints/passbooks/PassbooksPage.vue'), 'passbooks.title', 'read'],
  ['plates', () => import('../households/prints/plates/PlatesPage.vue'), 'plates.title', 'enter'],
  ['cards', () => import('../households/prints/cards/CardsPage.vue'), 'cards.title', 'administer'],
  ['suggestions', () => import('../suggestions/SuggestionsPage.vue'), 'suggestions.title', 'enter'],
  ['import', () => import('../imports/ImportPage.vue'), 'imports.title', 'enter'],
  ['past-imports', () => import('../imports/PastImportsPage.vue'), 'imports.past', 'enter', 'import/past'],
  ['rules', () => import('../rules/RulesPage.vue'), 'rules.title', 'read'],
  ['desk', () => import('../redemption/desk/DeskPage.vue'), 'desk.title', 'redeem'],
  ['goods', () => import('../redemption/goods/GoodsPage.vue'), 'goods.title', 'read'],
  ['redemptions', () => import('../redemption/RedemptionsPage.vue'), 'redemptions.title', 'read'],
  ['day-sheet', () => import('../redemption/DaySheetPage.vue'), 'daySheet.title', 'read'],
  ['publicity', () => import('../publicity/PublicityPage.vue'), 'publicity.title', 'read'],
  [
    'publication',
    () => import('../publicity/PublicationPage.vue'),
    'publicity.title',
    'read',
    'publicity/:publication(\\d+)',
  ],
  ['screens', () => import('../screens/ScreensPage.vue'), 'screens.title', 'read'],
  ['screen', () => import('../screens/ScreenPage.vue'), 'screens.title', 'read', 'screens/:screen(\\d+)'],
  ['notices', () => import('../notices/NoticesPage.vue'), 'notices.title', 'read'],
  ['public', () => import('../publicSettings/PublicPage.vue'), 'public.title', 'read'],
  ['seasons', () => import('../seasons/SeasonsPage.vue'), 'seasons.title', 'read'],
  [
    'season',
    () => import('../seasons/SeasonStandingsPage.vue'),
    'seasons.standings',
    'read',
    'seasons/:season(\\d+)',
  ],
  ['levels', () => import('../levels/LevelsPage.vue'), 'levels.title', 'read'],
  ['period-end', () => import('../seasons/PeriodEndPage.vue'), 'periodEnd.title', 'read'],
  ['honours', () => import('../seasons/HonoursPage.vue'), 'honours.title', 'read'],
  ['people', () => import('../people/PeoplePage.vue'), 'people.title', 'administer'],
  ['connections', () => import('../connections/ConnectionsPage.vue'), 'connections.title', 'administer'],
  [
    'webhook',
    () => import('../connections/webhooks/WebhookPage.vue'),
    'connections.title',
    'administer',
    'connections/webhooks/:webhook(\\d+)',
  ],
  ['audit', () => import('../people/AuditPage.vue'), 'audit.title', 'administer', 'changes'],
]

const routes: RouteRecordRaw[] = [
  {
    path: '/sign-in',
    name: 'sign-in',
    component: SignInPage,
    meta: { open: true, title: 'signIn.title' },
  },
  {
    path: '/set-up',
    name: 'set-up',
    component: () => import('./session/SetUpPage.vue'),
    meta: { open: true, title: 'setUp.title' },
  },
  {
    path: '/',
    component: () => import('./frame/PanelFrame.vue'),
    children: [
      { path: '', redirect: { name: 'villages' } },
      {
        path: 'villages',
        name: 'villages',
        component: () => import('../villages/VillagesPage.vue'),
        meta: { title: 'villages.title' },
      },
      {
        path: 'town',
        name: 'town',
        component: () => import('../town/TownPage.vue'),
        meta: { title: 'town.title' },
      },
      {
        path: 'staff',
        name: 'staff',
        component: () => import('../town/StaffPage.vue'),
        meta: { title: 'staff.title', everywhere: 'administer' },
      },
      {
        path: ':village',
        name: 'village',
        component: () => import('./frame/VillageFrame.vue'),
        children: villagePages.map(([name, component, title, power, path = name]) => ({
          name,
          path,
          component,
          meta: { title, power },
        })),
      },
    ],
  },
  { path: '/:rest(.*)*', redirect: { name: 'villages' } },
]

export const router = createRouter({ history: createWebHistory(here('/admin/')), routes })

router.beforeEach(async (to): Promise<RouteLocationRaw | boolean> => {
  const session = useSession()
  await session.known()
  if (session.state?.setupNeeded) return to.name === 'set-up' || { name: 'set-up' }
  if (to.name === 'set-up') return { name: session.session ? 'villages' : 'sign-in' }
  if (to.meta.open) return true
  const isHome = to.name === 'villages' && to.redirectedFrom?.path === '/'
  if (!session.session) return { name: 'sign-in', query: { next: isHome ? '/' : to.fullPath } }
  const only = isHome ? (session.onlyVillage ?? (await onlyVillageSeen())) : null
  if (only !== null && worksAtDoors(session.session.roles)) {
    location.replace(here(`/doorstep/${only}`))
    return false
  }
  if (only !== null) return { name: firstPage(session.rolesIn(only)), params: { village: only } }
  if (to.meta.everywhere && !session.powersIn(null).has(to.meta.everywhere)) return { name: 'villages' }
  const village = to.params['village']
  if (typeof village !== 'string') return true
  const powers = session.powersIn(village)
  if (!powers.has('read')) return { name: 'villages' }
  if (to.name === 'village' || (to.meta.power && !powers.has(to.meta.power)))
    return { name: firstPage(session.rolesIn(village)), params: { village } }
  return true
})

/** Loaded when it is needed: the sign-in does without the contract of the villages. */
async function onlyVillageSeen(): Promise<string | null> {
  const { useVillageList } = await import('../villages/villageList.ts')
  return useVillageList().onlyOne()
}

/** Inspectors without another role, on a phone, start at the doors. */
function worksAtDoors(held: readonly { role: Role }[]): boolean {
  return held.every(({ role }) => role === 'inspector') && matchMedia('(max-width: 720px)').matches
}
