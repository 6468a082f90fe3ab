import { v7 as newId } from 'uuid'
import type { SheetItem } from '../../../server/domain/rules/checkSheet.ts'

/** A line of a check sheet while it is written: points as they are typed. */
export interface DraftItem extends Omit<SheetItem, 'points'> {
  points: string
}

export function draftOf(item: SheetItem): DraftItem {
  return { ...item, points: item.kind === 'veto' ? '' : String(item.points) }
}

export function emptyItem(): DraftItem {
  return { key: newId(), text: '', kind: 'points', points: '', photo: false }
}

/** The line as it is sent; 0 points where none can be read. */
export function itemOf({ key, text, kind, points, photo }: DraftItem): SheetItem {
  const worth = kind === 'veto' ? 0 : Number(points.trim())
  return { key, text: text.trim(), kind, points: Number.isInteger(worth) ? worth : 0, photo }
}
