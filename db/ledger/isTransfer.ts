/** SQL condition: posting `p` moved points from one household to another (a split or a merge). */
export const isTransfer = `EXISTS (SELECT 1 FROM household_transfers t
  WHERE t.village_id = p.village_id AND p.seq BETWEEN t.first_seq AND t.last_seq)`
