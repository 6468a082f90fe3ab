/** Reasons why a period cannot be cleared: its points must be settled, published, and not objected to. */
import { Refused } from '../../server/domain/answers/refused.ts'
import type { DateRange } from '../../server/domain/calendar/calendar.ts'
import { joinReversed, movesScore } from '../ledger/postingSql.ts'
import type { Store } from '../store/store.ts'
import { today } from '../villages/today.ts'

/** The steps of a period's end in their order, and why each is not done yet. */
export interface PeriodStep {
  name: 'over' | 'settled' | 'published' | 'answered'
  hindrance: Refused | null
}

export async function periodSteps(
  store: Store,
  village: number,
  { from, to }: DateRange,
): Promise<PeriodStep[]> {
  const now = await today(store, village)
  const parameters = { village, from, to, today: now }
  const { claims, rounds } = await store.one<{ claims: number; rounds: number }>(
    `SELECT (SELECT count(*) FROM claims WHERE village_id = @village AND state = 'waiting'
               AND occurred_on BETWEEN @from AND @to) AS claims,
            (SELECT count(*) FROM rounds r WHERE r.village_id = @village AND r.state = 'open'
               AND EXISTS (SELECT 1 FROM visits v WHERE v.village_id = r.village_id AND v.round_id = r.id
                 AND v.superseded = 0 AND v.visited_on BETWEEN @from AND @to)) AS rounds`,
    parameters,
  )
  // What an answered objection corrected was said in its publication.
  const { unpublished } = await store.one<{ unpublished: number }>(
    `SELECT count(*) AS unpublished FROM postings p ${joinReversed}
     WHERE p.village_id = @village AND p.occurred_on BETWEEN @from AND @to AND ${movesScore}
       AND NOT EXISTS (SELECT 1 FROM publications n WHERE n.village_id = p.village_id
         AND p.seq BETWEEN n.from_seq AND n.to_seq AND n.closes_on < @today)
       AND NOT EXISTS (SELECT 1 FROM objections b WHERE b.village_id = p.village_id
         AND p.seq IN (b.reversal_seq, b.replacement_seq))`,
    parameters,
  )
  const { objections } = await store.one<{ objections: number }>(
    `SELECT count(*) AS objections FROM objections o
     JOIN postings p ON p.village_id = o.village_id AND p.seq = o.posting_seq
     WHERE o.village_id = @village AND o.state = 'open' AND p.occurred_on BETWEEN @from AND @to`,
    parameters,
  )
  const count = claims + rounds
  return [
    {
      name: 'over',
      hindrance: now > to ? null : new Refused('conflict', 'clearing-not-over', { to, today: now }),
    },
    {
      name: 'settled',
      hindrance: count === 0 ? null : new Refused('conflict', 'clearing-unsettled', { claims, rounds }),
    },
    {
      name: 'published',
      hindrance:
        unpublished === 0 ? null : new Refused('conflict', 'clearing-unpublished', { count: unpublished }),
    },
    {
      name: 'answered',
      hindrance:
        objections === 0 ? null : new Refused('conflict', 'clearing-objections', { count: objections }),
    },
  ]
}
