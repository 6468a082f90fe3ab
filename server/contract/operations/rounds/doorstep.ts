/** What grid workers do at the doors. */
import { z } from 'zod'
import { doorScoreView, doorstepView, newDoorScore, newVisit, visitView } from '../../rounds/doorstep.ts'
import { type Operation, village } from '../operation.ts'

export const doorstepOperations = {
  readDoorstep: {
    method: 'get',
    path: '/api/villages/:v/doorstep',
    summary: 'All that a phone needs at the doors of the caller: rounds, sheets, rules, doors, last results',
    access: 'inspect',
    params: z.object(village),
    answer: doorstepView,
  },
  createVisit: {
    method: 'post',
    path: '/api/villages/:v/rounds/:round/visits',
    summary: 'Say what was found at a door in a round; a second look stands in the first one’s place',
    access: 'inspect',
    params: z.object({ ...village, round: z.coerce.number().int() }),
    body: newVisit,
    answer: visitView,
  },
  createDoorScore: {
    method: 'post',
    path: '/api/villages/:v/doorstep/scores',
    summary: 'Score a door of the own grid on the spot, by the rules that the village lets at the doors',
    access: 'inspect',
    params: z.object(village),
    body: newDoorScore,
    answer: doorScoreView,
  },
} as const satisfies Record<string, Operation>
