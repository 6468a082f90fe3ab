import { inOrder } from '../store/inOrder.ts'
import type { Store } from '../store/store.ts'

const ofRule = `SELECT text AS name FROM rule_versions
  WHERE village_id = @village AND rule_id = @id ORDER BY version DESC LIMIT 1`
const ofGroup = 'SELECT name FROM household_groups WHERE village_id = @village AND id = @id'

/** Fields that hold an id, or a list of ids, and where the name is. */
const nameByField: Readonly<Record<string, string>> = {
  rule: ofRule,
  rules: ofRule,
  proposalRules: ofRule,
  group: ofGroup,
  groups: ofGroup,
  grid: ofGroup,
  dimension: 'SELECT name FROM dimensions WHERE village_id = @village AND id = @id',
  village: 'SELECT name FROM villages WHERE id = @id',
  sheet: 'SELECT name FROM check_sheets WHERE village_id = @village AND id = @id',
  person: `SELECT u.display_name AS name FROM users u
           WHERE u.id = @id AND EXISTS (SELECT 1 FROM memberships m
             WHERE m.user_id = u.id AND (m.village_id = @village OR m.village_id IS NULL))`,
}

/**
 * The value with names in place of ids: by the time it is read, the row may be
 * renamed or deleted.
 *
 * @param field the name under which the value stands; says what an id is of
 */
export async function withNames(
  store: Store,
  village: number | null,
  value: unknown,
  field = '',
): Promise<unknown> {
  if (Array.isArray(value)) return await inOrder(value, async (one) => withNames(store, village, one, field))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      await inOrder(Object.entries(value), async ([key, part]) => [
        key,
        await withNames(store, village, part, key),
      ]),
    )
  const find = typeof value === 'number' ? nameByField[field] : undefined
  if (find === undefined) return value
  const found = await store.first<{ name: string }>(find, { village, id: value })
  return found?.name ?? value
}
