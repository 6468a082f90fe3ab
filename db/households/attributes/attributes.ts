/** Attributes (属性) of households, such as 党员户: rules multiply points by them. */
import { Refused, refuseLines } from '../../../server/domain/answers/refused.ts'
import { normalizeDoor } from '../../../server/domain/households/door.ts'
import { recordChange } from '../../audit/audit.ts'
import { requirePower, type Scope } from '../../store/scope.ts'
import type { Store } from '../../store/store.ts'
import { flagOf } from '../../store/tables/flag.ts'
import { findNamed } from '../../villages/names/findNamed.ts'
import { bumpRevision } from '../../villages/revision.ts'
import { listRules } from '../../villages/rulebook.ts'

export interface Attribute {
  id: number
  name: string
  /** Shown beside the doors of households that agreed. */
  isPublic: boolean
  /** Those that have it, in the order of their ids. */
  households: { door: string; agreedOn: string | null; agreedHow: string | null }[]
}

/** More than these nobody can look after. */
export const mostAttributes = 30

export async function listAttributes(store: Store, village: number): Promise<Attribute[]> {
  const attributes = await store.all<{ id: number; name: string; isPublic: 0 | 1 }>(
    'SELECT id, name, is_public AS "isPublic" FROM attributes WHERE village_id = ? ORDER BY id',
    village,
  )
  const rows = await store.all<Attribute['households'][number] & { attribute: number }>(
    `SELECT a.attribute_id AS attribute, h.door, a.agreed_on AS "agreedOn", a.agreed_how AS "agreedHow"
     FROM household_attributes a JOIN households h ON h.id = a.household_id
     WHERE a.village_id = ? AND h.closed_on IS NULL ORDER BY length(h.door), h.door`,
    village,
  )
  return attributes.map(({ id, name, isPublic }) => ({
    id,
    name,
    isPublic: isPublic === 1,
    households: rows.flatMap(({ attribute, ...row }) => (attribute === id ? [row] : [])),
  }))
}

/** Names of the attributes that a household has. */
export async function attributeNames(store: Store, village: number, household: number): Promise<string[]> {
  const rows = await store.all<{ name: string }>(
    `SELECT a.name FROM household_attributes h JOIN attributes a ON a.village_id = h.village_id AND a.id = h.attribute_id
     WHERE h.village_id = ? AND h.household_id = ? ORDER BY a.id`,
    village,
    household,
  )
  return rows.map(({ name }) => name)
}

/** Names of the attributes of all households, by household id. */
export async function attributesByHousehold(store: Store, village: number): Promise<Map<number, string[]>> {
  const rows = await store.all<{ household: number; name: string }>(
    `SELECT h.household_id AS household, a.name
     FROM attributes a JOIN household_attributes h ON h.village_id = a.village_id AND h.attribute_id = a.id
     WHERE a.village_id = ? ORDER BY a.id`,
    village,
  )
  return namesByHousehold(rows)
}

/** Attributes that the public sees, by household id: public ones of households that agreed, and did not opt out. */
export async function publicAttributes(store: Store, village: number): Promise<Map<number, string[]>> {
  const rows = await store.all<{ household: number; name: string }>(
    `SELECT h.household_id AS household, a.name
     FROM attributes a JOIN household_attributes h ON h.village_id = a.village_id AND h.attribute_id = a.id
     JOIN households o ON o.village_id = h.village_id AND o.id = h.household_id
     WHERE a.village_id = ? AND a.is_public = 1 AND h.agreed_on IS NOT NULL AND o.opted_out = 0 ORDER BY a.id`,
    village,
  )
  return namesByHousehold(rows)
}

function namesByHousehold(rows: readonly { household: number; name: string }[]): Map<number, string[]> {
  const names = new Map<number, string[]>()
  for (const { household, name } of rows) names.set(household, [...(names.get(household) ?? []), name])
  return names
}

async function mustFindAttribute(store: Store, village: number, id: number): Promise<Attribute> {
  const found = (await listAttributes(store, village)).find((one) => one.id === id)
  if (!found) throw new Refused('not-found', 'unknown-attribute')
  return found
}

/** @throws Refused when the name is taken, or there are enough */
export async function createAttribute(
  store: Store,
  scope: Scope,
  { name, isPublic }: Pick<Attribute, 'name' | 'isPublic'>,
): Promise<Attribute> {
  requirePower(scope, 'administer')
  return store.write(scope.village, async (store) => {
    const known = await listAttributes(store, scope.village)
    if (findNamed(known, name)) throw new Refused('conflict', 'attribute-taken', { name })
    if (known.length >= mostAttributes)
      throw new Refused('conflict', 'attributes-enough', { most: mostAttributes })
    const id = await insertAttribute(store, scope.village, name, isPublic)
    await recordChange(store, scope, 'attribute.created', name, null, { name, isPublic })
    return { id, name, isPublic, households: [] }
  })
}

/** @returns its id */
export async function insertAttribute(
  store: Store,
  village: number,
  name: string,
  isPublic: boolean,
): Promise<number> {
  const created_at = new Date().toISOString()
  return store.insert('attributes', {
    village_id: village,
    name: name.normalize('NFC'),
    is_public: flagOf(isPublic),
    created_at,
  })
}

/** What is set of an attribute: who sees it, or which households have it. */
export interface AttributeChange {
  isPublic?: boolean | undefined
  /** All that have it from now on. */
  doors?: readonly string[] | undefined
  /** When and how those among the doors agreed that did not before; without it they are not shown. */
  agreement?: { on: string; how?: string | undefined } | undefined
}

/** @throws Refused for doors that the village does not have */
export async function changeAttribute(
  store: Store,
  scope: Scope,
  id: number,
  { isPublic, doors, agreement }: AttributeChange,
): Promise<Attribute> {
  requirePower(scope, 'administer')
  return store.write(scope.village, async (store) => {
    const { village } = scope
    const before = await mustFindAttribute(store, village, id)
    if (isPublic !== undefined)
      await store.update('attributes', { village_id: village, id }, { is_public: flagOf(isPublic) })
    if (doors) await setHouseholds(store, scope, before, doors, agreement)
    const after = await mustFindAttribute(store, village, id)
    const told = (one: Attribute) => ({
      isPublic: one.isPublic,
      doors: one.households.map(({ door }) => door),
    })
    await recordChange(store, scope, 'attribute.changed', before.name, told(before), told(after))
    await bumpRevision(store, village)
    return after
  })
}

async function setHouseholds(
  store: Store,
  { village, user }: Scope,
  { id, households }: Attribute,
  doors: readonly string[],
  agreement: AttributeChange['agreement'],
): Promise<void> {
  const wanted = new Set(doors.map((door) => normalizeDoor(door)))
  const known = await store.all<{ id: number; door: string }>(
    'SELECT id, door FROM households WHERE village_id = ? AND closed_on IS NULL',
    village,
  )
  const idOf = new Map(known.map((one) => [one.door, one.id]))
  const unknown = [...wanted].flatMap((door, index) =>
    idOf.has(door) ? [] : [new Refused('not-found', 'unknown-household', { door }).ofLine(index, door)],
  )
  refuseLines('doors-unknown', unknown, wanted.size)
  for (const { door } of households)
    if (!wanted.has(door))
      await store.run(
        'DELETE FROM household_attributes WHERE village_id = ? AND attribute_id = ? AND household_id = ?',
        village,
        id,
        idOf.get(door) ?? 0,
      )
  const had = new Map(households.map((one) => [one.door, one]))
  const agreed = { agreed_on: agreement?.on ?? null, agreed_how: agreement?.how || null }
  for (const door of wanted) {
    const before = had.get(door)
    const key = { village_id: village, household_id: idOf.get(door) ?? 0, attribute_id: id }
    if (!before)
      await store.run(
        store.sql.insertInto('household_attributes').values({
          ...key,
          ...agreed,
          recorded_at: new Date().toISOString(),
          recorded_by: user,
        }),
      )
    else if (agreement && before.agreedOn === null) await store.update('household_attributes', key, agreed)
  }
}

/** Removes an attribute from all households. @throws Refused while a rule multiplies by it */
export async function removeAttribute(store: Store, scope: Scope, id: number): Promise<void> {
  requirePower(scope, 'administer')
  await store.write(scope.village, async (store) => {
    const { village } = scope
    const { name } = await mustFindAttribute(store, village, id)
    const rule = (await listRules(store, village)).find(
      ({ terms, retired }) => !retired && terms.multipliers?.some(({ attribute }) => attribute === name),
    )
    if (rule) throw new Refused('conflict', 'attribute-in-use', { name, rule: rule.text })
    for (const table of ['household_attributes', 'attributes'] as const)
      await store.run(
        `DELETE FROM ${table} WHERE village_id = ? AND ${table === 'attributes' ? 'id' : 'attribute_id'} = ?`,
        village,
        id,
      )
    await recordChange(store, scope, 'attribute.removed', name, { name }, null)
    await bumpRevision(store, village)
  })
}
