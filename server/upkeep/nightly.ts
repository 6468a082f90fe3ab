/** A piece of work once a night, at an hour of the server's own clock. */

/** The clock and its timer; replaced in tests. */
export interface Clock {
  /** ms since 1970. */
  now: () => number
  /** Calls back once after some ms. @returns cancels the call */
  after: (ms: number, work: () => void) => () => void
}

export const systemClock: Clock = {
  now: Date.now,
  after: (ms, work) => {
    const timer = setTimeout(work, ms).unref()
    return () => clearTimeout(timer)
  },
}

/** Longest timer, ms: the clock may be set, and the machine may sleep. */
const lookEveryMs = 10 * 60_000

/**
 * Runs the work each night at the hour. A run missed while the machine slept
 * is done once on waking.
 *
 * @param hour 0 to 23, local time
 * @returns stops it
 */
export function everyNight(hour: number, work: () => void, clock: Clock = systemClock): () => void {
  let due = nextAt(hour, clock.now())
  let callOff = () => {}
  const look = () => {
    const now = clock.now()
    if (now >= due) {
      due = nextAt(hour, now)
      work()
    } else due = Math.min(due, nextAt(hour, now))
    callOff = clock.after(Math.min(due - now, lookEveryMs), look)
  }
  look()
  return () => callOff()
}

/** The next time after `now` that a local clock shows the full hour, ms since 1970. */
export function nextAt(hour: number, now: number): number {
  const next = new Date(now)
  next.setHours(hour, 0, 0, 0)
  if (next.getTime() <= now) next.setDate(next.getDate() + 1)
  return next.getTime()
}

/** The last time up to `now` that a local clock showed the full hour, ms since 1970. */
export function lastAt(hour: number, now: number): number {
  const last = new Date(nextAt(hour, now))
  last.setDate(last.getDate() - 1)
  return last.getTime()
}
