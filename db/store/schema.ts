/** The tables as Kysely sees them, one file for each part of the house in `tables/`; `migrations/` is the truth. */
import type { Selectable } from 'kysely'
import type { ActivitiesTables } from './tables/activities.ts'
import type { BatchesTables } from './tables/batches.ts'
import type { ConnectionsTables } from './tables/connections.ts'
import type { HouseholdsTables } from './tables/households.ts'
import type { LedgerTables } from './tables/ledger.ts'
import type { LevelsTables } from './tables/levels.ts'
import type { MendingsTables } from './tables/mendings.ts'
import type { PeopleTables } from './tables/people.ts'
import type { PhotosTables } from './tables/photos.ts'
import type { PublicityTables } from './tables/publicity.ts'
import type { RedemptionTables } from './tables/redemption.ts'
import type { RequestsTables } from './tables/requests.ts'
import type { ResidentsTables } from './tables/residents.ts'
import type { ReviewTables } from './tables/review.ts'
import type { RoundsTables } from './tables/rounds.ts'
import type { RulebookTables } from './tables/rulebook.ts'
import type { SeasonsTables } from './tables/seasons.ts'
import type { VillagesTables } from './tables/villages.ts'

export type { Flag } from './tables/flag.ts'

export interface Schema
  extends
    VillagesTables,
    HouseholdsTables,
    RulebookTables,
    LedgerTables,
    BatchesTables,
    SeasonsTables,
    LevelsTables,
    ReviewTables,
    PublicityTables,
    RedemptionTables,
    PhotosTables,
    ResidentsTables,
    RoundsTables,
    ActivitiesTables,
    MendingsTables,
    ConnectionsTables,
    RequestsTables,
    PeopleTables {}

export type VillageRow = Selectable<Schema['villages']>
export type SeasonRow = Selectable<Schema['seasons']>
export type PostingRow = Selectable<Schema['postings']>
export type ClaimRow = Selectable<Schema['claims']>
export type PublicationRow = Selectable<Schema['publications']>
export type ObjectionRow = Selectable<Schema['objections']>
export type ActivityRow = Selectable<Schema['activities']>
