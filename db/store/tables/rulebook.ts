/** Dimensions, and rules in versions. */
import type { Generated } from 'kysely'
import type { Flag } from './flag.ts'

export interface RulebookTables {
  dimensions: { id: Generated<number>; village_id: number; name: string; position: number }
  rules: {
    id: Generated<number>
    village_id: number
    dimension_id: number
    position: number
    retired: Generated<Flag>
  }
  rule_versions: {
    id: Generated<number>
    village_id: number
    rule_id: number
    version: number
    text: string
    initials: string
    /** JSON, `RuleTerms`. */
    terms: string
    created_at: string
    created_by: number | null
    /** Whether its postings have consequences beyond their points, `isSpecial`. */
    special: Generated<Flag>
  }
}
