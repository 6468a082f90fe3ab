/** Suggestions (建议): what a household writes to its village, and what the village answers. */
import { Refused } from '../../server/domain/answers/refused.ts'
import { mostWaiting, type ResidentSettings } from '../../server/domain/people/residents.ts'
import { recordChange } from '../audit/audit.ts'
import type { Door } from '../households/doors.ts'
import { matchingHouseholds } from '../households/searchHouseholds.ts'
import { mustBeSame } from '../store/requests/idempotency.ts'
import { isSameText } from '../store/requests/requestDigest.ts'
import { requirePower, type Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { mustFindVillageById } from '../villages/findVillages.ts'

/** A suggestion as the household that wrote it reads it. */
export interface OwnSuggestion {
  /** The id that the client made. */
  id: string
  text: string
  /** UTC. */
  createdAt: string
  answer: string | null
  answeredAt: string | null
}

/** A suggestion as staff read it. */
export interface Suggestion extends OwnSuggestion {
  door: string
  head: string
  group: string
  answeredBy: string | null
}

const columns = `s.request_id AS id, s.text, s.created_at AS "createdAt", s.answer, s.answered_at AS "answeredAt"`
const listed = `
  SELECT ${columns}, h.door, h.head, g.name AS "group", s.answerer AS "answeredBy"
  FROM suggestions s
  JOIN households h ON h.id = s.household_id
  JOIN household_groups g ON g.id = h.group_id
  WHERE s.village_id = @village AND (@id IS NULL OR s.request_id = @id)
    AND (@state IS NULL OR (s.answer IS NULL) = (@state = 'open'))
    AND (@households IS NULL OR s.household_id = ANY(@households) OR lower(s.text) LIKE @pattern ESCAPE '\\'
      OR lower(s.answer) LIKE @pattern ESCAPE '\\' OR lower(s.answerer) LIKE @pattern ESCAPE '\\')
  ORDER BY s.answer IS NOT NULL, CASE WHEN s.answer IS NULL THEN s.id ELSE 0 - s.id END
  LIMIT @limit OFFSET @start`

/** What a village lets its households do themselves. */
export async function residentSettings(store: Store, village: number): Promise<ResidentSettings> {
  return JSON.parse((await mustFindVillageById(store, village)).residents) as ResidentSettings
}

/**
 * Stores a household's suggestion, once per id.
 *
 * @throws Refused where the village takes none, or enough of this household's are unanswered
 */
export async function suggest(
  store: Store,
  { village, household }: Door,
  { id, text }: { id: string; text: string },
): Promise<{ fresh: boolean }> {
  return store.write(village, async (store) => {
    const earlier = await store.first<{ household: number; text: string }>(
      'SELECT household_id AS household, text FROM suggestions WHERE village_id = ? AND request_id = ?',
      village,
      id,
    )
    if (earlier) {
      mustBeSame(earlier.household === household && isSameText(earlier.text, text))
      return { fresh: false }
    }
    if (!(await residentSettings(store, village)).suggestions)
      throw new Refused('forbidden', 'suggestions-off')
    const { count } = await store.one<{ count: number }>(
      `SELECT count(*) AS count FROM suggestions WHERE village_id = ? AND household_id = ? AND answer IS NULL`,
      village,
      household,
    )
    if (count >= mostWaiting) throw new Refused('conflict', 'suggestions-enough', { most: mostWaiting })
    await store.insert('suggestions', {
      village_id: village,
      request_id: id,
      household_id: household,
      text,
      created_at: new Date().toISOString(),
    })
    store.announce({ type: 'waiting', village })
    return { fresh: true }
  })
}

/** A household's own, the newest first. */
export async function ownSuggestions(store: Store, { village, household }: Door): Promise<OwnSuggestion[]> {
  return store.all<OwnSuggestion>(
    `SELECT ${columns} FROM suggestions s WHERE s.village_id = ? AND s.household_id = ?
       ORDER BY s.id DESC LIMIT 50`,
    village,
    household,
  )
}

export interface SuggestionFilter {
  state?: 'open' | 'answered' | undefined
  /** Door, part of the name, initials of its pinyin, or what was written or by whom it was answered. */
  q?: string | undefined
}

/** Suggestions of a village: open ones first and the oldest of them first, then those answered. */
export async function listSuggestions(
  store: Store,
  village: number,
  { state, q }: SuggestionFilter,
  start: number,
  limit: number,
): Promise<Suggestion[]> {
  const households = await matchingHouseholds(store, village, q)
  const pattern = `%${(q ?? '').toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
  const asked = { village, state: state ?? null, households, pattern, id: null, start, limit }
  return store.all<Suggestion>(listed, asked)
}

/**
 * Answers a suggestion; the household reads it. The same answer again changes nothing.
 *
 * @throws Refused when there is none, or it was answered otherwise
 */
export async function answerSuggestion(
  store: Store,
  scope: Scope,
  id: string,
  answer: { id: string; text: string },
): Promise<Suggestion> {
  requirePower(scope, 'enter')
  return store.write(scope.village, async (store) => {
    const before = await store.first<{ id: number; answer: string | null; answerId: string | null }>(
      'SELECT id, answer, answer_id AS "answerId" FROM suggestions WHERE village_id = ? AND request_id = ?',
      scope.village,
      id,
    )
    if (!before) throw new Refused('not-found', 'unknown-suggestion')
    if (before.answerId === answer.id) mustBeSame(isSameText(before.answer, answer.text))
    else {
      if (before.answer !== null) throw new Refused('conflict', 'suggestion-answered')
      await store.update(
        'suggestions',
        { village_id: scope.village, id: before.id },
        {
          answer: answer.text,
          answer_id: answer.id,
          answered_at: new Date().toISOString(),
          answered_by: scope.user,
          answerer: scope.name,
        },
      )
      await recordChange(store, scope, 'suggestion.answered', id, null, { answer: answer.text })
      store.announce({ type: 'waiting', village: scope.village })
    }
    const one = {
      village: scope.village,
      state: null,
      households: null,
      pattern: '',
      id,
      start: 0,
      limit: 1,
    }
    return store.one<Suggestion>(listed, one)
  })
}

/** How many wait for an answer. */
export async function countSuggestions(store: Store, village: number): Promise<number> {
  const { count } = await store.one<{ count: number }>(
    'SELECT count(*) AS count FROM suggestions WHERE village_id = ? AND answer IS NULL',
    village,
  )
  return count
}
