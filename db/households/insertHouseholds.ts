/** Inserts many households at once, as an office lists them. */
import { randomUUID } from 'node:crypto'
import type { ListedHousehold } from '../../server/domain/workbook/office.ts'
import type { NewRow } from '../store/rows.ts'
import type { Scope } from '../store/scope.ts'
import type { Store, Value } from '../store/store.ts'
import { ensureGroup } from '../villages/groups.ts'
import { insertHousehold, newHouseholdRow } from './changeHouseholds.ts'
import { importRequest } from './doorHistory.ts'

/** A household that is made ready before the turn to write. */
export interface ReadyHousehold {
  listed: ListedHousehold
  row: Omit<NewRow<'households'>, 'group_id'>
}

const columns = [
  'village_id',
  'request_id',
  'door',
  'look_alike_key',
  'head',
  'initials',
  'members',
  'phone',
  'note',
  'opted_out',
  'consented',
  'created_at',
  'door_token',
] as const satisfies (keyof ReadyHousehold['row'])[]

const historyColumns = [
  'village_id',
  'household_id',
  'kind',
  'details',
  'recorded_by',
  'recorder',
  'recorded_at',
]

/** @param isDoorUsed another household had the door, and may have been imported with it */
export function readyHousehold(village: number, listed: ListedHousehold, isDoorUsed = false): ReadyHousehold {
  const request = isDoorUsed ? randomUUID() : `${importRequest}${listed.door}`
  return { listed, row: newHouseholdRow(village, request, listed.door, listed) }
}

/**
 * Inserts households with their first line of history; only inside `store.write`.
 *
 * @returns their ids, in their order
 * @throws Refused for a door that is empty or taken, or that looks like another one
 */
export async function insertHouseholds(
  store: Store,
  scope: Scope,
  households: readonly ReadyHousehold[],
): Promise<number[]> {
  if (households.length === 0) return []
  if (!(await areDoorsFree(store, scope.village, households))) return insertEach(store, scope, households)
  const groups = new Map<string, number>()
  for (const { listed } of households)
    if (!groups.has(listed.group))
      groups.set(listed.group, await ensureGroup(store, scope.village, listed.group))
  const rows = households.map(({ listed, row }) => [
    groups.get(listed.group) ?? null,
    ...columns.map((column): Value => row[column] ?? null),
  ])
  await store.insertAll('households', ['group_id', ...columns], rows)
  const ids = await idsOf(store, scope.village, households)
  const now = new Date().toISOString()
  const created = ids.map((id) => [scope.village, id, 'created', '{}', scope.user, scope.name, now])
  await store.insertAll('household_history', historyColumns, created)
  return ids
}

/** Whether no two doors, nor one and a household of the village, are or look the same. */
async function areDoorsFree(
  store: Store,
  village: number,
  households: readonly ReadyHousehold[],
): Promise<boolean> {
  const doors = households.map(({ row }) => row.door)
  const keys = households.map(({ row }) => row.look_alike_key ?? '')
  if (doors.includes('') || new Set(keys).size < keys.length) return false
  const taken = await store.first(
    'SELECT id FROM households WHERE village_id = ? AND (door = ANY(?) OR look_alike_key = ANY(?)) LIMIT 1',
    village,
    doors,
    keys,
  )
  return taken === undefined
}

/** One by one, which says what is wrong with the first that is refused. */
async function insertEach(
  store: Store,
  scope: Scope,
  households: readonly ReadyHousehold[],
): Promise<number[]> {
  const ids: number[] = []
  for (const { listed, row } of households)
    ids.push(await insertHousehold(store, scope, row.request_id, listed.door, listed))
  return ids
}

async function idsOf(
  store: Store,
  village: number,
  households: readonly ReadyHousehold[],
): Promise<number[]> {
  const rows = await store.all<{ id: number; request: string }>(
    'SELECT id, request_id AS request FROM households WHERE village_id = ? AND request_id = ANY(?)',
    village,
    households.map(({ row }) => row.request_id),
  )
  const byRequest = new Map(rows.map(({ id, request }) => [request, id]))
  return households.map(({ row }) => {
    const id = byRequest.get(row.request_id)
    if (id === undefined) throw new Error(`household ${row.door} was not inserted`)
    return id
  })
}
