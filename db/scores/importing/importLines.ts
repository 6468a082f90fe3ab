/** Turns an office's lines into postings, each once. */
import { Refused } from '../../../server/domain/answers/refused.ts'
import type { RuleTerms } from '../../../server/domain/points/points.ts'
import { reviewersNeeded } from '../../../server/domain/rules/review.ts'
import type { DoorHistory } from '../../households/doorHistory.ts'
import type { Draft } from '../../ledger/appender.ts'
import { closedRefusal } from '../../ledger/closedRefusal.ts'
import { contentId } from '../../ledger/contentId.ts'
import type { SeasonRow } from '../../store/schema.ts'
import type { Scope } from '../../store/scope.ts'
import type { OfficeLine } from '../officeRecords.ts'
import type { ImportGround } from './ground.ts'
import { nameOf, type NewHouseholds, type NewRules, type RuleVersion } from './newRows.ts'
import type { IdentifiedLine, NamedLine, WrittenLines } from './writtenLines.ts'

interface Given {
  ground: ImportGround
  households: NewHouseholds
  rules: NewRules
  written: WrittenLines
}

type RuleOf = (line: OfficeLine) => RuleVersion | undefined

function ruleIn({ byName }: NewRules): RuleOf {
  return ({ dimension, rule: text }) =>
    byName.get(dimension === undefined ? text : nameOf({ dimension, text }))
}

/**
 * The lines that no import wrote before.
 *
 * @throws Refused without a season, for a day outside it, and for a door or rule that is gone since the workbook was read
 */
export async function newLinesOf(
  lines: readonly OfficeLine[],
  { ground: { season }, households, rules, written }: Given,
): Promise<IdentifiedLine[]> {
  if (lines.length === 0) return []
  if (!season) throw new Refused('conflict', 'no-season')
  const ruleOf = ruleIn(rules)
  const named = lines.map((line): NamedLine => {
    const household = households.find(line.door, line.head)
    if (!household || !ruleOf(line)) throw new Refused('conflict', 'import-changed')
    dayInSeason(line.occurredOn, season)
    return { line, ...household }
  })
  return written.newOf(named)
}

/**
 * The postings of new lines.
 *
 * @throws Refused for lines that nobody may bring, or this importer not
 */
export function draftsOf(
  scope: Scope,
  lines: readonly IdentifiedLine[],
  { ground, doors, rules }: { ground: ImportGround; doors: DoorHistory; rules: NewRules },
): Draft[] {
  const { season } = ground
  if (!season) return []
  const ruleOf = ruleIn(rules)
  const gate = new ImportGate(ground)
  const now = new Date().toISOString()
  const drafts: Draft[] = []
  for (const { content, line, household } of lines) {
    if (doors.isClosed(household.account)) throw closedRefusal({ door: line.door, mergedInto: null })
    const rule = ruleOf(line) as RuleVersion
    gate.pass(household.account, line.points, rule.terms)
    const id = contentId(content)
    drafts.push({
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
  return drafts
}

/** @throws Refused for a day outside the season; else gives it back */
export function dayInSeason(day: string, season: SeasonRow): string {
  const { starts_on: from, ends_on: to, name } = season
  if (day < from || day > to)
    throw new Refused('unprocessable', 'date-outside-season', { date: day, season: name, from, to })
  return day
}

/** Counts what somebody may not bring into the ledger by a workbook, as they could not by hand. */
class ImportGate {
  readonly #ground: ImportGround
  #ofOwn = 0
  #toReview = 0

  constructor(ground: ImportGround) {
    this.#ground = ground
  }

  pass(household: number, points: number, terms: RuleTerms): void {
    const { own, review } = this.#ground
    if (household === own) this.#ofOwn += 1
    if (review && reviewersNeeded(terms.reviewers, review.policy, { points, roles: review.roles }) > 0)
      this.#toReview += 1
  }

  /** @throws Refused when anything was not theirs to bring */
  close(): void {
    if (this.#ofOwn > 0) throw new Refused('forbidden', 'import-own-household', { count: this.#ofOwn })
    if (this.#toReview > 0) throw new Refused('forbidden', 'import-needs-review', { count: this.#toReview })
  }
}
