/** Writes an office's lines into the ledger, each once. */
import { Refused } from '../../server/domain/answers/refused.ts'
import type { Role } from '../../server/domain/people/powers.ts'
import type { RuleTerms } from '../../server/domain/points/points.ts'
import { reviewersNeeded, type ReviewPolicy } from '../../server/domain/rules/review.ts'
import type { DoorHistory } from '../households/doorHistory.ts'
import { ownHousehold } from '../households/ownHouseholds.ts'
import { Appender } from '../ledger/appender.ts'
import { rolesIn } from '../people/users.ts'
import { mustFindActiveSeason } from '../seasons/seasons.ts'
import type { Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { villageById } from '../villages/villages.ts'
import { settingsOf } from '../villages/villageSettings.ts'
import type { OfficeLine } from './officeRecords.ts'
import { type NamedLine, WrittenLines } from './writtenLines.ts'

/** What tells one rule of an office from another. */
export const nameOf = ({ dimension, text }: { dimension: string; text: string }) => `${dimension}\n${text}`

export interface Households {
  added: number
  /** The household of a line's door. */
  find: (door: string) => Omit<NamedLine, 'line'> | undefined
}

export interface RuleVersion {
  versionId: number
  dimensionId: number
  terms: RuleTerms
}

export async function takeLines(
  store: Store,
  scope: Scope,
  lines: OfficeLine[],
  households: Households,
  doors: DoorHistory,
  rules: Map<string, RuleVersion>,
): Promise<{ postings: number; alreadyWritten: number }> {
  if (lines.length === 0) return { postings: 0, alreadyWritten: 0 }
  const season = await mustFindActiveSeason(store, scope.village)
  const appender = await Appender.open(store, scope.village)
  const gate = await ImportGate.open(store, scope)
  const now = new Date().toISOString()
  const ruleOf = ({ dimension, rule: text }: OfficeLine) =>
    rules.get(dimension === undefined ? text : nameOf({ dimension, text }))
  const named = lines.map((line): NamedLine => {
    const household = households.find(line.door)
    if (!household || !ruleOf(line)) throw new Refused('conflict', 'import-changed')
    if (line.occurredOn < season.starts_on || line.occurredOn > season.ends_on)
      throw new Refused('unprocessable', 'date-outside-season', {
        date: line.occurredOn,
        season: season.name,
        from: season.starts_on,
        to: season.ends_on,
      })
    return { line, ...household }
  })
  const fresh = await new WrittenLines(store, scope.village, doors).newOf(named)
  for (const { id, line, household } of fresh) {
    const rule = ruleOf(line) as RuleVersion
    gate.pass(household.account, line.points, rule.terms)
    await appender.append({
      id,
      kind: line.points < 0 || (line.points === 0 && rule.terms.effect === 'deduct') ? 'deduct' : 'award',
      household_id: household.account,
      season_id: season.id,
      rule_version_id: rule.versionId,
      dimension_id: rule.dimensionId,
      points: line.points,
      text: line.rule,
      occurred_on: line.occurredOn,
      recorded_at: line.recordedAt ?? now,
      recorded_by: scope.user,
      recorder: line.clerk ?? scope.name,
      note: line.note,
      request: id,
    })
  }
  gate.close()
  return { postings: (await appender.finish()).length, alreadyWritten: lines.length - fresh.length }
}

/** Counts what somebody may not bring into the ledger by a workbook, as they could not by hand. */
class ImportGate {
  readonly #own: number | null
  /** Null for those whose lines wait for nobody. */
  readonly #review: { policy: ReviewPolicy; roles: Role[] } | null
  #ofOwn = 0
  #toReview = 0

  private constructor(own: number | null, review: { policy: ReviewPolicy; roles: Role[] } | null) {
    this.#own = own
    this.#review = review
  }

  static async open(store: Store, { village, user, powers }: Scope): Promise<ImportGate> {
    const own = await ownHousehold(store, village, user)
    const row = powers.has('administer') ? undefined : await villageById(store, village)
    const roles = user === null ? [] : await rolesIn(store, user, village)
    return new ImportGate(own, row ? { policy: settingsOf(row).review, roles } : null)
  }

  pass(household: number, points: number, terms: RuleTerms): void {
    if (household === this.#own) this.#ofOwn += 1
    const { policy, roles } = this.#review ?? {}
    if (policy && roles && reviewersNeeded(terms.reviewers, policy, { points, roles }) > 0)
      this.#toReview += 1
  }

  /** @throws Refused when anything was not theirs to bring */
  close(): void {
    if (this.#ofOwn > 0) throw new Refused('forbidden', 'import-own-household', { count: this.#ofOwn })
    if (this.#toReview > 0) throw new Refused('forbidden', 'import-needs-review', { count: this.#toReview })
  }
}
