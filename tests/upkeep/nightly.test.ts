import { describe, expect, it } from 'vitest'
import { type Clock, everyNight, nextAt } from '../../server/upkeep/nightly.ts'

/** A clock that a test moves by hand. */
class HandClock implements Clock {
  time: number
  #waiting: { at: number; work: () => void } | null = null

  constructor(at: Date) {
    this.time = at.getTime()
  }

  now = (): number => this.time

  after = (ms: number, work: () => void): (() => void) => {
    const mine = { at: this.time + ms, work }
    this.#waiting = mine
    return () => {
      if (this.#waiting === mine) this.#waiting = null
    }
  }

  /** Lets time pass, and everything happen that waits for it. */
  pass(hours: number): void {
    const end = this.time + hours * 3_600_000
    while (this.#waiting && this.#waiting.at <= end) {
      const { at, work } = this.#waiting
      this.#waiting = null
      this.time = at
      work()
    }
    this.time = end
  }

  /** The machine sleeps: time passes and nothing happens, until it wakes. */
  sleep(hours: number): void {
    this.time += hours * 3_600_000
    const due = this.#waiting
    if (due && due.at <= this.time) {
      this.#waiting = null
      due.work()
    }
  }
}

const noon = new Date(2026, 5, 15, 12)

function watch(clock: HandClock): { nights: string[]; stop: () => void } {
  const nights: string[] = []
  const stop = everyNight(3, () => nights.push(new Date(clock.time).toLocaleString('sv')), clock)
  return { nights, stop }
}

describe('nightly work', () => {
  it('is done at three, once a night', () => {
    const clock = new HandClock(noon)
    const { nights } = watch(clock)
    clock.pass(14.9)
    expect(nights).toEqual([])
    clock.pass(48)
    expect(nights).toEqual(['2026-06-16 03:00:00', '2026-06-17 03:00:00'])
  })

  it('that a sleeping machine missed is done once on waking, and at three again', () => {
    const clock = new HandClock(noon)
    const { nights } = watch(clock)
    clock.sleep(70)
    expect(nights).toEqual(['2026-06-18 10:00:00'])
    clock.pass(24)
    expect(nights[1]).toBe('2026-06-19 03:00:00')
  })

  it('follows a clock that is put back', () => {
    const clock = new HandClock(noon)
    const { nights } = watch(clock)
    clock.time -= 30 * 24 * 3_600_000
    clock.sleep(30 * 24 + 0.2)
    clock.time -= 30 * 24 * 3_600_000
    clock.sleep(30 * 24 + 0.2)
    expect(nights).toEqual([])
    clock.pass(15)
    expect(nights).toEqual(['2026-06-16 03:00:00'])
  })

  it('ends with its server', () => {
    const clock = new HandClock(noon)
    const { nights, stop } = watch(clock)
    stop()
    clock.pass(72)
    expect(nights).toEqual([])
  })

  it('is next today before the hour and tomorrow from the hour on', () => {
    expect(new Date(nextAt(3, new Date(2026, 5, 15, 2, 59).getTime()))).toEqual(new Date(2026, 5, 15, 3))
    expect(new Date(nextAt(3, new Date(2026, 5, 15, 3).getTime()))).toEqual(new Date(2026, 5, 16, 3))
  })
})
