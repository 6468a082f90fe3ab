import { describe, expect, it } from 'vitest'
import { WaitingScreens } from '../../server/live/screens/waitingScreens.ts'

const day = 24 * 60 * 60_000
const seen = (number: number, address = `198.51.100.${number}`) => ({
  key: `k${number}`,
  device: null,
  address,
})

describe('screens that wait', () => {
  it('are forgotten a day after they were last seen', () => {
    const waiting = new WaitingScreens()
    waiting.meet(1, seen(1), 0)
    waiting.meet(1, seen(2), 0)
    waiting.meet(1, seen(2), day - 1)
    expect(waiting.list(1, day).map(({ key }) => key)).toEqual(['k2'])
    expect(waiting.list(1, 2 * day)).toEqual([])
  })

  it('make room for new ones, the oldest first, of one village alone', () => {
    const waiting = new WaitingScreens()
    for (let number = 0; number < 60; number += 1) waiting.meet(1, seen(number), number)
    waiting.meet(2, seen(1), 0)
    expect(waiting.list(1, 60)).toHaveLength(40)
    expect(waiting.list(1, 60)[0]?.key).toBe('k20')
    expect(waiting.list(2, 60)).toHaveLength(1)
  })

  it('make room for new ones before a wall that is open, however long it waits', () => {
    const waiting = new WaitingScreens()
    const wall = waiting.meet(1, seen(0), 0)
    for (let number = 1; number < 60; number += 1) waiting.meet(1, seen(number), number, new Set([wall]))
    expect(waiting.list(1, 60)).toContain(wall)
    expect(waiting.list(1, 60)).toHaveLength(40)
  })

  it('of one address push out their own before others', () => {
    const waiting = new WaitingScreens()
    waiting.meet(1, seen(0, '203.0.113.1'), 0)
    for (let number = 1; number < 100; number += 1) waiting.meet(1, seen(number, '203.0.113.2'), number)
    expect(waiting.list(1, 100)).toHaveLength(11)
    expect(waiting.list(1, 100)[0]?.key).toBe('k0')
  })
})
