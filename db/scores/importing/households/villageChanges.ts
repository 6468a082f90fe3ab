/** What an import changes in the village beside its postings, as somebody chose. */
import { ungrouped } from '../../../../server/domain/workbook/lists/groups.ts'
import { addListedAttributes } from '../../../households/attributes/givenAttributes.ts'
import { changeHousehold, type HouseholdDetails } from '../../../households/changeHouseholds.ts'
import { moveHouseholds } from '../../../households/moveHousehold.ts'
import type { Scope } from '../../../store/scope.ts'
import type { Store } from '../../../store/store.ts'
import { changeRule } from '../../../villages/rulebook.ts'
import type { ComparedImport } from '../compareImport.ts'
import { answerTo } from '../decisions.ts'
import type { RuleDifference } from '../ruleDifferences.ts'
import { chosenChanges } from './differences.ts'
import type { DoorDecisions } from './doorQuestions.ts'

export interface VillageChanges {
  doors: DoorDecisions
  /** The households' new groups, by their present doors. */
  groups: ReadonlyMap<string, string>
  /** By the households' listed doors. */
  households: { door: string; change: Partial<HouseholdDetails>; added?: string[] }[]
  rules: RuleDifference[]
}

export function changesOf({
  doors,
  doorDecisions,
  differences,
  ruleDifferences,
  questions,
}: Pick<
  ComparedImport,
  'doors' | 'doorDecisions' | 'differences' | 'ruleDifferences' | 'questions'
>): VillageChanges {
  const groupAt = (door: string) => doors.groupOf(doors.byDoor.get(door)?.household ?? 0)
  const groups = doorDecisions.moved.map(({ former, group }): [string, string] => [
    former,
    group === ungrouped ? (groupAt(former) ?? group) : group,
  ])
  return {
    doors: doorDecisions,
    groups: new Map(groups),
    households: chosenChanges(differences, (code) => answerTo(questions, code)),
    rules: answerTo(questions, 'rules-differ') === 'as-workbook' ? ruleDifferences : [],
  }
}

/**
 * Gives households their new doors, heads and particulars, and rules their new terms; only inside `store.write`.
 *
 * @returns the decisions about doors, now done; null where nothing changed
 * @throws Refused for a door that is taken meanwhile, and without the power `administer` for rules
 */
export async function changeVillage(
  store: Store,
  scope: Scope,
  { doors, groups, households, rules }: VillageChanges,
): Promise<DoorDecisions | null> {
  const { moved, renamed } = doors
  await moveHouseholds(
    store,
    scope,
    moved.map(({ former, door, group }) => ({ former, door, group: groups.get(former) ?? group })),
  )
  for (const { door, head } of renamed) await changeHousehold(store, scope, door, { head })
  for (const { door, change, added } of households)
    if (added) await addListedAttributes(store, scope, [{ door, attributes: added }])
    else await changeHousehold(store, scope, door, change)
  for (const { known, terms } of rules) await changeRule(store, scope, known.id, { terms })
  return countChanges({ doors, households, rules }) > 0 ? { ...doors, isDone: true } : null
}

/** How many households and rules change. */
export function countChanges({
  doors: { moved, renamed },
  households,
  rules,
}: Pick<VillageChanges, 'doors' | 'households' | 'rules'>): number {
  return new Set([...moved, ...renamed, ...households].map(({ door }) => door)).size + rules.length
}
