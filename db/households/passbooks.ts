/** Passbooks (积分册) as they are printed: every line of the season with the balance after it. */
import type { PostingKind } from '../../server/domain/points/posting.ts'
import { mustFindChain } from '../ledger/chain.ts'
import type { Store } from '../store/store.ts'
import { readSpecialRules } from '../villages/specialRules.ts'

export interface PassbookLine {
  seq: number
  kind: PostingKind
  occurredOn: string
  text: string
  points: number
  /** Sum of all points up to this line but honour points. */
  balance: number
  /** Why, for a reversal; nothing else that staff noted is printed. */
  reason: string | null
  reverses: number | null
}

/** A household's lines of the active season, oldest first; the balance runs on from earlier seasons. */
export async function passbookLines(
  store: Store,
  village: number,
  household: number,
): Promise<PassbookLine[]> {
  return store.all<PassbookLine>(
    `SELECT seq, kind, "occurredOn", text, points, balance, reason, reverses FROM (
         SELECT p.seq, p.kind, p.occurred_on AS "occurredOn", p.text, p.points, p.season_id,
                sum(CASE WHEN p.rule_version_id = ANY(?) THEN 0 ELSE p.points END) OVER (ORDER BY p.seq) AS balance,
                CASE WHEN p.kind = 'reversal' THEN p.note END AS reason, p.reverses
         FROM postings p WHERE p.village_id = ? AND p.household_id = ?)
       WHERE season_id = (SELECT id FROM seasons WHERE village_id = ? AND state = 'active')
       ORDER BY seq`,
    (await readSpecialRules(store, village)).honours,
    village,
    household,
    village,
  )
}

/** Number and hash of the village's last posting, printed so that paper is a witness. */
export async function ledgerHead(store: Store, village: number): Promise<{ seq: number; head: string }> {
  const { seq, head } = await mustFindChain(store, village)
  return { seq, head: head.slice(0, 8) }
}
