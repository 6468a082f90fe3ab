/** A session of the redemption desk. */
export interface DeskSession {
  /** Local date. */
  on: string
  /** Local times, HH:MM; both are within the session. */
  from: string
  to: string
}

/** When the desk is open: at any time unless it is bound to its sessions. */
export interface DeskHours {
  /** Of today and later, the next first. */
  sessions: readonly DeskSession[]
  isBound: boolean
}

export type DeskState =
  { is: 'always' | 'closed'; session: null } | { is: 'open' | 'next'; session: DeskSession }

/**
 * Whether the desk is open, and when it is open next. `closed`: it is bound to sessions and none is to come.
 *
 * @param at local date, and time as HH:MM
 */
export function deskState({ sessions, isBound }: DeskHours, at: { day: string; time: string }): DeskState {
  if (!isBound) return { is: 'always', session: null }
  const open = sessions.find(({ on, from, to }) => on === at.day && from <= at.time && at.time <= to)
  if (open) return { is: 'open', session: open }
  const next = sessions.find(({ on, from }) => on > at.day || (on === at.day && from > at.time))
  return next ? { is: 'next', session: next } : { is: 'closed', session: null }
}
