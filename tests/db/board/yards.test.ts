/** Which yards of a closed round the wall shows beside a name. */
import { expect, it } from 'vitest'
import { InspectedVillage } from '../../support/db/inspectedVillage.ts'
import { testStore } from '../../support/db/village.ts'

const store = await testStore()

/** Yards by door; 1001 without a fault, 1002 with most, 1003 with a veto. */
async function yardsOf(stars: { stars: number; from: number }[]): Promise<string[] | undefined> {
  const village = await InspectedVillage.create(store)
  const round = await village.open({ outcome: 'postings', stars })
  const keys = round.items.map(({ key, kind }) => ({ key, kind }))
  const faults = keys.filter(({ kind }) => kind === 'deduction').map(({ key }) => key)
  const veto = keys.find(({ kind }) => kind === 'veto')
  await village.visit(round, '1001')
  await village.visit(round, '1002', faults)
  if (veto) await village.visit(round, '1003', [veto.key])
  await village.close(round)
  return (await village.board()).yards?.households.map(({ door }) => door)
}

it('leaves out those below every star, and those without points', async () => {
  expect(await yardsOf([{ stars: 5, from: 95 }])).toEqual(['1001'])
})

it('shows all with points where there are no stars', async () => {
  expect(await yardsOf([])).toEqual(['1001', '1002'])
})
