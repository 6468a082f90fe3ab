import { z } from 'zod'
import { privacyPresets } from '../../domain/board/privacy.ts'
import { isTimezone } from '../../domain/calendar/calendar.ts'
import { areInOrder, levelMeasures, levelPeriods, type LevelScheme } from '../../domain/ranking/levels.ts'
import { deskChecks } from '../../domain/rules/deskCheck.ts'
import { slug } from '../fields/ids.ts'
import { localDate } from '../fields/localDate.ts'
import { boundedPoints } from '../fields/pointBounds.ts'
import { pointUnit } from '../fields/points.ts'
import { asTyped, oneLine } from '../fields/text.ts'
import { photoSettings } from '../households/photos.ts'
import { reviewPolicy } from '../scores/claims.ts'

/** What a village lets its households do themselves. */
export const residentSettings = z.object({
  /** Propose deeds of their own for a review. */
  proposals: z.boolean(),
  /** Ids of the rules that may be proposed by; null for all that leave no judgement. Absent in a change, they stay. */
  proposalRules: z.array(z.int()).max(500).nullable().optional(),
  /** Write to the village. */
  suggestions: z.boolean(),
})

const doorstepSettings = z.object({
  /** How many doors one worker may score in a day; null for no bound. */
  dailyDoors: z.int().min(1).max(1_000).nullable(),
  /** Ids of the rules that may be scored on the spot, beside the rounds. */
  rules: z.array(z.int()).max(500),
})

/** What of a balance is redeemed: what is above `keep`, once the balance is at least `least`. */
export const redemptionTerms = z.object({
  keep: boundedPoints(0, 1_000_000),
  least: boundedPoints(0, 1_000_000),
})

/** How households get levels: thresholds in points, places, or percent of the households; the best level first. */
export const levelScheme: z.ZodType<LevelScheme> = z
  .object({
    by: z.enum(levelMeasures),
    period: z.enum(levelPeriods),
    levels: z
      .array(
        z.object({
          name: oneLine(1, 12),
          stars: z.int().min(0).max(5),
          from: z.int().min(0).max(1_000_000),
        }),
      )
      .min(1)
      .max(8),
  })
  .refine(areInOrder, { path: ['levels'], error: 'levels-not-in-order' })

export const seasonView = z.object({ name: z.string(), startsOn: localDate, endsOn: localDate })

export const villageView = z.object({
  slug,
  name: z.string(),
  slogan: z.string(),
  timezone: z.string(),
  privacy: z.enum(privacyPresets),
  /** The wall says whom a deduction was for. */
  namesDeductions: z.boolean(),
  /** Address of the crest's picture. */
  crest: z.string().nullable(),
  /** What waits for a review beside what its rule lets wait. */
  review: reviewPolicy,
  /** The smallest unit of points, in points; fixed at the first posting. */
  unit: pointUnit,
  /** Points can be spent once the publication over them has closed. */
  holdsPublicity: z.boolean(),
  /** Room and time of photos that are kept as evidence. */
  photos: photoSettings,
  /** What households may do themselves, behind their doors' codes. */
  residents: residentSettings,
  /** What grid workers may do at the doors. */
  doorstep: doorstepSettings,
  redemption: redemptionTerms,
  /** How the desk makes sure who asks for goods. */
  deskCheck: z.enum(deskChecks).default('none'),
  /** The desk shows a photo of the household. */
  deskPortraits: z.boolean().default(false),
  levels: levelScheme.nullable(),
  /** Anybody may fetch the board and the public lines of the ledger as data. */
  openData: z.boolean().default(false),
  /** True for the village that was made up to look at (示范). */
  sample: z.boolean(),
  season: seasonView.nullable(),
  households: z.int(),
  seq: z.int(),
  /** First 8 hex digits of the last posting's hash; empty for an empty ledger. */
  head: z.string(),
  dimensions: z.array(z.object({ id: z.int(), name: z.string() })),
  groups: z.array(z.object({ id: z.int(), name: z.string() })),
})
export type VillageView = z.infer<typeof villageView>

/** A new village gets the five dimensions, an active season and no households. */
export const newVillage = z.object({
  slug,
  name: oneLine(1, 32),
  timezone: z.string().refine(isTimezone, 'not-a-timezone').default('Asia/Shanghai'),
  /** The season runs over this calendar year. */
  year: z.int().min(2000).max(2100),
  /** The smallest unit of points, in points. */
  unit: pointUnit.default(1),
})

export const villagePatch = z.object({
  name: oneLine(1, 32).optional(),
  slogan: oneLine(0, 24).optional(),
  privacy: z.enum(privacyPresets).optional(),
  namesDeductions: z.boolean().optional(),
  /** Id of a picture; null for none. */
  crest: asTyped(0, 64).nullable().optional(),
  review: reviewPolicy.optional(),
  /** Refused after the first posting. Rules, prices and whatever else has points keep their worth. */
  unit: pointUnit.optional(),
  holdsPublicity: z.boolean().optional(),
  photos: photoSettings.optional(),
  residents: residentSettings.optional(),
  deskCheck: z.enum(deskChecks).optional(),
  /** Switched off, all photos of households for the desk are deleted. */
  deskPortraits: z.boolean().optional(),
  doorstep: doorstepSettings.optional(),
  redemption: redemptionTerms.optional(),
  levels: levelScheme.nullable().optional(),
  openData: z.boolean().optional(),
})

/** A village as the public chooser lists it. */
export const villageEntry = z.object({ slug, name: z.string(), sample: z.boolean() })

export const verifyReport = z.object({
  village: slug,
  holds: z.boolean(),
  seq: z.int(),
  /** Whole hash of the last posting, hex. */
  head: z.string(),
  /** What does not hold, one sentence each, naming the posting or the household's door. */
  faults: z.array(z.string()),
  /** Seqs of postings whose text an earlier build stored other than it was hashed; the chain holds with them. */
  altered: z.array(z.int()),
  /** Doors, and user names, that look alike: each list names those that people may take for one another. */
  lookAlikes: z.object({ doors: z.array(z.array(z.string())), userNames: z.array(z.array(z.string())) }),
})

/** A report, and when it was made (UTC). */
export const datedReport = verifyReport.extend({ at: z.string() })
