import { z } from 'zod'
import { roundDoorKinds, roundDoorOrders } from '../../domain/rules/roundDoors.ts'
import { householdSearch } from '../fields/door.ts'

/** Which doors of a round go into its workbook; all where nothing is said. */
export const roundDoorsQuery = z.object({
  kind: z.enum(roundDoorKinds).default('all'),
  group: z.coerce.number().int().min(0).default(0),
  q: householdSearch.default(''),
  order: z.enum(roundDoorOrders).default('door'),
})
