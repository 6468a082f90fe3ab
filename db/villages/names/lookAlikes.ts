/** Doors and user names of earlier builds that look alike; new ones are refused. */
import { spelledOut } from '../../../server/domain/text/lookAlikes.ts'
import type { Store } from '../../store/store.ts'

export interface LookAlikes {
  /** Doors of open households, those of one look together. */
  doors: string[][]
  /** Names of accounts that work for the village. */
  userNames: string[][]
}

/** What looks alike in a village; letters that look Latin are followed by their code points. */
export async function listLookAlikes(store: Store, village: number): Promise<LookAlikes> {
  return {
    doors: await grouped(store, alikeDoors, village),
    userNames: await grouped(store, alikeNames, village),
  }
}

const alikeDoors = `
  SELECT look_alike_key AS key, door AS text FROM households
  WHERE village_id = ? AND closed_on IS NULL AND look_alike_key <> '' ORDER BY look_alike_key, id`
const alikeNames = `
  SELECT look_alike_key AS key, username AS text FROM users
  WHERE id IN (SELECT user_id FROM memberships WHERE village_id = ? OR village_id IS NULL)
    AND look_alike_key <> '' ORDER BY look_alike_key, id`

async function grouped(store: Store, query: string, village: number): Promise<string[][]> {
  const rows = await store.all<{ key: string; text: string }>(query, village)
  const byKey = new Map<string, string[]>()
  for (const { key, text } of rows) byKey.set(key, [...(byKey.get(key) ?? []), spelledOut(text)])
  return [...byKey.values()].filter((alike) => alike.length > 1)
}
