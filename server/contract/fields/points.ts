import { z } from 'zod'
import type { PointUnit } from '../../domain/points/unit.ts'

/** Points: whole numbers of the village's smallest unit. */
export const points = z.int().describe("Whole numbers of the village's smallest unit of points, `unit`")

/** Header of requests: the unit that the points in the body are counted in, where the caller says it. */
export const pointUnitHeader = 'x-point-unit'

/** The village's smallest unit, in points. */
export const pointUnit: z.ZodType<PointUnit, PointUnit> = z.union([
  z.literal(1),
  z.literal(0.5),
  z.literal(0.1),
])
