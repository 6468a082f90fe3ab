/** Writes an office's lines into the ledger, each once. */
import { Refused } from '../../server/domain/answers/refused.ts'
import type { Role } from '../../server/domain/people/powers.ts'
import type { RuleTerms } from '../../server/domain/points/points.ts'
import { reviewersNeeded, type ReviewPolicy } from '../../server/domain/rules/review.ts'
import { ownHousehold } from '../households/ownHouseholds.ts'
import { Appender } from '../ledger/appender.ts'
import { contentId } from '../ledger/contentId.ts'
import { rolesIn } from '../people/users.ts'
import { mustFindActiveSeason } from '../seasons/seasons.ts'
import type { Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { villageById } from '../villages/villages.ts'
import { settingsOf } from '../villages/villageSettings.ts'
import type { OfficeLine } from './officeRecords.ts'

/** What tells one rule of an office from another. */
export const nameOf = ({ dimension, text }: { dimension: string; text: string }) => `${dimension}\n${text}`

export interface Households {
  added: number
  find: (door: string) => NamedHousehold | undefined
  /** Where the points of a household are now. */
  accountOf: (household: number) => number
}

export interface NamedHousehold {
  household: number
  account: number
  /** Every door under which a line may have been written before, the line's own first. */
  doors: readonly string[]
  /** Whether the records list the door with its head, so that no earlier household of the door can be meant. */
  isListed: boolean
}

export interface RuleVersion {
  versionId: number
  dimensionId: number
  terms: RuleTerms
}

export function takeLines(
  store: Store,
  scope: Scope,
  lines: OfficeLine[],
  households: Households,
  rules: Map<string, RuleVersion>,
): { postings: number; alreadyWritten: number } {
  if (lines.length === 0) return { postings: 0, alreadyWritten: 0 }
  const season = mustFindActiveSeason(store, scope.village)
  const appender = new Appender(store, scope.village)
  const gate = new ImportGate(store, scope)
  const written = store.prepare(
    'SELECT household_id AS household FROM postings WHERE village_id = ? AND id = ?',
  )
  const accountWritten = (id: string) => {
    const row = written.get(scope.village, id) as { household: number } | undefined
    return row && households.accountOf(row.household)
  }
  const now = new Date().toISOString()
  const occurrences = new Map<string, number>()
  let alreadyWritten = 0
  for (const line of lines) {
    const household = households.find(line.door)
    const rule = rules.get(
      line.dimension === undefined ? line.rule : nameOf({ dimension: line.dimension, text: line.rule }),
    )
    if (!household || !rule) throw new Refused('conflict', 'import-changed')
    if (line.occurredOn < season.starts_on || line.occurredOn > season.ends_on)
      throw new Refused('unprocessable', 'date-outside-season', {
        date: line.occurredOn,
        season: season.name,
        from: season.starts_on,
        to: season.ends_on,
      })
    // Counted by household: all its doors are one.
    const counted = lineContent(line, String(household.household))
    const nth = (occurrences.get(counted) ?? 0) + 1
    occurrences.set(counted, nth)
    const contents = [...new Set(household.doors)].map((door) => `${lineContent(line, door)}\n${nth}`)
    // The last is for a door that another household had: the same line may stand there for that one.
    contents.push(`${contents[0]}\n${household.household}`)
    const ids = contents.map(contentId)
    const accounts = ids.map((one) => accountWritten(one))
    if (accounts.includes(household.account)) {
      alreadyWritten += 1
      continue
    }
    const id = ids[accounts.indexOf(undefined)]
    if (id === undefined || (id !== ids[0] && !household.isListed))
      throw new Refused('conflict', 'import-line-taken', {
        date: line.occurredOn,
        door: line.door,
        rule: line.rule,
      })
    gate.pass(household.account, line.points, rule.terms)
    appender.append({
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
  return { postings: appender.finish().length, alreadyWritten }
}

/** What tells one line of an office from another. */
const lineContent = ({ occurredOn, rule, points }: OfficeLine, door: string) =>
  `${occurredOn}\n${door}\n${rule}\n${points}`

/** Counts what somebody may not bring into the ledger by a workbook, as they could not by hand. */
class ImportGate {
  readonly #own: number | null
  /** Null for those whose lines wait for nobody. */
  readonly #review: { policy: ReviewPolicy; roles: Role[] } | null
  #ofOwn = 0
  #toReview = 0

  constructor(store: Store, { village, user, powers }: Scope) {
    this.#own = ownHousehold(store, village, user)
    const row = powers.has('administer') ? undefined : villageById(store, village)
    const roles = user === null ? [] : rolesIn(store, user, village)
    this.#review = row ? { policy: settingsOf(row).review, roles } : null
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
