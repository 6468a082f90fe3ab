/** What a village's administrators decide: names, privacy, review, photos, the doors. */
import { Refused } from '../../server/domain/answers/refused.ts'
import type { PrivacyPreset } from '../../server/domain/board/privacy.ts'
import type { ResidentSettings } from '../../server/domain/people/residents.ts'
import type { RedemptionTerms } from '../../server/domain/points/redemptionTerms.ts'
import type { PointUnit } from '../../server/domain/points/unit.ts'
import type { LevelScheme } from '../../server/domain/ranking/levels.ts'
import type { DoorstepSettings } from '../../server/domain/rules/checkSheet.ts'
import type { DeskCheck } from '../../server/domain/rules/deskCheck.ts'
import { type PhotoSettings, portraitSubject } from '../../server/domain/rules/photos.ts'
import type { ReviewPolicy } from '../../server/domain/rules/review.ts'
import { recordChange } from '../audit/audit.ts'
import { givenFields } from '../store/givenFields.ts'
import type { VillageRow } from '../store/schema.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { flagOf } from '../store/tables/flag.ts'
import { mustFindVillageById } from './findVillages.ts'
import { requirePicture } from './pictures.ts'
import { changePointUnit, unitOf } from './pointUnit.ts'
import { bumpRevision } from './revision.ts'

/** What can be changed of a village. */
export interface VillageSettings {
  name: string
  slogan: string
  privacy: PrivacyPreset
  /** Say on the wall whom a deduction was for. */
  namesDeductions: boolean
  /** Id of a picture of this village; null for none. */
  crest: string | null
  /** What waits for a review, beside what its rule lets wait. */
  review: ReviewPolicy
  /** The smallest unit of points, in points; can be changed until the first posting. */
  unit: PointUnit
  /** Hold points back until the publication over them has closed; from now on, not for what was written before. */
  holdsPublicity: boolean
  /** Room and time of photos that are kept as evidence. */
  photos: PhotoSettings
  /** What households may do themselves. */
  residents: ResidentSettings
  doorstep: DoorstepSettings
  /** What of a balance is redeemed. */
  redemption: RedemptionTerms
  /** How the desk makes sure who asks for goods. */
  deskCheck: DeskCheck
  /** Show a photo of the household at the desk; switched off, all such photos are deleted. */
  deskPortraits: boolean
  /** How households get levels; null for none. */
  levels: LevelScheme | null
  /** Anybody may fetch the board and the public lines of the ledger as data. */
  openData: boolean
}

export type VillageChange = { [Key in keyof VillageSettings]?: VillageSettings[Key] | undefined }

/** Changes what the whole village sees; its screens get a new board. */
export async function changeVillage(store: Store, scope: Scope, change: VillageChange): Promise<void> {
  requirePower(scope, 'administer')
  const {
    namesDeductions,
    review,
    residents,
    holdsPublicity,
    photos,
    doorstep,
    redemption,
    unit,
    deskCheck,
    deskPortraits,
    levels,
    openData,
    ...same
  } = change
  const set = givenFields({
    ...same,
    review: review && JSON.stringify(review),
    photos: photos && JSON.stringify(photos),
    doorstep: doorstep && JSON.stringify(doorstep),
    redemption: redemption && JSON.stringify(redemption),
    desk_check: deskCheck,
    desk_portraits: flagOf(deskPortraits),
    levels: levels && JSON.stringify(levels),
    names_deductions: flagOf(namesDeductions),
    open_data: flagOf(openData),
  })
  if (Object.keys(givenFields(change)).length === 0) return
  await store.write(scope.village, async (store) => {
    await requirePicture(store, scope.village, same.crest)
    await refuseUnknownRules(store, scope.village, doorstep?.rules ?? [])
    await refuseUnknownRules(store, scope.village, residents?.proposalRules ?? [])
    const before = await mustFindVillageById(store, scope.village)
    // A panel that was opened before the rules could be chosen does not name them.
    if (residents)
      Object.assign(set, {
        residents: JSON.stringify({ ...settingsOf(before).residents, ...givenFields(residents) }),
      })
    if (holdsPublicity !== undefined && holdsPublicity !== (before.holds_after !== null))
      Object.assign(set, { holds_after: holdsPublicity ? await lastSeq(store, scope.village) : null })
    if (deskPortraits === false)
      await store.run(
        'DELETE FROM photos WHERE village_id = ? AND subject = ?',
        scope.village,
        portraitSubject,
      )
    const isOtherUnit = unit !== undefined && unit !== unitOf(before)
    if (Object.keys(set).length === 0 && !isOtherUnit) return
    // First, so that what is set beside it is in the new unit already.
    if (isOtherUnit) await changePointUnit(store, scope, before, unit)
    if (Object.keys(set).length > 0) await store.update('villages', { id: scope.village }, set)
    const { unit: _unit, ...rest } = change
    if (Object.keys(givenFields(rest)).length > 0)
      await recordChange(store, scope, 'village.changed', before.name, settingsOf(before), givenFields(rest))
    await bumpRevision(store, scope.village)
  })
}

/** What can be changed of a village, as it stands. */
export function settingsOf(row: VillageRow): VillageSettings {
  const { name, slogan, privacy, crest } = row
  return {
    name,
    slogan,
    privacy,
    crest,
    namesDeductions: row.names_deductions === 1,
    review: JSON.parse(row.review) as ReviewPolicy,
    unit: unitOf(row),
    holdsPublicity: row.holds_after !== null,
    photos: JSON.parse(row.photos) as PhotoSettings,
    residents: JSON.parse(row.residents) as ResidentSettings,
    doorstep: JSON.parse(row.doorstep) as DoorstepSettings,
    redemption: JSON.parse(row.redemption) as RedemptionTerms,
    deskCheck: row.desk_check,
    deskPortraits: row.desk_portraits === 1,
    levels: row.levels === null ? null : (JSON.parse(row.levels) as LevelScheme),
    openData: row.open_data === 1,
  }
}

async function lastSeq(store: Store, village: number): Promise<number> {
  const { seq } = await store.one<{ seq: number }>('SELECT seq FROM chains WHERE village_id = ?', village)
  return seq
}

async function refuseUnknownRules(store: Store, village: number, rules: readonly number[]): Promise<void> {
  const find = 'SELECT 1 FROM rules WHERE village_id = ? AND id = ?'
  for (const rule of rules)
    if (!(await store.first(find, village, rule))) throw new Refused('not-found', 'unknown-rule')
}
