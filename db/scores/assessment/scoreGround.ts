import { Refused } from '../../../server/domain/answers/refused.ts'
import type { Chain } from '../../ledger/chain.ts'
import type { SeasonRow, VillageRow } from '../../store/schema.ts'
import type { Store } from '../../store/store.ts'

/** What the scores of a request are judged by, and where they are appended. */
export interface Ground {
  village: Pick<VillageRow, 'timezone' | 'review'>
  season: SeasonRow
  chain: Chain
  /** How many versions of rules have consequences beyond their points; most villages have none. */
  specialRules: number
}

const groundOf = `
  SELECT v.timezone, v.review, c.name AS chain, c.seq, c.head, s.id, s.village_id, s.name, s.starts_on, s.ends_on, s.state,
    (SELECT count(*) FROM rule_versions r WHERE r.village_id = v.id AND r.special = 1) AS "specialRules"
  FROM villages v
  JOIN chains c ON c.village_id = v.id
  LEFT JOIN seasons s ON s.village_id = v.id AND s.state = 'active'
  WHERE v.id = ?`

/** @throws Refused when there is no such village, or no season is open */
export async function readScoreGround(store: Store, village: number): Promise<Ground> {
  const row = await store.first<
    Ground['village'] &
      Pick<Ground, 'specialRules'> &
      Omit<Chain, 'name'> & { chain: string } & (SeasonRow | { id: null })
  >(groundOf, village)
  if (!row) throw new Refused('not-found', 'unknown-village', { slug: '' })
  if (row.id === null) throw new Refused('conflict', 'no-season')
  const { timezone, review, chain: name, seq, head, specialRules, ...season } = row
  return { village: { timezone, review }, season, chain: { name, seq, head }, specialRules }
}
