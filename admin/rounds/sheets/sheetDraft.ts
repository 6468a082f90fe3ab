import { v7 as newId } from 'uuid'
import type { SheetItem } from '../../../server/domain/rules/checkSheet.ts'

/** What a line can be: points whole or not at all, any number of them, one of several levels, a deduction, a veto. */
export const draftKinds = ['points', 'any', 'levels', 'deduction', 'veto'] as const

/** A level while it is written. */
export interface DraftLevel {
  text: string
  points: string
}

/** A line of a check sheet while it is written: points as they are typed. */
export interface DraftItem extends Omit<SheetItem, 'points' | 'kind' | 'grades'> {
  kind: (typeof draftKinds)[number]
  points: string
  levels: DraftLevel[]
}

/** @param typed points as text to begin with */
export function draftOf(item: SheetItem, typed: (points: number) => string): DraftItem {
  const { key, text, kind, photo, grades } = item
  const isLevels = Array.isArray(grades)
  return {
    key,
    text,
    kind: isLevels ? 'levels' : (grades ?? kind),
    points: kind === 'veto' || isLevels ? '' : typed(item.points),
    photo,
    levels: isLevels ? grades.map((level) => ({ text: level.text, points: typed(level.points) })) : [],
  }
}

export function emptyItem(): DraftItem {
  return { key: newId(), text: '', kind: 'points', points: '', photo: false, levels: [] }
}

/** Whether the line's points are typed in a field of its own. */
export function hasPoints({ kind }: Pick<DraftItem, 'kind'>): boolean {
  return kind !== 'veto' && kind !== 'levels'
}

/** Paths of points that were typed and cannot be read, within the line. */
export function unreadPoints(item: DraftItem, unitsOf: (text: string) => number | null): string[] {
  const isUnread = (text: string) => text.trim() !== '' && unitsOf(text) === null
  if (item.kind === 'levels')
    return item.levels.flatMap(({ points }, index) => (isUnread(points) ? [`grades.${index}.points`] : []))
  return hasPoints(item) && isUnread(item.points) ? ['points'] : []
}

/**
 * The line as it is sent; 0 points where none can be read.
 *
 * @param unitsOf reads points that were typed
 */
export function itemOf(
  { key, text, kind, points, photo, levels }: DraftItem,
  unitsOf: (text: string) => number | null,
): SheetItem {
  const line = { key, text: text.trim(), photo }
  if (kind === 'veto') return { ...line, kind, points: 0 }
  if (kind === 'levels') {
    const grades = levels.map((level) => ({ text: level.text.trim(), points: unitsOf(level.points) ?? 0 }))
    return { ...line, kind: 'points', points: Math.max(0, ...grades.map((level) => level.points)), grades }
  }
  const worth = unitsOf(points) ?? 0
  return kind === 'any'
    ? { ...line, kind: 'points', points: worth, grades: 'any' }
    : { ...line, kind, points: worth }
}
