import type { Power } from '../../../server/domain/people/powers.ts'

/** The pages of a village in the order of the navigation; Alt and the place's digit open them. */
export const villagePages: readonly { name: string; label: string; power: Power }[] = [
  { name: 'work', label: 'nav.work', power: 'read' },
  { name: 'entry', label: 'nav.entry', power: 'enter' },
  { name: 'many', label: 'nav.many', power: 'enter' },
  { name: 'review', label: 'nav.review', power: 'read' },
  { name: 'rounds', label: 'nav.rounds', power: 'read' },
  { name: 'postings', label: 'nav.postings', power: 'read' },
  { name: 'households', label: 'nav.households', power: 'read' },
  { name: 'rules', label: 'nav.rules', power: 'read' },
  { name: 'report', label: 'nav.report', power: 'read' },
  { name: 'import', label: 'nav.import', power: 'enter' },
  { name: 'desk', label: 'nav.desk', power: 'redeem' },
  { name: 'goods', label: 'nav.goods', power: 'read' },
  { name: 'publicity', label: 'nav.publicity', power: 'read' },
  { name: 'suggestions', label: 'nav.suggestions', power: 'enter' },
  { name: 'screens', label: 'nav.screens', power: 'read' },
  { name: 'notices', label: 'nav.notices', power: 'read' },
  { name: 'public', label: 'nav.public', power: 'read' },
  { name: 'seasons', label: 'nav.seasons', power: 'read' },
  { name: 'people', label: 'nav.people', power: 'administer' },
  { name: 'audit', label: 'nav.audit', power: 'administer' },
]
