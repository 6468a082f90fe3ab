/** Of several processes one does what is done once. */
import { expect, it, onTestFinished } from 'vitest'
import { newDatabase } from '../../../support/db/engine.ts'
import { valuesOf } from '../../../support/db/values.ts'

it('leads alone, until it stops or loses its connection', async () => {
  const { open } = await newDatabase()
  const [one, other, third] = await Promise.all([open(), open(), open()])
  onTestFinished(() => [one, other, third].forEach((store) => store.close()))
  expect(await one.cluster.leads()).toBe(true)
  expect(await other.cluster.leads()).toBe(false)
  expect(await one.cluster.leads()).toBe(true)
  one.close()
  await expect.poll(() => other.cluster.leads()).toBe(true)
  expect(await third.cluster.leads()).toBe(false)
  await third.all(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE application_name = 'yiping leader' AND datname = current_database()`,
  )
  await expect.poll(() => third.cluster.leads()).toBe(true)
  expect(await other.cluster.leads()).toBe(false)
})

it('asks again by the same connection while another leads', async () => {
  const { open } = await newDatabase()
  const [one, other] = await Promise.all([open(), open()])
  onTestFinished(() => [one, other].forEach((store) => store.close()))
  const connections = () =>
    valuesOf<number>(
      one,
      `SELECT pid FROM pg_stat_activity
       WHERE application_name = 'yiping leader' AND datname = current_database() ORDER BY pid`,
    )
  expect([await one.cluster.leads(), await other.cluster.leads()]).toEqual([true, false])
  const before = await connections()
  expect(before).toHaveLength(2)
  expect(await Promise.all([other.cluster.leads(), other.cluster.leads()])).toEqual([false, false])
  expect(await connections()).toEqual(before)
})
