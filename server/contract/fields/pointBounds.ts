/** Bounds of points as the village writes them: 100,000 points are 1,000,000 of its tenths. */
import { z } from 'zod'
import { partsOf, type PointUnit, pointUnits } from '../../domain/points/unit.ts'
import { points } from './points.ts'

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
  const { def } = (schema as unknown as z.core.$ZodTypes)._zod
  const same = (changed: object) => z.core.clone(schema, { ...def, ...changed } as Schema['_zod']['def'])
  const bound = <Inner extends z.core.$ZodType>(inner: Inner) => boundPoints(inner, unit)
  switch (def.type) {
    case 'object': {
      const fields = Object.entries(def.shape).map(([name, field]) => [name, bound(field)])
      return same({ shape: Object.fromEntries(fields) })
    }
    case 'array':
      return same({ element: bound(def.element) })
    case 'union':
      return same({ options: def.options.map(bound) })
    case 'record':
      return same({ valueType: bound(def.valueType) })
    case 'pipe':
      return same({ in: bound(def.in) })
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'nonoptional':
    case 'readonly':
    case 'catch':
      return same({ innerType: bound(def.innerType) })
    default:
      return schema
  }
}
