/** Publications and objections. */
import type { Generated } from 'kysely'

export interface PublicityTables {
  publications: {
    id: Generated<number>
    village_id: number
    request_id: string
    number: string
    from_seq: number
    to_seq: number
    head: string
    lines: number
    starts_on: string
    ends_on: string
    opens_on: string
    closes_on: string
    /** JSON, `Sheet`. */
    sheet: string
    created_at: string
    created_by: number | null
  }
  objections: {
    id: Generated<number>
    village_id: number
    request_id: string
    publication_id: number
    posting_seq: number
    objector: string
    text: string
    source: 'staff' | 'resident'
    created_at: string
    created_by: number | null
    state: Generated<'open' | 'upheld' | 'changed' | 'revoked'>
    reason: Generated<string | null>
    answered_at: Generated<string | null>
    answered_by: Generated<number | null>
    answerer: Generated<string | null>
    answer_id: Generated<string | null>
    reversal_seq: Generated<number | null>
    replacement_seq: Generated<number | null>
  }
}
