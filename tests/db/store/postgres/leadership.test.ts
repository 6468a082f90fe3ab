/** Of several processes one does what is done once. */
import { expect, it, onTestFinished } from 'vitest'
import { newDatabase } from '../../../support/db/engine.ts'

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
