import type { Router } from 'express'
import { addStaff, changeStaff, listStaff } from '../../../db/people/staff.ts'
import { usernameOf } from '../../../db/people/users.ts'
import { type Period, readTownVillage, type TownVillage, townVillages } from '../../../db/reports/town.ts'
import { operations } from '../../contract/operations/operations.ts'
import { hashNewPassword } from '../../identity/passwords.ts'
import type { Services } from '../../services.ts'
import { type Column, sheet } from '../../workbook/writing/table.ts'
import { route } from '../route.ts'

/** The town: villages side by side for those who read several, and who works in all of them. */
export function townRoutes(router: Router, services: Services): void {
  const { store } = services

  route(router, services, operations.readTown, async ({ session, query }) => ({
    answer: { items: await readTown(services, session.user.id, query) },
  }))

  route(router, services, operations.exportTown, async ({ session, query }) => {
    const villages = await readTown(services, session.user.id, query)
    const dimensions = [
      ...new Set(villages.flatMap(({ byDimension }) => byDimension.map(({ name }) => name))),
    ]
    return {
      answer: { filename: 'town.xlsx', sheets: [sheet('sheet-town', townColumns(dimensions), villages)] },
    }
  })

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

/** Village after village, so that others are served in between. */
async function readTown({ store }: Services, user: number, period: Period): Promise<TownVillage[]> {
  const read: TownVillage[] = []
  for (const village of await townVillages(store, user)) {
    read.push(await readTownVillage(store, village, period))
    await new Promise((resume) => setImmediate(resume))
  }
  return read
}

function townColumns(dimensions: string[]): Column<TownVillage>[] {
  return [
    {
      title: 'column-village',
      width: 16,
      cell: ({ name, sample }, say) => (sample ? say('sample-village', { name }) : name),
    },
    { title: 'column-from', width: 12, cell: ({ from }) => from },
    { title: 'column-to', width: 12, cell: ({ to }) => to },
    { title: 'column-households', width: 8, cell: ({ households }) => households },
    { title: 'column-active', width: 12, cell: ({ active }) => active },
    {
      title: 'column-participation',
      width: 10,
      cell: ({ active, households }) =>
        households === 0 ? null : Math.round((1000 * active) / households) / 10,
    },
    { title: 'column-score', width: 10, cell: ({ points }) => points },
    {
      title: 'column-per-household',
      width: 10,
      cell: ({ points, households }) =>
        households === 0 ? null : Math.round((10 * points) / households) / 10,
    },
    ...dimensions.map((dimension): Column<TownVillage> => ({
      title: { words: dimension },
      width: 10,
      cell: ({ byDimension }) => byDimension.find(({ name }) => name === dimension)?.points ?? null,
    })),
    { title: 'column-recorded-at', width: 24, cell: ({ lastAt }) => lastAt },
    { title: 'column-seq', width: 8, cell: ({ seq }) => seq },
    { title: 'column-hash', width: 10, cell: ({ head }) => head },
  ]
}
