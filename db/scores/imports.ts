/**
 * Takes an office's records in: households, rules, and postings as they stand.
 * The office already decided them, so caps do not block, and what an
 * administrator brings waits for nobody.
 */
import { type RuleTerms } from '../../server/domain/points/points.ts'
import { type Role } from '../../server/domain/people/powers.ts'
import { reviewersNeeded, type ReviewPolicy } from '../../server/domain/rules/review.ts'
import { Refused } from '../../server/domain/answers/refused.ts'
import { Appender } from '../ledger/appender.ts'
import { recordChange } from '../audit/audit.ts'
import { contentId } from '../ledger/contentId.ts'
import { type DoorHistory, importRequest, readDoorHistory } from '../households/doorHistory.ts'
import { insertHousehold } from '../households/households.ts'
import { initialsOf } from '../villages/initials.ts'
import { ownHousehold } from '../households/ownHouseholds.ts'
import { listRules } from '../villages/rulebook.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import { type Store } from '../store/store.ts'
import { rolesIn } from '../people/users.ts'
import { mustFindActiveSeason } from '../seasons/seasons.ts'
import { bumpRevision } from '../villages/revision.ts'
import { ensureDimension } from '../villages/dimensions.ts'
import { villageById } from '../villages/villages.ts'
import { settingsOf } from '../villages/villageSettings.ts'

/** Records of an office, read and understood. */
export interface OfficeRecords {
  households: OfficeHousehold[]
  rules: OfficeRule[]
  lines: OfficeLine[]
}

export interface OfficeHousehold {
  /** In normal form. */
  door: string
  head: string
  group: string
  members: number | null
  phone: string | null
  note: string | null
}

export interface OfficeRule {
  dimension: string
  text: string
  terms: RuleTerms
}

export interface OfficeLine {
  door: string
  /** Text of the rule, as the rulebook has it. */
  rule: string
  /** Name of the rule's dimension, where two dimensions may have a rule of the same text. */
  dimension?: string
  /** Signed. */
  points: number
  occurredOn: string
  /** Who wrote it down; null where the record does not say. */
  clerk: string | null
  note: string | null
  /** Time of recording, UTC, where it is known; else now. */
  recordedAt?: string
}

export interface ImportResult {
  newHouseholds: number
  newRules: number
  postings: number
  /** Lines that an earlier import had written already. */
  alreadyWritten: number
}

/**
 * Writes records into a village, all or nothing. Households and rules that the
 * village has already stay as they are. A line is known by its day, door, rule
 * and points, and by how many equal ones came before it: the same workbook again,
 * or a corrected copy of it, adds only what is new. A door that a household had
 * before stands for that household, or for the one that it was merged into.
 *
 * @throws Refused for lines of the importer's own household, for a former door that is listed
 *   with another head, and from somebody who
 *   is no administrator for new rules and for lines that must be reviewed
 */
export function importRecords(store: Store, scope: Scope, records: OfficeRecords): ImportResult {
  requirePower(scope, 'enter')
  return store.write(() => {
    const doors = readDoorHistory(store, scope.village)
    const households = takeHouseholds(store, scope, records.households, doors)
    const rules = takeRules(store, scope, records.rules)
    if (rules.added > 0 && !scope.powers.has('administer'))
      throw new Refused('forbidden', 'import-new-rules', { count: rules.added })
    const written = takeLines(store, scope, records.lines, households, rules.versions)
    const result = { newHouseholds: households.added, newRules: rules.added, ...written }
    recordChange(store, scope, 'records.imported', '', null, result)
    bumpRevision(store, scope.village)
    return result
  })
}

/** A door of the records that another one stands for now. */
export interface ChangedDoor {
  door: string
  now: string
  change: 'moved' | 'merged'
}

/**
 * How many households and rules of these records the village does not have yet, and
 * which of their doors have changed since.
 */
export function foreseeImport(
  store: Store,
  village: number,
  { households, rules, lines }: OfficeRecords,
): Pick<ImportResult, 'newHouseholds' | 'newRules'> & { changedDoors: ChangedDoor[] } {
  const doors = readDoorHistory(store, village).byDoor
  const named = new Set([...households, ...lines].map(({ door }) => door))
  const changedDoors = [...named].flatMap((door): ChangedDoor[] => {
    const { now, change = 'none' } = doors.get(door) ?? {}
    return now === undefined || change === 'none' ? [] : [{ door, now, change }]
  })
  const known = new Set(listRules(store, village).map(nameOf))
  return {
    newHouseholds: households.filter(({ door }) => !doors.has(door)).length,
    newRules: rules.filter((rule) => !known.has(nameOf(rule))).length,
    changedDoors,
  }
}

/** What tells one rule of an office from another. */
const nameOf = ({ dimension, text }: { dimension: string; text: string }) => `${dimension}\n${text}`

interface Households {
  added: number
  /** The account of a line's door, and every door under which the line may have been written before. */
  find: (door: string) => { account: number; doors: readonly string[] } | undefined
}

function takeHouseholds(
  store: Store,
  scope: Scope,
  households: OfficeHousehold[],
  { byDoor, doorsOf, headsOf }: DoorHistory,
): Households {
  const fresh = new Map<string, number>()
  for (const { door, ...details } of households) {
    const known = byDoor.get(door)
    const heads = known ? headsOf(known.household).map((head) => head.normalize('NFC')) : []
    if (known?.change === 'moved' && !heads.includes(details.head.normalize('NFC')))
      throw new Refused('conflict', 'import-door-reassigned', {
        door,
        now: known.now,
        head: heads[0] ?? '',
        listed: details.head,
      })
    if (known || fresh.has(door)) continue
    fresh.set(door, insertHousehold(store, scope, `${importRequest}${door}`, door, details))
  }
  return {
    added: fresh.size,
    find: (door) => {
      const account = fresh.get(door)
      if (account !== undefined) return { account, doors: [door] }
      const known = byDoor.get(door)
      return known && { account: known.account, doors: [door, ...doorsOf(known.household)] }
    },
  }
}

interface RuleVersion {
  versionId: number
  dimensionId: number
  terms: RuleTerms
}

function takeRules(store: Store, scope: Scope, rules: OfficeRule[]) {
  const versions = new Map<string, RuleVersion>()
  const remember = (rule: { dimension: string; text: string }, version: RuleVersion) => {
    versions.set(nameOf(rule), version)
    if (!versions.has(rule.text)) versions.set(rule.text, version)
  }
  const known = listRules(store, scope.village)
  for (const rule of known) remember(rule, rule)
  let position = known.length
  let added = 0
  for (const rule of rules) {
    if (versions.has(nameOf(rule))) continue
    const { dimension, text, terms } = rule
    const dimensionId = ensureDimension(store, scope.village, dimension)
    position += 1
    const { id } = store.run(
      store.sql
        .insertInto('rules')
        .values({ village_id: scope.village, dimension_id: dimensionId, position }),
    )
    const versionId = store.run(
      store.sql.insertInto('rule_versions').values({
        village_id: scope.village,
        rule_id: id,
        version: 1,
        text,
        initials: initialsOf(text, 'text'),
        terms: JSON.stringify(terms),
        created_at: new Date().toISOString(),
        created_by: scope.user,
      }),
    ).id
    remember(rule, { versionId, dimensionId, terms })
    added += 1
  }
  return { versions, added }
}

function takeLines(
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
  const written = store.prepare('SELECT 1 FROM postings WHERE village_id = ? AND id = ?')
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
    // Counted under the first door known, so that a household's doors count as one.
    const counted = lineContent(line, household.doors[household.doors.length - 1] ?? line.door)
    const nth = (occurrences.get(counted) ?? 0) + 1
    occurrences.set(counted, nth)
    const ids = [...new Set(household.doors)].map((door) => contentId(`${lineContent(line, door)}\n${nth}`))
    const [id = ''] = ids
    if (ids.some((one) => written.get(scope.village, one))) {
      alreadyWritten += 1
      continue
    }
    gate.pass(household.account, line.points, rule.terms)
    appender.append({
      id,
      kind: line.points < 0 || (line.points === 0 && rule.terms.effect === 'deduct') ? 'deduct' : 'award',
      household_id: household.account,
      season_id: season.id,
      rule_version_id: rule.versionId,
      dimension_id: rule.dimensionId,
      points: line.points,
      units: null,
      text: line.rule,
      occurred_on: line.occurredOn,
      recorded_at: line.recordedAt ?? now,
      recorded_by: scope.user,
      recorder: line.clerk ?? scope.name,
      note: line.note,
      reverses: null,
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
