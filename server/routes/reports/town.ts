import type { Router } from 'express'
import { addStaff, changeStaff, listStaff } from '../../../db/people/staff.ts'
import { usernameOf } from '../../../db/people/users.ts'
import { type Period, readTownVillage, type TownVillage, townVillages } from '../../../db/reports/town.ts'
import { inOrder } from '../../../db/store/inOrder.ts'
import type { Store } from '../../../db/store/store.ts'
import { operations } from '../../contract/operations/operations.ts'
import { inPoints } from '../../domain/points/unit.ts'
import { hashNewPassword } from '../../identity/passwords.ts'
import type { Services } from '../../services.ts'
import { type Column, sheet } from '../../workbook/writing/table.ts'
import type { HeavyTable } from '../heavy.ts'
import { route } from '../route.ts'

/** Who works in all villages. */
export function townRoutes(router: Router, services: Services): void {
  const { store } = services

  route(router, services, operations.listStaff, async () => ({ answer: { items: await listStaff(store) } }))

  route(router, services, operations.addStaff, async ({ scope, body }) => {
    const { username, displayName = username, password, roles } = body
    const passwordHash = password === undefined ? null : await hashNewPassword(password, username)
    return {
      status: 201,
      answer: await addStaff(store, scope, { username, displayName, passwordHash, roles }),
    }
  })

  route(router, services, operations.changeStaff, async ({ scope, params, body }) => {
    const { password, ...change } = body
    const passwordHash =
      password === undefined
        ? undefined
        : await hashNewPassword(password, await usernameOf(store, params.person))
    return { answer: await changeStaff(store, scope, params.person, { ...change, passwordHash }) }
  })
}

/** Villages side by side for those who read several. */
export const townAnswers: HeavyTable = {
  readTown: async ({ user, query }, { store }) => ({ items: await readTown(store, user, query) }),

  exportTown: async ({ user, query }, { store }) => {
    const villages = await readTown(store, user, query)
    const dimensions = [
      ...new Set(villages.flatMap(({ byDimension }) => byDimension.map(({ name }) => name))),
    ]
    return { village: null, list: 'town', sheets: [sheet('sheet-town', townColumns(dimensions), villages)] }
  },
}

async function readTown(store: Store, user: number, period: Period): Promise<TownVillage[]> {
  return inOrder(await townVillages(store, user), (village) => readTownVillage(store, village, period))
}

function townColumns(dimensions: string[]): Column<TownVillage>[] {
  return [
    {
      title: 'column-village',
      width: 16,
      cell: ({ name, sample }, say) => (sample ? say('sample-village', { name }) : name),
    },
    { title: 'column-from', as: 'day', width: 12, cell: ({ from }) => from },
    { title: 'column-to', as: 'day', width: 12, cell: ({ to }) => to },
    { title: 'column-households', width: 8, cell: ({ households }) => households },
    { title: 'column-active', width: 12, cell: ({ active }) => active },
    {
      title: 'column-participation',
      width: 10,
      cell: ({ active, households }) =>
        households === 0 ? null : Math.round((1000 * active) / households) / 10,
    },
    { title: 'column-score', width: 10, cell: ({ points, unit }) => inPoints(points, unit) },
    {
      title: 'column-per-household',
      width: 10,
      cell: ({ points, households, unit }) =>
        households === 0 ? null : Math.round((10 * inPoints(points, unit)) / households) / 10,
    },
    ...dimensions.map((dimension): Column<TownVillage> => ({
      title: { words: dimension },
      width: 10,
      cell: ({ byDimension, unit }) => {
        const found = byDimension.find(({ name }) => name === dimension)
        return found ? inPoints(found.points, unit) : null
      },
    })),
    { title: 'column-recorded-at', as: 'moment', width: 18, cell: ({ lastAt }) => lastAt },
    { title: 'column-seq', width: 8, cell: ({ seq }) => seq },
    { title: 'column-hash', width: 10, cell: ({ head }) => head },
  ]
}
