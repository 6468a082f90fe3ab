/** What was entered together. */
import type { Generated } from 'kysely'
import type { BatchKind } from '../../../server/domain/points/batch.ts'

export interface BatchesTables {
  batches: {
    id: Generated<number>
    village_id: number
    kind: BatchKind
    /** ISO 8601, UTC. */
    made_at: string
    made_by: number | null
    maker: string
  }
  batch_lines: {
    village_id: number
    /** Id of a claim, of the posting that came of it, or of a posting. */
    score_id: string
    batch_id: number
  }
  /** What an import brought beside its postings, for the batch of these. */
  imports: {
    village_id: number
    batch_id: number
    filename: string
    /** Lines that stayed out. */
    problems: number
    /** New ones. */
    households: number
    rules: number
  }
}
