import { describe, expect, it } from 'vitest'
import { deskState } from '../../../server/domain/calendar/deskHours.ts'

const morning = { on: '2026-12-03', from: '08:30', to: '11:00' }
const afternoon = { on: '2026-12-03', from: '14:00', to: '16:00' }
const later = { on: '2026-12-10', from: '08:30', to: '11:00' }
const hours = { sessions: [morning, afternoon, later], isBound: true }

describe('the desk', () => {
  it.each([
    ['before its first day', '2026-11-29', '09:00', 'next', morning],
    ['early on the day', '2026-12-03', '08:29', 'next', morning],
    ['in the first minute', '2026-12-03', '08:30', 'open', morning],
    ['in the last minute', '2026-12-03', '11:00', 'open', morning],
    ['between two sessions of a day', '2026-12-03', '11:01', 'next', afternoon],
    ['after the last of the day', '2026-12-03', '16:01', 'next', later],
    ['after the last of all', '2026-12-10', '11:01', 'closed', null],
  ])('%s', (_, day, time, is, session) => {
    expect(deskState(hours, { day, time })).toEqual({ is, session })
  })

  it('is always open without sessions, unless it is bound to them', () => {
    const at = { day: '2026-12-03', time: '09:00' }
    expect(deskState({ sessions: [], isBound: false }, at).is).toBe('always')
    expect(deskState({ sessions: [], isBound: true }, at).is).toBe('closed')
  })
})
