import type { Power } from '../../../server/domain/people/powers.ts'

export interface VillagePage {
  /** Name of the route, and of the icon. */
  name: string
  /** Key of its title, which the navigation shows too. */
  title: string
  power: Power
}

/** The pages of a village in the order of the navigation; Alt and the place's digit open them. */
export const pageGroups: readonly { label: string; pages: readonly VillagePage[] }[] = [
  {
    label: 'nav.daily',
    pages: [
      { name: 'work', title: 'work.title', power: 'read' },
      { name: 'entry', title: 'entry.title', power: 'enter' },
      { name: 'many', title: 'many.title', power: 'enter' },
      { name: 'review', title: 'review.title', power: 'read' },
      { name: 'activities', title: 'activities.title', power: 'read' },
      { name: 'rounds', title: 'rounds.title', power: 'read' },
      { name: 'mendings', title: 'mendings.title', power: 'read' },
      { name: 'postings', title: 'postings.title', power: 'read' },
      { name: 'households', title: 'households.title', power: 'read' },
      { name: 'report', title: 'report.title', power: 'read' },
    ],
  },
  {
    label: 'nav.public',
    pages: [
      { name: 'publicity', title: 'publicity.title', power: 'read' },
      { name: 'screens', title: 'screens.title', power: 'read' },
      { name: 'notices', title: 'notices.title', power: 'read' },
      { name: 'suggestions', title: 'suggestions.title', power: 'enter' },
    ],
  },
  {
    label: 'nav.redemption',
    pages: [
      { name: 'desk', title: 'desk.title', power: 'redeem' },
      { name: 'goods', title: 'goods.title', power: 'read' },
    ],
  },
  {
    label: 'nav.settings',
    pages: [
      { name: 'rules', title: 'rules.title', power: 'read' },
      { name: 'import', title: 'imports.title', power: 'enter' },
      { name: 'levels', title: 'levels.title', power: 'read' },
      { name: 'seasons', title: 'seasons.title', power: 'read' },
      { name: 'public', title: 'public.title', power: 'read' },
      { name: 'people', title: 'people.title', power: 'administer' },
      { name: 'connections', title: 'connections.title', power: 'administer' },
      { name: 'audit', title: 'audit.title', power: 'administer' },
    ],
  },
]

/** Pages that the navigation does not name, by the page that leads to them. */
const insides: Record<string, string> = {
  activity: 'activities',
  round: 'rounds',
  'check-sheets': 'rounds',
  household: 'households',
  passbooks: 'households',
  plates: 'households',
  cards: 'households',
  'past-imports': 'import',
  redemptions: 'goods',
  'day-sheet': 'goods',
  publication: 'publicity',
  screen: 'screens',
  season: 'seasons',
  'period-end': 'seasons',
  honours: 'seasons',
}

/** Whether the page of this route is reached by way of the other. */
export function isInside(route: unknown, page: string): boolean {
  return typeof route === 'string' && insides[route] === page
}

/** The groups with the pages that these powers open; none is empty. */
export function groupsFor(powers: ReadonlySet<Power>): typeof pageGroups {
  return pageGroups
    .map(({ label, pages }) => ({ label, pages: pages.filter(({ power }) => powers.has(power)) }))
    .filter(({ pages }) => pages.length > 0)
}
