/** Levels of households: evaluations of a period, and what each household was awarded. */
import type { Generated } from 'kysely'

export interface LevelsTables {
  evaluations: {
    id: Generated<number>
    village_id: number
    /** The id that the client made. */
    request_id: string
    request: string
    /** Of the village then. */
    village_name: string
    /** 2026-06, 2026-Q2, 2026, or the season's name. */
    period: string
    starts_on: string
    ends_on: string
    /** JSON, `LevelScheme` as it was then. */
    scheme: string
    /** How many the village had. */
    households: number
    /** Where the ledger ended then. */
    seq: number
    head: string
    made_at: string
    made_by: number | null
    maker: string
  }
  level_awards: {
    village_id: number
    evaluation_id: number
    household_id: number
    /** 128 random bits, base64url: what the certificate's QR code carries. */
    token: string
    /** As they were then. */
    door: string
    level: string
    stars: number
    score: number
    place: number
    /** Ed25519 of the certificate's content, base64url. */
    signature: string
  }
}
