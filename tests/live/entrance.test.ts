/** How thousands of screens that come in the same moment are let in. */
import { EventEmitter } from 'node:events'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, it, onTestFinished, vi } from 'vitest'
import { Entrance } from '../../server/live/entrance.ts'

class Connection extends EventEmitter {
  destroyed = false
}

/** Takes so long that few fit into one turn. */
function handshake(): void {
  const end = performance.now() + 2
  while (performance.now() < end);
}

it('lets all of them in, in their order, and others work in between', async () => {
  const entrance = new Entrance()
  const entered: number[] = []
  for (let index = 0; index < 30; index += 1)
    entrance.queue(new Connection(), () => {
      handshake()
      entered.push(index)
    })
  expect(entered).toEqual([])
  const seen = new Set<number>()
  while (entered.length < 30) {
    await turn()
    seen.add(entered.length)
  }
  expect(entered).toEqual(Array.from({ length: 30 }, (_, index) => index))
  expect(seen.size).toBeGreaterThan(5)
})

it('leaves out who gave up meanwhile, by whatever error', async () => {
  const entrance = new Entrance()
  const gone = new Connection()
  const there = new Connection()
  const entered: string[] = []
  entrance.queue(gone, () => entered.push('gone'))
  entrance.queue(there, () => entered.push('there'))
  gone.destroyed = true
  gone.emit('error', new Error('read ECONNRESET'))
  await turn()
  await turn()
  expect(entered).toEqual(['there'])
  expect(there.listenerCount('error')).toBe(0)
})

it('lets in who comes while others are let in', async () => {
  const entrance = new Entrance()
  const entered: string[] = []
  entrance.queue(new Connection(), () => {
    entered.push('first')
    entrance.queue(new Connection(), () => entered.push('second'))
  })
  for (let turns = 0; turns < 4; turns += 1) await turn()
  entrance.queue(new Connection(), () => entered.push('third'))
  for (let turns = 0; turns < 4; turns += 1) await turn()
  expect(entered).toEqual(['first', 'second', 'third'])
})

it('lets nobody in while others are still handed over', async () => {
  const server = new EventEmitter()
  const entrance = new Entrance(Infinity)
  entrance.watch(server)
  const entered: string[] = []
  entrance.queue(new Connection(), () => entered.push('first'))
  for (let arrivals = 1; arrivals <= 5; arrivals += 1) {
    server.emit('connection')
    await turn()
  }
  expect(entered).toEqual([])
  expect(entrance).toMatchObject({ arrivals: 5, waiting: 1 })
  await turn()
  await turn()
  expect(entered).toEqual(['first'])
  expect(entrance.waiting).toBe(0)
})

it('lets in who waited for long, whoever else comes', async () => {
  const server = new EventEmitter()
  const entrance = new Entrance(0)
  entrance.watch(server)
  const entered: string[] = []
  entrance.queue(new Connection(), () => entered.push('first'))
  server.emit('connection')
  await turn()
  expect(entered).toEqual(['first'])
})

it('takes a third of the time for those who waited for long, while others come', async () => {
  let now = 0
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now)
  onTestFinished(() => clock.mockRestore())
  const server = new EventEmitter()
  const entrance = new Entrance(0)
  entrance.watch(server)
  let entered = 0
  for (let index = 0; index < 4; index += 1)
    entrance.queue(new Connection(), () => {
      now += 6
      entered += 1
    })
  const seen: number[] = []
  while (entered < 4) {
    server.emit('connection')
    await turn()
    seen.push(entered)
    // What else the turn did.
    now += 6
  }
  expect(seen).toEqual([1, 1, 2, 2, 3, 3, 4])
})
