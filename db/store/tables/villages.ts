/** What a village is and shows: screens, notices, pictures. */
import type { Generated } from 'kysely'
import type { PrivacyPreset } from '../../../server/domain/board/privacy.ts'
import type { DeskCheck } from '../../../server/domain/rules/deskCheck.ts'
import type { Flag } from './flag.ts'

export interface VillagesTables {
  installation: {
    only: 1
    epoch: string
    setup_code_hash: string | null
    /** PKCS #8, PEM: signs certificates; null before the first. */
    signing_key: Generated<string | null>
    /** Of the last backup; a copy carries its own. */
    backup_number: Generated<number>
    /** When the whole of the data was last proven, UTC. */
    proven_at: Generated<string | null>
  }
  villages: {
    id: Generated<number>
    slug: string
    name: string
    slogan: Generated<string>
    timezone: string
    privacy: Generated<PrivacyPreset>
    names_deductions: Generated<Flag>
    /** JSON, `TieBreaker[]`. */
    tie_breakers: Generated<string>
    sample: Generated<Flag>
    /** Counts changes that screens cannot fold: households, groups, privacy. */
    revision: Generated<number>
    /** Id of a picture. */
    crest: Generated<string | null>
    /** JSON, `ReviewPolicy`. */
    review: Generated<string>
    /** Points of later postings are on hold until they were published; null for none. */
    holds_after: Generated<number | null>
    /** JSON, `PhotoSettings`. */
    photos: Generated<string>
    /** JSON, `ResidentSettings`. */
    residents: Generated<string>
    /** JSON, `DoorstepSettings`. */
    doorstep: Generated<string>
    /** How the desk makes sure who asks for goods. */
    desk_check: Generated<DeskCheck>
    /** The desk shows a photo of the household. */
    desk_portraits: Generated<Flag>
    /** Whether anybody may fetch the board and the public lines of the ledger as data. */
    open_data: Generated<Flag>
    /** How many smallest units make one point: 1, 2 or 10. */
    point_parts: Generated<number>
    /** JSON, `RedemptionTerms`. */
    redemption: Generated<string>
    /** JSON, `LevelScheme`; null for none. */
    levels: Generated<string | null>
    created_at: string
  }
  pictures: {
    id: string
    village_id: number
    width: number
    height: number
    bytes: Buffer
    created_at: string
  }
  screens: {
    id: Generated<number>
    village_id: number
    /** The `?screen=` of its address. */
    key: string
    name: string
    /** JSON, `ScreenSettings`. */
    settings: string
    /** JSON, what it last said of itself. */
    said: Generated<string>
    last_word_at: Generated<string | null>
    /** Hash of the secret of the device that it is bound to. */
    device: Generated<string | null>
    created_at: string
  }
  notices: {
    id: Generated<number>
    village_id: number
    title: string
    text: string
    /** Id of a picture of the same village. */
    picture: string | null
    starts_on: string
    ends_on: string
    /** JSON, keys of the screens that show it; empty for all. */
    screens: Generated<string>
    created_at: string
    created_by: number | null
  }
}
