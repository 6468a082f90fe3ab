/** Which field of a call a refusal is about, so that a form can show the sentence there. */
import { hasField } from '../../contract/fields/fieldPath.ts'
import { isFileKind, type Operation } from '../../contract/operations/operations.ts'
import type { Params } from '../../domain/answers/fault.ts'
import { normalizeDoor } from '../../domain/households/door.ts'

/** Lists in bodies whose rows are refused one by one. */
const rowLists = ['lines', 'assignments']

const household = ['door', 'into', 'ownDoor', 'doors']

/** Paths by code of the refusal, in a row where a row was refused; the first one counts that the body has. */
export const refusedFields: Record<string, readonly string[]> = {
  'unknown-household': household,
  'household-closed': household,
  'own-household': household,
  'door-alike': ['door'],
  'door-closed': ['door'],
  'door-empty': ['door'],
  'door-not-assigned': ['door'],
  'door-outside-grid': ['door'],
  'door-taken': ['door'],
  'door-twice': ['door'],
  'visited-by-other': ['door'],
  'same-household': ['into'],
  'share-too-large': ['share.score'],

  'unknown-rule': ['rule', 'doorstep.rules'],
  'rule-retired': ['rule', 'sheet'],
  'rule-not-at-doors': ['rule'],
  'not-proposable': ['rule'],
  'unknown-dimension': ['dimension'],
  'points-fixed': ['points'],
  'points-range': ['points'],
  'points-level': ['points'],
  'units-limit': ['units'],
  'units-needed': ['units'],
  'units-not-used': ['units'],
  'units-uneven': ['units'],
  'rule-not-yet': ['occurredOn'],
  'rule-over': ['occurredOn'],
  'date-in-closed-season': ['occurredOn', 'visitedOn'],
  'date-in-future': ['occurredOn', 'visitedOn'],
  'date-outside-season': ['occurredOn', 'visitedOn'],
  'visit-outside-month': ['visitedOn'],
  'evidence-needed': ['note'],
  'photo-needed': ['photos'],
  'proposal-photo': ['photos'],
  'unknown-photo': ['photos'],
  'unknown-posting': ['posting'],
  'restore-too-much': ['points'],

  'token-expiry': ['expiresOn'],
  'token-name-taken': ['name'],
  'not-everywhere': ['everywhere'],
  'may-not-approve': ['approvesHost'],
  'webhook-url': ['url'],
  'webhook-plain': ['url', 'approvesHost'],
  'webhook-private': ['url', 'approvesHost'],
  'webhook-exists': ['url'],

  'user-alike': ['username'],
  'user-exists': ['username'],
  'password-needed': ['password'],
  'wrong-current-password': ['current'],
  'wrong-setup-code': ['code'],
  'last-administrator': ['roles'],
  'own-roles': ['roles'],
  'person-elsewhere': ['displayName'],

  'sheet-retired': ['sheet'],
  'sheet-rule-scale': ['rule', 'sheet'],
  'sheet-rule-short': ['rule', 'sheet'],
  'unknown-sheet': ['sheet'],
  'unfit-grade': ['given'],
  'unknown-sheet-item': ['found'],
  'round-month-ahead': ['month'],
  'round-moved': ['visits'],
  'round-open': ['month'],
  'not-an-inspector': ['person'],
  'unknown-group': ['groups', 'grid'],
  'activity-deducts': ['rule'],
  'activity-by-person': ['rule'],
  'activity-other-day': ['heldOn'],
  'activity-not-invited': ['door'],
  'activity-moved': ['people'],
  'sign-in-code': ['code'],
  'mending-photo': ['photos'],
  'mending-reason': ['reason'],
  'mending-needs-deduction': ['rule'],

  'closing-moved': ['expires'],
  'season-ends-before': ['endsOn', 'next.endsOn'],
  'season-leaves-postings': ['startsOn'],
  'season-must-follow': ['next.startsOn'],
  'season-name-taken': ['name', 'next.name'],
  'season-overlaps': ['startsOn', 'next.startsOn'],

  'closes-before-today': ['closesOn'],
  'closes-too-late': ['closesOn'],
  'publication-number-taken': ['number'],
  'not-in-publication': ['posting'],
  'not-published-now': ['posting'],
  'objected-already': ['posting'],
  'objected-before': ['posting'],
  'only-scores-change': ['outcome'],
  'points-beyond-rule': ['points'],
  'points-unchanged': ['points'],

  'notice-ends-before': ['endsOn'],
  'desk-check-needed': ['check'],
  'desk-no-card': ['check'],
  'desk-code-locked': ['check'],
  'desk-wrong-code': ['check'],
  'desk-day-over': ['on'],
  'desk-day-taken': ['on'],
  'desk-hours': ['to'],
  'stock-not-counted': ['amount'],
  'stock-short': ['amount'],

  'dimension-taken': ['name'],
  'dimensions-enough': ['name'],
  'slug-reserved': ['slug'],
  'unknown-picture': ['crest', 'picture'],
  'village-exists': ['slug'],
}

/**
 * The path of the field in the body that a refusal is about, such as `username` or
 * `lines.3.door`; null where it is about none.
 *
 * @param body as it was sent
 * @param row index of the row that was refused, null where no row was
 */
export function refusedField(
  operation: Operation,
  body: unknown,
  { code, params }: { code: string; params: Params },
  row: number | null,
): string | null {
  const schema = operation.body
  if (schema === undefined || isFileKind(schema)) return null
  const before = row === null ? [] : rowPath(body, row)
  const found = (refusedFields[code] ?? [])
    .map((path) => [...before, ...path.split('.')])
    .find((path) => hasField(schema, path) && isMeant(operation, valueAt(body, path), path, params))
  return found?.join('.') ?? null
}

/** The path of a row in the body; empty where the body has no rows. */
export function rowPath(body: unknown, row: number): string[] {
  if (Array.isArray(body)) return [String(row)]
  const list = rowLists.find((name) => Array.isArray(valueAt(body, [name])))
  return list === undefined ? [] : [list, String(row)]
}

function valueAt(body: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined,
    body,
  )
}

/** Whether the refused household is the one in this field: the address of a call may name another. */
function isMeant(
  operation: Operation,
  value: unknown,
  path: readonly string[],
  { door: refused }: Params,
): boolean {
  if (!household.includes(path[path.length - 1] ?? '')) return true
  if (refused === undefined) return operation.params?.shape.door === undefined
  const doors = [value].flat().filter((one) => typeof one === 'string')
  return doors.some((door) => normalizeDoor(door) === normalizeDoor(String(refused)))
}
