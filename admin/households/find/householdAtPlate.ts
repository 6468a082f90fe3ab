import type { HouseholdView } from '../../../server/contract/households/households.ts'
import { operations } from '../../../server/contract/operations/operations.ts'
import { call } from '../../shell/api/call.ts'

/** The household whose door plate carries the token. @throws Failure where the village has no such plate */
export async function householdAtPlate(
  village: string,
  token: string,
  signal?: AbortSignal,
): Promise<HouseholdView> {
  const given = signal ? { signal } : {}
  const { door } = await call(operations.findDoor, { params: { v: village, plate: token }, ...given })
  return await call(operations.readHousehold, { params: { v: village, door }, ...given })
}
