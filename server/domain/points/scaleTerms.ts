import type { SheetItem } from '../rules/checkSheet.ts'
import type { PointScale, RuleTerms } from './points.ts'

/** Gives the same worth in another unit. @throws what it likes for points that the unit cannot say */
export type ScalePoints = (points: number) => number

/** A rule's terms with all points in another unit. Times and numbers of units stay. */
export function scaleTerms(terms: RuleTerms, scale: ScalePoints): RuleTerms {
  return {
    ...terms,
    scale: scalePoints(terms.scale, scale),
    caps: terms.caps.map((cap) => (cap.by === 'points' ? { ...cap, limit: scale(cap.limit) } : cap)),
  }
}

function scalePoints(points: PointScale, scale: ScalePoints): PointScale {
  switch (points.type) {
    case 'fixed':
    case 'perUnit':
      return { ...points, points: scale(points.points) }
    case 'range':
      return { ...points, min: scale(points.min), max: scale(points.max) }
    case 'escalating':
      return { ...points, steps: points.steps.map(scale) }
    case 'levels':
      return {
        ...points,
        levels: points.levels.map((level) => ({ ...level, points: scale(level.points) })),
      }
  }
}

/** The items of a check sheet with their points in another unit. */
export function scaleItems<Item extends Pick<SheetItem, 'points' | 'grades'>>(
  items: readonly Item[],
  scale: ScalePoints,
): Item[] {
  return items.map((item) => ({
    ...item,
    points: scale(item.points),
    ...(Array.isArray(item.grades) && {
      grades: item.grades.map((level) => ({ ...level, points: scale(level.points) })),
    }),
  }))
}
