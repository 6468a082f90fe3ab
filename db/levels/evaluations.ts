/** Evaluations (评定): which level each household had in a period; kept as they were made. */
import { randomBytes } from 'node:crypto'
import { Refused } from '../../server/domain/answers/refused.ts'
import {
  type LevelPeriod,
  levelOf,
  levelPeriodAt,
  type LevelScheme,
} from '../../server/domain/ranking/levels.ts'
import { recordChange } from '../audit/audit.ts'
import { listVetoes, withoutHonours } from '../households/vetoes.ts'
import { mustFindChain } from '../ledger/chain.ts'
import { mustFindActiveSeason } from '../seasons/seasons.ts'
import { madeBefore } from '../store/requests/idempotency.ts'
import { requestDigest } from '../store/requests/requestDigest.ts'
import type { VillageRow } from '../store/schema.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { mustFindVillageById } from '../villages/findVillages.ts'
import { bumpRevision } from '../villages/revision.ts'
import { readSpecialRules } from '../villages/specialRules.ts'
import { today } from '../villages/today.ts'
import { certificateText } from './certificates.ts'
import { periodStandings } from './periodStandings.ts'
import { ensureSigningKey, signText } from './signing.ts'

/** A household's level in an evaluation. */
export interface LevelLine {
  household: number
  door: string
  head: string
  group: string
  score: number
  rank: number
  level: string
  stars: number
}

export interface EvaluationForeseen extends LevelPeriod {
  scheme: LevelScheme
  /** How many the village has. */
  households: number
  lines: LevelLine[]
  /** Doors that a veto keeps from having a level, with its text. */
  vetoed: { door: string; text: string; seq: number }[]
}

/**
 * What an evaluation of the period around a day would award; writes nothing.
 *
 * @param on a local date of the active season
 * @throws Refused where the village has no levels, and for a day outside the season
 */
export async function foreseeEvaluation(store: Store, scope: Scope, on: string): Promise<EvaluationForeseen> {
  requirePower(scope, 'read')
  return store.read(async (store) => foresee(store, await mustFindVillageById(store, scope.village), on))
}

async function foresee(store: Store, village: VillageRow, on: string): Promise<EvaluationForeseen> {
  if (village.levels === null) throw new Refused('conflict', 'no-levels')
  const scheme = JSON.parse(village.levels) as LevelScheme
  const { name, starts_on: from, ends_on: to } = await mustFindActiveSeason(store, village.id)
  const now = await today(store, village.id)
  if (on < from || on > to)
    throw new Refused('unprocessable', 'date-outside-season', { date: on, season: name, from, to })
  if (on > now) throw new Refused('unprocessable', 'date-in-future', { date: on, today: now })
  const period = levelPeriodAt(scheme.period, on, { name, from, to })
  const standings = await periodStandings(store, village, period)
  const special = await readSpecialRules(store, village.id)
  const vetoes = withoutHonours(await listVetoes(store, village.id, special), period)
  const byHousehold = new Map(vetoes.map((veto) => [veto.household, veto]))
  return {
    ...period,
    scheme,
    households: standings.length,
    lines: standings.flatMap(({ household, door, head, group, score, rank }) => {
      const level = byHousehold.has(household) ? null : levelOf(scheme, { score, rank }, standings.length)
      if (!level) return []
      return [{ household, door, head, group, score, rank, level: level.name, stars: level.stars }]
    }),
    vetoed: standings.flatMap(({ household, door }) => {
      const veto = byHousehold.get(household)
      return veto ? [{ door, text: veto.text, seq: veto.seq }] : []
    }),
  }
}

/**
 * Awards the levels of a period, once per id; an earlier evaluation of the same period stays as it is,
 * and the newest counts.
 *
 * @returns the id of the evaluation
 * @throws Refused before the period is over, and where nobody has a level
 */
export async function evaluate(
  store: Store,
  scope: Scope,
  { id, on }: { id: string; on: string },
): Promise<{ evaluation: number; fresh: boolean }> {
  requirePower(scope, 'administer')
  return store.write(scope.village, async (store) => {
    const digest = requestDigest(['evaluation', on])
    const earlier = await madeBefore(store, scope.village, 'evaluations', id, digest)
    if (earlier) return { evaluation: earlier.id, fresh: false }
    const village = await mustFindVillageById(store, scope.village)
    const found = await foresee(store, village, on)
    const now = await today(store, scope.village)
    if (now <= found.to) throw new Refused('conflict', 'period-not-over', { to: found.to, today: now })
    if (found.lines.length === 0) throw new Refused('conflict', 'nobody-has-level')
    const { seq, head } = await mustFindChain(store, scope.village)
    const made = { made_at: new Date().toISOString(), made_by: scope.user, maker: scope.name }
    const evaluation = await store.insert('evaluations', {
      village_id: scope.village,
      request_id: id,
      request: digest.stored,
      village_name: village.name,
      period: found.key,
      starts_on: found.from,
      ends_on: found.to,
      scheme: JSON.stringify(found.scheme),
      households: found.households,
      ...{ seq, head },
      ...made,
    })
    const key = await ensureSigningKey(store)
    for (const { household, door, level, stars, score, rank: place } of found.lines) {
      const token = randomBytes(16).toString('base64url')
      const award = { token, door, level, stars, score, place }
      const text = certificateText({
        ...award,
        village: village.name,
        chain: { seq, head },
        period: found.key,
        from: found.from,
        to: found.to,
        households: found.households,
        issuedAt: made.made_at,
      })
      await store.run(
        store.sql.insertInto('level_awards').values({
          village_id: scope.village,
          evaluation_id: evaluation,
          household_id: household,
          ...award,
          signature: signText(key, text),
        }),
      )
    }
    await recordChange(store, scope, 'levels.evaluated', found.key, null, {
      period: found.key,
      households: found.lines.length,
    })
    await bumpRevision(store, scope.village)
    return { evaluation, fresh: true }
  })
}

export interface Evaluation extends LevelPeriod {
  id: number
  scheme: LevelScheme
  households: number
  seq: number
  head: string
  /** UTC. */
  madeAt: string
  madeBy: string
  /** How many households have a level. */
  awarded: number
  /** A later evaluation of the same period counts. */
  isReplaced: boolean
}

const evaluations = `
  SELECT e.id, e.period AS key, e.starts_on AS "from", e.ends_on AS "to", e.scheme, e.households, e.seq, e.head,
    e.made_at AS "madeAt", e.maker AS "madeBy",
    (SELECT count(*) FROM level_awards a WHERE a.village_id = e.village_id AND a.evaluation_id = e.id) AS awarded,
    EXISTS (SELECT 1 FROM evaluations l WHERE l.village_id = e.village_id AND l.id > e.id
      AND l.starts_on = e.starts_on AND l.ends_on = e.ends_on) AS "isReplaced"
  FROM evaluations e WHERE e.village_id = ?`

type Row = Omit<Evaluation, 'scheme' | 'isReplaced'> & { scheme: string; isReplaced: 0 | 1 | boolean }

/** All evaluations, the newest first. */
export async function listEvaluations(store: Store, village: number): Promise<Evaluation[]> {
  return (await store.all<Row>(`${evaluations} ORDER BY e.id DESC`, village)).map(toEvaluation)
}

function toEvaluation({ scheme, isReplaced, ...row }: Row): Evaluation {
  return { ...row, scheme: JSON.parse(scheme) as LevelScheme, isReplaced: Boolean(isReplaced) }
}

/** An evaluation with its lines, best first. @throws Refused when the village has none of this id */
export async function readEvaluation(
  store: Store,
  village: number,
  id: number,
): Promise<{ evaluation: Evaluation; lines: (LevelLine & { token: string })[] }> {
  const row = await store.first<Row>(`${evaluations} AND e.id = ?`, village, id)
  if (!row) throw new Refused('not-found', 'unknown-evaluation')
  const lines = await store.all<LevelLine & { token: string }>(
    `SELECT a.household_id AS household, h.door, h.head, g.name AS "group", a.score, a.place AS rank,
       a.level, a.stars, a.token
     FROM level_awards a JOIN households h ON h.id = a.household_id
     JOIN household_groups g ON g.id = h.group_id
     WHERE a.village_id = ? AND a.evaluation_id = ? ORDER BY a.place, length(h.door), h.door`,
    village,
    id,
  )
  return { evaluation: toEvaluation(row), lines }
}

/** The newest evaluation of the latest period; null before the first. */
export async function latestEvaluation(
  store: Store,
  village: number,
): Promise<Awaited<ReturnType<typeof readEvaluation>> | null> {
  const row = await store.first<{ id: number }>(
    'SELECT id FROM evaluations WHERE village_id = ? ORDER BY ends_on DESC, id DESC LIMIT 1',
    village,
  )
  return row ? readEvaluation(store, village, row.id) : null
}

/** A household's levels, the newest period first; of each period the newest evaluation. */
export async function levelsOfHousehold(
  store: Store,
  village: number,
  household: number,
): Promise<{ period: string; level: string; stars: number; token: string }[]> {
  return store.all(
    `SELECT e.period, a.level, a.stars, a.token
     FROM level_awards a JOIN evaluations e ON e.village_id = a.village_id AND e.id = a.evaluation_id
     WHERE a.village_id = ? AND a.household_id = ? AND NOT EXISTS (
       SELECT 1 FROM evaluations l WHERE l.village_id = e.village_id AND l.id > e.id
         AND l.starts_on = e.starts_on AND l.ends_on = e.ends_on)
     ORDER BY e.ends_on DESC`,
    village,
    household,
  )
}
