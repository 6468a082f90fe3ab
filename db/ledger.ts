/** Entering and taking back: the ways by which staff write to the ledger. */
import { normalizeDoor } from '../server/domain/door.ts'
import { localDateAt, periodAround } from '../server/domain/calendar.ts'
import { assess, type Refusal, type RuleHistory } from '../server/domain/points.ts'
import { type PostingKind } from '../server/domain/posting.ts'
import { Refused, type RefusedLine } from '../server/domain/refused.ts'
import { Appender } from './appender.ts'
import { sha256 } from './chain.ts'
import { findRule, type Rule } from './rulebook.ts'
import { type PostingRow, type SeasonRow } from './schema.ts'
import { requirePower, type Scope } from './scope.ts'
import { type Store } from './store.ts'
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

/**
 * Writes scores in one transaction: all, or none. A request whose id was
 * written before gives the posting of then.
 *
 * @throws Refused `lines-refused` with a reason for every line that cannot be
 *   written; for a single request, that reason itself
 */
export function enterScores(store: Store, scope: Scope, requests: ScoreRequest[]): Written {
  requirePower(scope, 'enter')
  return store.write(() => {
    const desk = new EntryDesk(store, scope)
    const seqs: number[] = []
    const refusals: { refused: Refused; line: RefusedLine }[] = []
    for (const [index, request] of requests.entries()) {
      try {
        seqs.push(desk.enter(request))
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
    return { seqs, fresh: desk.finish() > 0 }
  })
}

/** Holds what is the same for all lines of one request: village, season, today, rules. */
class EntryDesk {
  readonly #store: Store
  readonly #scope: Scope
  readonly #appender: Appender
  readonly #season: SeasonRow
  readonly #today: string
  readonly #recordedAt = new Date().toISOString()
  readonly #rules = new Map<number, Rule | undefined>()

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
  }

  enter(request: ScoreRequest): number {
    const digest = scoreDigest(request)
    const earlier = writtenBefore(this.#store, this.#scope.village, request.id, digest)
    if (earlier !== null) return earlier
    const household = this.#household(request.door)
    const rule = this.#rule(request.rule)
    this.#checkDate(request.occurredOn)
    const assessment = assess(
      rule.terms,
      { points: request.points, units: request.units, occurredOn: request.occurredOn },
      ruleHistory(this.#store, this.#scope.village, household, rule, request.occurredOn, this.#season),
    )
    if (!assessment.ok) throw refusedPoints(assessment.refusal)
    return this.#appender.append({
      id: request.id,
      kind: rule.terms.effect,
      household_id: household,
      season_id: this.#season.id,
      rule_version_id: rule.versionId,
      dimension_id: rule.dimensionId,
      points: assessment.points,
      units: assessment.units,
      text: rule.text,
      occurred_on: request.occurredOn,
      recorded_at: this.#recordedAt,
      recorded_by: this.#scope.user,
      recorder: this.#scope.name,
      note: request.note || null,
      reverses: null,
      request: digest,
    }).row.seq
  }

  finish(): number {
    return this.#appender.finish().length
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

/** The seq written under this id, null when it is new. */
function writtenBefore(store: Store, village: number, id: string, digest: string): number | null {
  const earlier = store
    .prepare('SELECT seq, request FROM postings WHERE village_id = ? AND id = ?')
    .get(village, id) as { seq: number; request: string } | undefined
  if (!earlier) return null
  if (earlier.request !== digest) throw new Refused('unprocessable', 'id-used-before')
  return earlier.seq
}

function refusedPoints({ code, ...params }: Refusal): Refused {
  return new Refused('unprocessable', code, params)
}

const useOfRule = `
  SELECT count(*) AS times, ifnull(sum(abs(p.points)), 0) AS points
  FROM postings p
  WHERE p.village_id = ? AND p.household_id = ?
    AND p.rule_version_id IN (SELECT id FROM rule_versions WHERE village_id = ? AND rule_id = ?)
    AND p.occurred_on BETWEEN ? AND ? AND p.kind IN ('award', 'deduct')
    AND NOT EXISTS (SELECT 1 FROM postings r WHERE r.village_id = p.village_id AND r.reverses = p.seq)`

/** What the household already has under the rule, by its caps and for escalation; reversed postings are left out. */
function ruleHistory(
  store: Store,
  village: number,
  household: number,
  rule: Rule,
  date: string,
  season: SeasonRow,
): RuleHistory {
  const whole = { from: season.starts_on, to: season.ends_on }
  const used = ({ from, to }: { from: string; to: string }) =>
    store.prepare(useOfRule).get(village, household, village, rule.id, from, to) as {
      times: number
      points: number
    }
  return {
    timesInSeason: rule.terms.scale.type === 'escalating' ? used(whole).times : 0,
    used: rule.terms.caps.map((cap) => used(periodAround(date, cap.period, whole))),
  }
}

/** A posting to take back, and why. */
export interface ReversalRequest {
  /** UUID made by the client before sending. */
  id: string
  reason: string
}

/**
 * Takes a posting back by a reversal (冲正) with the opposite points; both stay.
 *
 * @param posting id of the posting to reverse
 * @throws Refused when there is no such posting, when it was reversed before,
 *   or when it is a reversal itself
 */
export function reversePosting(
  store: Store,
  scope: Scope,
  posting: string,
  request: ReversalRequest,
): Written {
  requirePower(scope, 'enter')
  return store.write(() => {
    const digest = sha256(JSON.stringify(['reversal', posting, request.reason]))
    const earlier = writtenBefore(store, scope.village, request.id, digest)
    if (earlier !== null) return { seqs: [earlier], fresh: false }
    const original = store
      .prepare('SELECT * FROM postings WHERE village_id = ? AND id = ?')
      .get(scope.village, posting) as PostingRow | undefined
    if (!original) throw new Refused('not-found', 'unknown-posting')
    if (original.kind === 'reversal') throw new Refused('conflict', 'reversal-of-reversal')
    const taken = store
      .prepare('SELECT seq FROM postings WHERE village_id = ? AND reverses = ?')
      .get(scope.village, original.seq) as { seq: number } | undefined
    if (taken) throw new Refused('conflict', 'reversed-before', { seq: original.seq, by: taken.seq })
    const appender = new Appender(store, scope.village)
    const { row } = appender.append(reversalOf(original, request, scope, digest), original.kind)
    appender.finish()
    return { seqs: [row.seq], fresh: true }
  })
}

function reversalOf(original: PostingRow, { id, reason }: ReversalRequest, scope: Scope, digest: string) {
  return {
    id,
    kind: 'reversal' as PostingKind,
    household_id: original.household_id,
    season_id: original.season_id,
    rule_version_id: original.rule_version_id,
    dimension_id: original.dimension_id,
    points: 0 - original.points,
    units: original.units,
    text: original.text,
    // The deed's own day, so that the month it counted in loses it again.
    occurred_on: original.occurred_on,
    recorded_at: new Date().toISOString(),
    recorded_by: scope.user,
    recorder: scope.name,
    note: reason,
    reverses: original.seq,
    request: digest,
  }
}
