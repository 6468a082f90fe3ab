import { createRouter, createWebHistory, type RouteLocationRaw, type RouteRecordRaw } from 'vue-router'
import { here } from '../../server/domain/page/here.ts'
import { type Power, type Role } from '../../server/domain/people/powers.ts'
import { useSession } from './session/session.ts'

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

const routes: RouteRecordRaw[] = [
  {
    path: '/sign-in',
    name: 'sign-in',
    component: () => import('./session/SignInPage.vue'),
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
        children: [
          {
            path: 'work',
            name: 'work',
            component: () => import('../work/WorkPage.vue'),
            meta: { title: 'work.title', power: 'read' },
          },
          {
            path: 'report',
            name: 'report',
            component: () => import('../reports/ReportPage.vue'),
            meta: { title: 'report.title', power: 'read' },
          },
          {
            path: 'entry',
            name: 'entry',
            component: () => import('../entry/EntryPage.vue'),
            meta: { title: 'entry.title', power: 'enter' },
          },
          {
            path: 'many',
            name: 'many',
            component: () => import('../entry/batch/BatchPage.vue'),
            meta: { title: 'many.title', power: 'enter' },
          },
          {
            path: 'review',
            name: 'review',
            component: () => import('../review/ReviewPage.vue'),
            meta: { title: 'review.title', power: 'read' },
          },
          {
            path: 'rounds',
            name: 'rounds',
            component: () => import('../rounds/RoundsPage.vue'),
            meta: { title: 'rounds.title', power: 'read' },
          },
          {
            path: 'rounds/:round(\\d+)',
            name: 'round',
            component: () => import('../rounds/RoundPage.vue'),
            meta: { title: 'rounds.title', power: 'read' },
          },
          {
            path: 'check-sheets',
            name: 'check-sheets',
            component: () => import('../rounds/sheets/SheetsPage.vue'),
            meta: { title: 'sheets.title', power: 'administer' },
          },
          {
            path: 'postings',
            name: 'postings',
            component: () => import('../postings/PostingsPage.vue'),
            meta: { title: 'postings.title', power: 'read' },
          },
          {
            path: 'households',
            name: 'households',
            component: () => import('../households/HouseholdsPage.vue'),
            meta: { title: 'households.title', power: 'read' },
          },
          {
            path: 'households/:door',
            name: 'household',
            component: () => import('../households/HouseholdPage.vue'),
            meta: { title: 'household.title', power: 'read' },
          },
          {
            path: 'passbooks',
            name: 'passbooks',
            component: () => import('../households/prints/passbooks/PassbooksPage.vue'),
            meta: { title: 'passbooks.title', power: 'read' },
          },
          {
            path: 'plates',
            name: 'plates',
            component: () => import('../households/prints/plates/PlatesPage.vue'),
            meta: { title: 'plates.title', power: 'enter' },
          },
          {
            path: 'cards',
            name: 'cards',
            component: () => import('../households/prints/cards/CardsPage.vue'),
            meta: { title: 'cards.title', power: 'administer' },
          },
          {
            path: 'suggestions',
            name: 'suggestions',
            component: () => import('../suggestions/SuggestionsPage.vue'),
            meta: { title: 'suggestions.title', power: 'enter' },
          },
          {
            path: 'import',
            name: 'import',
            component: () => import('../imports/ImportPage.vue'),
            meta: { title: 'imports.title', power: 'enter' },
          },
          {
            path: 'rules',
            name: 'rules',
            component: () => import('../rules/RulesPage.vue'),
            meta: { title: 'rules.title', power: 'read' },
          },
          {
            path: 'desk',
            name: 'desk',
            component: () => import('../redemption/desk/DeskPage.vue'),
            meta: { title: 'desk.title', power: 'redeem' },
          },
          {
            path: 'goods',
            name: 'goods',
            component: () => import('../redemption/goods/GoodsPage.vue'),
            meta: { title: 'goods.title', power: 'read' },
          },
          {
            path: 'day-sheet',
            name: 'day-sheet',
            component: () => import('../redemption/DaySheetPage.vue'),
            meta: { title: 'daySheet.title', power: 'read' },
          },
          {
            path: 'publicity',
            name: 'publicity',
            component: () => import('../publicity/PublicityPage.vue'),
            meta: { title: 'publicity.title', power: 'read' },
          },
          {
            path: 'publicity/:publication(\\d+)',
            name: 'publication',
            component: () => import('../publicity/PublicationPage.vue'),
            meta: { title: 'publicity.title', power: 'read' },
          },
          {
            path: 'screens',
            name: 'screens',
            component: () => import('../screens/ScreensPage.vue'),
            meta: { title: 'screens.title', power: 'read' },
          },
          {
            path: 'screens/:screen(\\d+)',
            name: 'screen',
            component: () => import('../screens/ScreenPage.vue'),
            meta: { title: 'screens.title', power: 'read' },
          },
          {
            path: 'notices',
            name: 'notices',
            component: () => import('../notices/NoticesPage.vue'),
            meta: { title: 'notices.title', power: 'read' },
          },
          {
            path: 'public',
            name: 'public',
            component: () => import('../publicSettings/PublicPage.vue'),
            meta: { title: 'public.title', power: 'read' },
          },
          {
            path: 'seasons',
            name: 'seasons',
            component: () => import('../seasons/SeasonsPage.vue'),
            meta: { title: 'seasons.title', power: 'read' },
          },
          {
            path: 'seasons/:season(\\d+)',
            name: 'season',
            component: () => import('../seasons/SeasonStandingsPage.vue'),
            meta: { title: 'seasons.standings', power: 'read' },
          },
          {
            path: 'honours',
            name: 'honours',
            component: () => import('../seasons/HonoursPage.vue'),
            meta: { title: 'honours.title', power: 'read' },
          },
          {
            path: 'people',
            name: 'people',
            component: () => import('../people/PeoplePage.vue'),
            meta: { title: 'people.title', power: 'administer' },
          },
          {
            path: 'changes',
            name: 'audit',
            component: () => import('../people/AuditPage.vue'),
            meta: { title: 'audit.title', power: 'administer' },
          },
        ],
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
  if (isHome && session.onlyVillage !== null && worksAtDoors(session.session.roles)) {
    location.replace(here(`/doorstep/${session.onlyVillage}`))
    return false
  }
  if (isHome && session.onlyVillage !== null)
    return { name: 'work', params: { village: session.onlyVillage } }
  if (to.meta.everywhere && !session.powersIn(null).has(to.meta.everywhere)) return { name: 'villages' }
  const village = to.params['village']
  if (typeof village !== 'string') return true
  const powers = session.powersIn(village)
  if (!powers.has('read')) return { name: 'villages' }
  if (to.name === 'village' || (to.meta.power && !powers.has(to.meta.power)))
    return { name: 'work', params: { village } }
  return true
})

/** Who is an inspector alone, and has a phone in hand, is on the way to the doors. */
function worksAtDoors(held: readonly { role: Role }[]): boolean {
  return held.every(({ role }) => role === 'inspector') && matchMedia('(max-width: 720px)').matches
}
