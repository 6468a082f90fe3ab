import { type VillageRow } from '../store/schema.ts'
import { type Store } from '../store/store.ts'

const keptTables = ['standings', 'dimension_standings', 'month_totals', 'line_totals', 'balances'] as const

/** Makes all totals of a village anew from its postings, in one transaction. */
export function rebuildTotals(store: Store, village: VillageRow): void {
  store.write(() => {
    for (const table of keptTables) store.prepare(`DELETE FROM ${table} WHERE village_id = ?`).run(village.id)
    for (const statement of rebuilding) store.prepare(statement).run({ village: village.id })
    store.announce({ type: 'village', village: village.id })
  })
}

/** Postings with what counts for the score: `origin` is the kind, or of a reversal what it reverses. */
const counted = `
  FROM (SELECT p.*, CASE WHEN p.kind = 'reversal' THEN o.kind ELSE p.kind END AS origin
        FROM postings p LEFT JOIN postings o ON o.village_id = p.village_id AND o.seq = p.reverses
        WHERE p.village_id = @village)`
const scoring = `origin IN ('award', 'deduct', 'restore', 'opening')`
const deducting = `origin IN ('deduct', 'restore')`
const byDimension = `dimension_id IS NOT NULL AND points <> 0 AND ${scoring}`

const rebuilding = [
  `INSERT INTO standings (village_id, season_id, household_id, score, earned, deducted, redeemed)
   SELECT village_id, season_id, household_id,
     sum(iif(${scoring}, points, 0)),
     sum(iif(${scoring} AND NOT ${deducting}, points, 0)),
     sum(iif(${deducting}, -points, 0)),
     sum(iif(origin IN ('redeem', 'redeem-return'), -points, 0))
   ${counted} GROUP BY 1, 2, 3`,
  `INSERT INTO dimension_standings (village_id, season_id, household_id, dimension_id, score)
   SELECT village_id, season_id, household_id, dimension_id, sum(points)
   ${counted} WHERE ${byDimension} GROUP BY 1, 2, 3, 4`,
  `INSERT INTO month_totals (village_id, season_id, month, dimension_id, score)
   SELECT village_id, season_id, substr(occurred_on, 1, 7), dimension_id, sum(points)
   ${counted} WHERE ${byDimension} GROUP BY 1, 2, 3, 4`,
  `INSERT INTO line_totals
    (village_id, season_id, month, kind, reversed_kind, dimension_id, text, lines, points)
   SELECT village_id, season_id, substr(occurred_on, 1, 7), kind, iif(kind = 'reversal', origin, NULL),
     dimension_id, text, count(*), sum(points)
   ${counted} GROUP BY 1, 2, 3, 4, 5, 6, 7`,
  `INSERT INTO balances (village_id, household_id, balance)
   SELECT village_id, household_id, sum(points) ${counted} GROUP BY 1, 2`,
]
