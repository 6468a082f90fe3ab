/** Entering scores: how staff write to the ledger. */
import { normalizeDoor } from '../server/domain/door.ts'
import { localDateAt } from '../server/domain/calendar.ts'
import { mayEnter, type Role } from '../server/domain/powers.ts'
import { Refused, type RefusedLine } from '../server/domain/refused.ts'
import { type ReviewPolicy, reviewersNeeded } from '../server/domain/review.ts'
import { Appender } from './appender.ts'
import { assessDeed } from './assessment.ts'
import { sha256 } from './chain.ts'
import { findClaim, insertClaim, type NewClaim } from './claims.ts'
import { refuseOwnHousehold } from './ownHouseholds.ts'
import { findRule, type Rule } from './rulebook.ts'
import { type SeasonRow } from './schema.ts'
import { requirePower, type Scope } from './scope.ts'
import { closedSeasonAt } from './seasons.ts'
import { type Store } from './store.ts'
import { rolesIn } from './users.ts'
import { activeSeason, villageById } from './villages.ts'

/** One score to write, as the client asked for it. */
export interface ScoreRequest {
  /** UUID made by the client before sending. */
  id: string
  door: string
  /** Id of the rule. */
  rule: number
  /** Magnitude, for ranges. */
  points?: number | undefined
  units?: number | undefined
  /** Local date, YYYY-MM-DD. */
  occurredOn: string
  note?: string | undefined
}

export interface Written {
  /** Seqs of the postings, in the order of the requests. */
  seqs: number[]
  /** False when all of them had been written before. */
  fresh: boolean
}

export interface Entered extends Written {
  /** Ids of the claims, in the order of the requests: scores that wait for a review. */
  claims: string[]
}

/**
 * Writes scores in one transaction: all, or none. What must be reviewed first
 * becomes a claim. A request whose id was written before gives what became of it.
 *
 * @throws Refused `lines-refused` with a reason for every line that cannot be
 *   written; for a single request, that reason itself
 */
export function enterScores(store: Store, scope: Scope, requests: ScoreRequest[]): Entered {
  requirePower(scope, 'enter')
  return store.write(() => {
    const desk = new EntryDesk(store, scope)
    const seqs: number[] = []
    const claims: string[] = []
    const refusals: { refused: Refused; line: RefusedLine }[] = []
    for (const [index, request] of requests.entries()) {
      try {
        const entered = desk.enter(request)
        if (entered === 'claimed') claims.push(request.id)
        else seqs.push(entered)
      } catch (error) {
        if (!(error instanceof Refused)) throw error
        const { code, params } = error
        refusals.push({ refused: error, line: { index, door: request.door, code, params } })
      }
    }
    const [first] = refusals
    if (first && requests.length === 1) throw first.refused
    if (first)
      throw new Refused(
        'unprocessable',
        'lines-refused',
        { refused: refusals.length, total: requests.length },
        refusals.map(({ line }) => line),
      )
    return { seqs, claims, fresh: desk.finish() > 0 }
  })
}

type Score = Pick<
  NewClaim,
  | 'household_id'
  | 'season_id'
  | 'rule_version_id'
  | 'dimension_id'
  | 'points'
  | 'text'
  | 'occurred_on'
  | 'request'
> & { kind: 'award' | 'deduct'; units: number | null; note: string | null }

/** Holds what is the same for all lines of one request: village, season, today, rules. */
class EntryDesk {
  readonly #store: Store
  readonly #scope: Scope
  readonly #appender: Appender
  readonly #season: SeasonRow
  readonly #today: string
  readonly #recordedAt = new Date().toISOString()
  readonly #rules = new Map<number, Rule | undefined>()
  readonly #policy: ReviewPolicy
  /** By which of their roles the person may enter. */
  readonly #roles: Role[]
  #claimed = 0

  constructor(store: Store, scope: Scope) {
    const village = villageById(store, scope.village)
    if (!village) throw new Refused('not-found', 'unknown-village', { slug: '' })
    const season = activeSeason(store, scope.village)
    if (!season) throw new Refused('conflict', 'no-season')
    this.#store = store
    this.#scope = scope
    this.#season = season
    this.#today = localDateAt(Date.now(), village.timezone)
    this.#appender = new Appender(store, scope.village)
    this.#policy = JSON.parse(village.review) as ReviewPolicy
    this.#roles = scope.user === null ? [] : rolesIn(store, scope.user, scope.village).filter(mayEnter)
  }

  /** Writes one score; gives the seq of its posting, or says that it waits as a claim. */
  enter(request: ScoreRequest): number | 'claimed' {
    const digest = scoreDigest(request)
    const { village } = this.#scope
    const earlier = writtenBefore(this.#store, village, request.id, digest)
    if (earlier !== null) return earlier
    if (claimedBefore(this.#store, village, request.id, digest)) return 'claimed'
    const household = this.#household(request.door)
    refuseOwnHousehold(this.#store, this.#scope, household)
    const rule = this.#rule(request.rule)
    this.#checkDate(request.occurredOn)
    const { points, units } = assessDeed(
      this.#store,
      village,
      this.#season,
      { ...request, household, rule: rule.id, terms: rule.terms },
      'with-waiting',
    )
    const score = {
      kind: rule.terms.effect,
      household_id: household,
      season_id: this.#season.id,
      rule_version_id: rule.versionId,
      dimension_id: rule.dimensionId,
      points,
      units,
      text: rule.text,
      occurred_on: request.occurredOn,
      note: request.note || null,
      request: digest,
    }
    const reviewers = reviewersNeeded(rule.terms.reviewers, this.#policy, { points, roles: this.#roles })
    if (reviewers === 0) return this.#post(request.id, score)
    this.#claim(request.id, score, reviewers)
    return 'claimed'
  }

  #post(id: string, score: Score): number {
    const { user, name } = this.#scope
    const recorded = { recorded_at: this.#recordedAt, recorded_by: user, recorder: name }
    return this.#appender.append({ id, ...score, ...recorded, reverses: null }).row.seq
  }

  #claim(id: string, score: Score, reviewers: 1 | 2): void {
    const { village, user, name } = this.#scope
    const claimed = { claimed_at: this.#recordedAt, claimed_by: user, claimant: name }
    insertClaim(this.#store, { village_id: village, request_id: id, ...score, ...claimed, reviewers })
    this.#claimed += 1
  }

  /** How many of the scores are new. */
  finish(): number {
    if (this.#claimed > 0) this.#store.announce({ type: 'waiting', village: this.#scope.village })
    return this.#appender.finish().length + this.#claimed
  }

  #household(door: string): number {
    const found = this.#store
      .prepare('SELECT id FROM households WHERE village_id = ? AND door = ?')
      .get(this.#scope.village, normalizeDoor(door)) as { id: number } | undefined
    if (!found) throw new Refused('not-found', 'unknown-household', { door })
    return found.id
  }

  #rule(id: number): Rule {
    if (!this.#rules.has(id)) this.#rules.set(id, findRule(this.#store, this.#scope.village, id))
    const rule = this.#rules.get(id)
    if (!rule) throw new Refused('not-found', 'unknown-rule')
    if (rule.retired) throw new Refused('unprocessable', 'rule-retired', { rule: rule.text })
    return rule
  }

  #checkDate(date: string): void {
    const { starts_on: from, ends_on: to, name } = this.#season
    if (date > this.#today) throw new Refused('unprocessable', 'date-in-future', { date, today: this.#today })
    const closed = date < from ? closedSeasonAt(this.#store, this.#scope.village, date) : undefined
    if (closed) throw new Refused('unprocessable', 'date-in-closed-season', { date, season: closed.name })
    if (date < from || date > to)
      throw new Refused('unprocessable', 'date-outside-season', { date, season: name, from, to })
  }
}

function scoreDigest({ door, rule, points, units, occurredOn, note }: ScoreRequest): string {
  return sha256(
    JSON.stringify([
      'score',
      normalizeDoor(door),
      rule,
      points ?? null,
      units ?? null,
      occurredOn,
      note || null,
    ]),
  )
}

/**
 * The seq written under this id, null when it is new.
 *
 * @throws Refused when the id was used for other content
 */
export function writtenBefore(store: Store, village: number, id: string, digest: string): number | null {
  const earlier = store
    .prepare('SELECT seq, request FROM postings WHERE village_id = ? AND id = ?')
    .get(village, id) as { seq: number; request: string } | undefined
  if (!earlier) return null
  if (earlier.request !== digest) throw new Refused('unprocessable', 'id-used-before')
  return earlier.seq
}

/** Whether a claim was made under this id. */
function claimedBefore(store: Store, village: number, id: string, digest: string): boolean {
  const claim = findClaim(store, village, id)
  if (claim && claim.request !== digest) throw new Refused('unprocessable', 'id-used-before')
  return claim !== undefined
}
