/** Gives attributes to households: to one on its own page, to many as an office lists them. */
import { Refused } from '../../../server/domain/answers/refused.ts'
import { recordChange } from '../../audit/audit.ts'
import { requirePower, type Scope } from '../../store/scope.ts'
import type { Store } from '../../store/store.ts'
import { findNamed } from '../../villages/names/findNamed.ts'
import { bumpRevision } from '../../villages/revision.ts'
import { mustFindOpenHousehold } from '../households.ts'
import {
  type Attribute,
  type AttributeChange,
  attributeNames,
  insertAttribute,
  listAttributes,
  mostAttributes,
} from './attributes.ts'

/** All attributes that a household has from now on. */
export interface HouseholdAttributes {
  /** Ids. */
  attributes: readonly number[]
  /** When and how it agreed to show those that it did not agree to before; without it they are not shown. */
  agreement?: AttributeChange['agreement']
}

/** @returns names of the household's attributes @throws Refused for an attribute that the village does not have */
export async function setHouseholdAttributes(
  store: Store,
  scope: Scope,
  door: string,
  { attributes, agreement }: HouseholdAttributes,
): Promise<string[]> {
  requirePower(scope, 'administer')
  const { village } = scope
  return store.write(village, async (store) => {
    const { id: household, door: now } = await mustFindOpenHousehold(store, village, door)
    const known = await listAttributes(store, village)
    const wanted = new Set(attributes)
    for (const id of wanted)
      if (!known.some((one) => one.id === id)) throw new Refused('not-found', 'unknown-attribute')
    const before = await attributeNames(store, village, household)
    for (const attribute of known) {
      const has = attribute.households.find((one) => one.door === now)
      const given = { household, attribute: attribute.id, agreement }
      if (!wanted.has(attribute.id)) {
        if (has) await take(store, village, given)
      } else if (!has) await give(store, scope, given)
      else if (has.agreedOn === null && agreement && attribute.isPublic) await agree(store, village, given)
    }
    const after = await attributeNames(store, village, household)
    const told = (names: string[]) => ({ attributes: names })
    await recordChange(store, scope, 'household.attributes', now, told(before), told(after))
    await bumpRevision(store, village)
    return after
  })
}

interface Given {
  household: number
  attribute: number
  agreement?: AttributeChange['agreement']
}

const agreedAs = (agreement: Given['agreement']) => ({
  agreed_on: agreement?.on ?? null,
  agreed_how: agreement?.how || null,
})

async function give(store: Store, scope: Scope, { household, attribute, agreement }: Given): Promise<void> {
  await store.run(
    store.sql.insertInto('household_attributes').values({
      ...{ village_id: scope.village, household_id: household, attribute_id: attribute },
      ...agreedAs(agreement),
      recorded_at: new Date().toISOString(),
      recorded_by: scope.user,
    }),
  )
}

async function agree(
  store: Store,
  village: number,
  { household, attribute, agreement }: Given,
): Promise<void> {
  const key = { village_id: village, household_id: household, attribute_id: attribute }
  await store.update('household_attributes', key, agreedAs(agreement))
}

async function take(store: Store, village: number, { household, attribute }: Given): Promise<void> {
  await store.run(
    'DELETE FROM household_attributes WHERE village_id = ? AND attribute_id = ? AND household_id = ?',
    village,
    attribute,
    household,
  )
}

/**
 * Adds the attributes that an office lists; those that a household has stay, new ones are made and are not public.
 * Only inside `store.write`.
 *
 * @throws Refused when the village would have too many
 */
export async function addListedAttributes(
  store: Store,
  scope: Scope,
  households: readonly { door: string; attributes?: readonly string[] | undefined }[],
): Promise<void> {
  const listed = households.filter(({ attributes = [] }) => attributes.length > 0)
  if (listed.length === 0) return
  const { village } = scope
  const known = await listAttributes(store, village)
  for (const { door: listedDoor, attributes = [] } of listed) {
    const { id: household, door } = await mustFindOpenHousehold(store, village, listedDoor)
    for (const name of attributes) {
      const { id, households } = findNamed(known, name) ?? (await make(store, village, known, name))
      if (households.some((one) => one.door === door)) continue
      await give(store, scope, { household, attribute: id })
      households.push({ door, agreedOn: null, agreedHow: null })
    }
  }
}

async function make(store: Store, village: number, known: Attribute[], name: string): Promise<Attribute> {
  if (known.length >= mostAttributes)
    throw new Refused('conflict', 'attributes-enough', { most: mostAttributes })
  const made: Attribute = {
    id: await insertAttribute(store, village, name, false),
    ...{ name, isPublic: false, households: [] },
  }
  known.push(made)
  return made
}
