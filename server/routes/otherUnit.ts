import type { Request } from 'express'
import { pointUnitHeader } from '../contract/fields/points.ts'
import type { PointUnit } from '../domain/points/unit.ts'
import { HttpRefused } from '../http/problem.ts'

/**
 * Refuses points that were typed in a page which still counts in the unit that the village had before.
 *
 * @throws HttpRefused 409; a request that names no unit is taken in the village's
 */
export function refuseOtherUnit(request: Request, unit: PointUnit): void {
  const counted = request.get(pointUnitHeader)
  if (request.method !== 'GET' && counted !== undefined && counted !== String(unit))
    throw new HttpRefused(409, 'unit-changed', { unit })
}
