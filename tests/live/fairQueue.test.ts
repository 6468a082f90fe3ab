/** The order in which boards are read, and the time that other work has between two of them. */
import { setImmediate as turn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { FairQueue, type Priority } from '../../server/live/boards/fairQueue.ts'

function queue(...jobs: [key: number, priority: Priority][]): {
  queue: FairQueue
  ran: number[]
  done: Promise<unknown>
} {
  const queue = new FairQueue()
  const ran: number[] = []
  const done = Promise.all(jobs.map(([key, priority]) => queue.run(key, priority, () => ran.push(key))))
  return { queue, ran, done }
}

it('runs what somebody waits for first, everything else in order of arrival', async () => {
  const { ran, done } = queue([1, 'low'], [2, 'low'], [3, 'high'], [4, 'high'])
  await done
  expect(ran).toEqual([3, 4, 1, 2])
})

it('moves a job that somebody waits for now before the others', async () => {
  const { queue: jobs, ran, done } = queue([1, 'low'], [2, 'low'], [3, 'low'])
  jobs.promote(3)
  jobs.promote(9)
  await done
  expect(ran).toEqual([3, 1, 2])
})

it('leaves a turn of the event loop between two jobs', async () => {
  const { ran, done } = queue([1, 'low'], [2, 'low'], [3, 'low'])
  const seen: number[] = []
  for (let turns = 0; turns < 4; turns += 1) {
    await turn()
    seen.push(ran.length)
  }
  await done
  expect(Math.max(...seen.map((count, index) => count - (seen[index - 1] ?? 0)))).toBe(1)
})

it('lets all connect before it runs what nobody waits for', async () => {
  const rush = { arrivals: 0, waiting: 0 }
  const jobs = new FairQueue(rush, Infinity)
  let hasRun = false
  const low = jobs.run(1, 'low', () => (hasRun = true))
  for (let arrivals = 1; arrivals <= 5; arrivals += 1) {
    rush.arrivals = arrivals
    await turn()
  }
  rush.waiting = 1
  for (let turns = 0; turns < 5; turns += 1) await turn()
  expect(hasRun).toBe(false)
  rush.waiting = 0
  await low
})

it('does not let what somebody waits for wait for those who connect', async () => {
  const jobs = new FairQueue({ arrivals: 0, waiting: 1 }, Infinity)
  expect(await jobs.run(1, 'high', () => 'read')).toBe('read')
})

it('runs what nobody waits for once its patience is over', async () => {
  const jobs = new FairQueue({ arrivals: 0, waiting: 1 }, 0)
  expect(await jobs.run(1, 'low', () => 'read')).toBe('read')
})

it('runs one job at a time, however long it takes', async () => {
  const jobs = new FairQueue()
  let running = 0
  let most = 0
  const job = async () => {
    running += 1
    most = Math.max(most, running)
    await turn()
    running -= 1
  }
  await Promise.all([1, 2, 3].map((key) => jobs.run(key, 'low', job)))
  expect(most).toBe(1)
})

it('goes on after a job that fails', async () => {
  const jobs = new FairQueue()
  const failed = jobs.run(1, 'low', () => Promise.reject(new Error('broken')))
  const next = jobs.run(2, 'low', () => 'read')
  await expect(failed).rejects.toThrow('broken')
  expect(await next).toBe('read')
})
