import { v7 as newId } from 'uuid'
import type { SheetItem } from '../../../server/domain/rules/checkSheet.ts'

/** A line of a check sheet while it is written: points as they are typed. */
export interface DraftItem extends Omit<SheetItem, 'points'> {
  points: string
}

/** @param typed points as text to begin with */
export function draftOf(item: SheetItem, typed: (points: number) => string): DraftItem {
  return { ...item, points: item.kind === 'veto' ? '' : typed(item.points) }
}

export function emptyItem(): DraftItem {
  return { key: newId(), text: '', kind: 'points', points: '', photo: false }
}

/**
 * The line as it is sent; 0 points where none can be read.
 *
 * @param unitsOf reads points that were typed
 */
export function itemOf(
  { key, text, kind, points, photo }: DraftItem,
  unitsOf: (text: string) => number | null,
): SheetItem {
  return { key, text: text.trim(), kind, points: kind === 'veto' ? 0 : (unitsOf(points) ?? 0), photo }
}
