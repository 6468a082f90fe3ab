/** Bounds of points as the village writes them: 100,000 points are 1,000,000 of its tenths. */
import { z } from 'zod'
import { partsOf, type PointUnit, pointUnits } from '../../domain/points/unit.ts'
import { points } from './points.ts'
import { withParts } from './schemaParts.ts'

interface Bounds {
  /** In points where it is negative; else in smallest units, so that 1 is the least above none. */
  least: number
  /** In points. */
  most: number
}

/** The bounds, by schema. */
const bounds = z.registry<Bounds>()

const mostParts = Math.max(...pointUnits.map(partsOf))

/**
 * Whole smallest units of points, up to so many points. The schema itself takes what the finest unit takes;
 * `boundPoints` gives the one of a village.
 *
 * @param least a negative one is in points, too
 */
export function boundedPoints(least: number, most: number): z.ZodInt {
  const schema = within({ least, most }, mostParts)
  bounds.add(schema, { least, most })
  return schema
}

function within({ least, most }: Bounds, parts: number): z.ZodInt {
  return points.min(least < 0 ? least * parts : least).max(most * parts)
}

/** The schema of a body for a village with this unit, at every depth. */
export function boundPoints<Schema extends z.core.$ZodType>(schema: Schema, unit: PointUnit): Schema {
  const own = bounds.get(schema as unknown as z.ZodInt)
  if (own) return within(own, partsOf(unit)) as unknown as Schema
  return withParts(schema, (part) => boundPoints(part, unit))
}
