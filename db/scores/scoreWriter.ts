/** Checks and writes scores, for staff, closed rounds and households. */
import { Refused } from '../../server/domain/answers/refused.ts'
import { localDateAt } from '../../server/domain/calendar/calendar.ts'
import { normalizeDoor } from '../../server/domain/households/door.ts'
import { mayEnter, type Role } from '../../server/domain/people/powers.ts'
import { type Reviewers, type ReviewPolicy, reviewersNeeded } from '../../server/domain/rules/review.ts'
import { Appender } from '../ledger/appender.ts'
import type { Chain } from '../ledger/chain.ts'
import { closedRefusal } from '../ledger/closedRefusal.ts'
import { rolesIn } from '../people/users.ts'
import { attachPhotos } from '../photos/photos.ts'
import { closedSeasonAt } from '../seasons/seasons.ts'
import type { ClaimRow, SeasonRow } from '../store/schema.ts'
import { ownerScope, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { findRule, type Rule } from '../villages/rulebook.ts'
import { noSpecialRules, readSpecialRules, type SpecialRules } from '../villages/specialRules.ts'
import { type Assessed, assessDeed, refuseRepeated } from './assessment/assessment.ts'
import { baseDraft } from './assessment/basePoints.ts'
import { type Ground, readScoreGround } from './assessment/scoreGround.ts'
import { insertClaim, type NewClaim } from './claims.ts'
import { type ScoreOutcome, type ScoreRequest, scoreBefore, scoreDigest } from './scoreRequest.ts'
import { noteTokenScore } from './tokenScores.ts'

/** The author of a score: the caller, or whoever a visit or a proposal names. */
export interface Author {
  source: ClaimRow['source']
  /** Null for somebody who is not of the staff. */
  user: number | null
  /** The name written beside it. */
  name: string
  /** So many people must pass it, even where rule and village ask for fewer. */
  reviewers: Reviewers
}

/** A score that the rules allow, before it is written. */
interface Weighed {
  score: Score
  reviewers: Reviewers
  base: Assessed['base']
  /** Magnitude that was chosen, before any multiplier. */
  chosen: number
}

type Score = Pick<
  NewClaim,
  'household_id' | 'season_id' | 'rule_version_id' | 'dimension_id' | 'points' | 'text' | 'occurred_on'
> & { kind: 'award' | 'deduct'; units: number | null; note: string | null }

type WrittenScore = Score & Pick<NewClaim, 'request'>

/** Writes the scores of one request; reads village, season and rules once for all of them. */
export class ScoreWriter {
  readonly #store: Store
  readonly #scope: Scope
  readonly #season: SeasonRow
  readonly #chain: Chain
  readonly #timezone: string
  readonly #today: string
  readonly #recordedAt = new Date().toISOString()
  readonly #rules = new Map<number, Rule | undefined>()
  readonly #policy: ReviewPolicy
  /** By which of their roles people may enter, by their ids. */
  readonly #roles = new Map<number, Role[]>()
  #special: SpecialRules | null = null
  #appender: Appender | null = null
  #claimed = 0

  private constructor(store: Store, scope: Scope, { village, season, chain, specialRules }: Ground) {
    this.#store = store
    this.#scope = scope
    this.#season = season
    this.#chain = chain
    this.#timezone = village.timezone
    this.#today = localDateAt(Date.now(), this.#timezone)
    this.#policy = JSON.parse(village.review) as ReviewPolicy
    if (specialRules === 0) this.#special = noSpecialRules
  }

  /** @param store the handle of the write in which the scores are written */
  static async open(store: Store, scope: Scope): Promise<ScoreWriter> {
    return new ScoreWriter(store, scope, await readScoreGround(store, scope.village))
  }

  /**
   * Writes one score; the same request again gives its first outcome.
   *
   * @throws Refused before anything of it is written
   */
  async enter(request: ScoreRequest, author: Author = this.#staff()): Promise<ScoreOutcome> {
    const { id } = request
    const digest = scoreDigest(request)
    const { village } = this.#scope
    const earlier = await scoreBefore(this.#store, village, id, digest)
    if (earlier !== null) return earlier
    const { score, reviewers, base, chosen } = await this.weigh(request, author)
    if (request.ifRepeated === 'refuse') await this.#refuseRepeated(request, score)
    await attachPhotos(this.#store, village, score.household_id, id, request.photos ?? [])
    await noteTokenScore(this.#store, this.#scope, id)
    const written = { ...score, request: digest.stored }
    if (reviewers === 0) return this.#post(id, written, author, base)
    await this.#claim(id, { ...written, chosen }, reviewers, author)
    return 'claimed'
  }

  /** What would be written, without writing it. @throws Refused when the rules do not allow it */
  async weigh(request: ScoreRequest, author: Author = this.#staff()): Promise<Weighed> {
    const { village } = this.#scope
    const household = await this.#household(request.door, author)
    const rule = await this.#rule(request.rule)
    refuseUnproven(request, rule, author)
    await this.#checkDate(request.occurredOn)
    this.#special ??= await readSpecialRules(this.#store, village)
    const { points, due, units, base, chosen } = await assessDeed(
      this.#store,
      village,
      this.#season,
      { ...request, household, rule: rule.id, dimension: rule.dimensionId, terms: rule.terms },
      { special: this.#special, today: this.#today, countsWaiting: true },
    )
    const roles = this.#policy.roles.length > 0 ? await this.#rolesOf(author.user) : []
    const needed = reviewersNeeded(rule.terms.reviewers, this.#policy, { points: due, roles })
    const reviewers = needed > author.reviewers ? needed : author.reviewers
    const score = {
      kind: rule.terms.effect,
      household_id: household,
      season_id: this.#season.id,
      rule_version_id: rule.versionId,
      dimension_id: rule.dimensionId,
      // What is left of the base points is known when the claim is passed.
      points: reviewers === 0 ? points : due,
      units,
      text: rule.text,
      occurred_on: request.occurredOn,
      note: request.note || null,
    }
    return { score, reviewers, base, chosen }
  }

  async #refuseRepeated({ door, rule, occurredOn }: ScoreRequest, score: Score): Promise<void> {
    const deed = { household: score.household_id, rule, occurredOn }
    const said = { door, text: score.text, timezone: this.#timezone }
    await refuseRepeated(this.#store, this.#scope.village, deed, said)
  }

  #staff(): Author {
    const { user, name, token } = this.#scope
    return { source: 'staff', user, name, reviewers: token?.reviewers ?? 0 }
  }

  async #rolesOf(user: number | null): Promise<Role[]> {
    if (user === null) return []
    const known = this.#roles.get(user)
    if (known) return known
    const roles = (await rolesIn(this.#store, user, this.#scope.village)).filter(mayEnter)
    this.#roles.set(user, roles)
    return roles
  }

  async #post(
    id: string,
    score: WrittenScore,
    { user, name }: Author,
    base: Assessed['base'],
  ): Promise<number> {
    this.#appender ??= await Appender.open(this.#store, this.#scope.village, this.#chain)
    const recorded = { recorded_at: this.#recordedAt, recorded_by: user, recorder: name }
    const { household_id: household } = score
    this.#appender.skipOpenCheck(household)
    if (base)
      await this.#appender.append(baseDraft(base, household, this.#season, ownerScope(this.#scope.village)))
    return (await this.#appender.append({ id, ...score, ...recorded })).row.seq
  }

  async #claim(
    id: string,
    score: WrittenScore & Pick<NewClaim, 'chosen'>,
    reviewers: 1 | 2,
    { source, user, name }: Author,
  ): Promise<void> {
    const claimed = { source, claimed_at: this.#recordedAt, claimed_by: user, claimant: name }
    const { village } = this.#scope
    await insertClaim(this.#store, { village_id: village, request_id: id, ...score, ...claimed, reviewers })
    this.#claimed += 1
  }

  /** How many of the scores are new. */
  async finish(): Promise<number> {
    if (this.#claimed > 0) this.#store.announce({ type: 'waiting', village: this.#scope.village })
    const postings = (await this.#appender?.finish()) ?? []
    return postings.length + this.#claimed
  }

  async #household(door: string, { user }: Author): Promise<number> {
    const found = await this.#store.first<{
      id: number
      door: string
      closedOn: string | null
      mergedInto: string | null
      own: number | null
    }>(
      `SELECT h.id, h.door, h.closed_on AS "closedOn", m.door AS "mergedInto", o.household_id AS own
         FROM households h
         LEFT JOIN households m ON m.id = h.merged_into
         LEFT JOIN own_households o ON o.village_id = h.village_id AND o.user_id = ? AND o.household_id = h.id
         WHERE h.village_id = ? AND h.door = ?`,
      user ?? this.#scope.token?.maker ?? null,
      this.#scope.village,
      normalizeDoor(door),
    )
    if (!found) throw new Refused('not-found', 'unknown-household', { door })
    if (found.closedOn !== null) throw closedRefusal(found)
    if (found.own !== null) throw new Refused('forbidden', 'own-household')
    return found.id
  }

  async #rule(id: number): Promise<Rule> {
    if (!this.#rules.has(id)) this.#rules.set(id, await findRule(this.#store, this.#scope.village, id))
    const rule = this.#rules.get(id)
    if (!rule) throw new Refused('not-found', 'unknown-rule')
    if (rule.retired) throw new Refused('unprocessable', 'rule-retired', { rule: rule.text })
    if (rule.terms.base) throw new Refused('unprocessable', 'rule-given', { rule: rule.text })
    return rule
  }

  async #checkDate(date: string): Promise<void> {
    const { starts_on: from, ends_on: to, name } = this.#season
    if (date > this.#today) throw new Refused('unprocessable', 'date-in-future', { date, today: this.#today })
    const closed = date < from ? await closedSeasonAt(this.#store, this.#scope.village, date) : undefined
    if (closed) throw new Refused('unprocessable', 'date-in-closed-season', { date, season: closed.name })
    if (date < from || date > to)
      throw new Refused('unprocessable', 'date-outside-season', { date, season: name, from, to })
  }
}

/** Rules with evidence need a photo, or a note that names the document; rounds have their check sheets. */
function refuseUnproven({ note, photos }: ScoreRequest, { terms, text }: Rule, { source }: Author): void {
  if (!terms.evidence || source === 'round' || note || photos?.length) return
  throw new Refused('unprocessable', 'evidence-needed', { rule: text })
}
