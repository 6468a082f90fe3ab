import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  addDays,
  isLocalDate,
  isTimezone,
  localDateAt,
  monthOf,
  periodAround,
  periods,
  isWholeMonth,
  localMidnight,
  monthsOf,
} from '../../../server/domain/calendar/calendar.ts'

const season = { from: '2025-07-01', to: '2026-06-30' }
const dates = fc
  .date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2099-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('a local date', () => {
  it.each(['2026-01-01', '2026-12-31', '2024-02-29', '2000-02-29'])('%s is one', (text) => {
    expect(isLocalDate(text)).toBe(true)
  })

  it.each([
    '2026-02-30',
    '2026-02-29',
    '2100-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-04-31',
    '2026-1-1',
    '20260101',
    '2026-01-01T00:00:00',
    '2026-01-01 ',
    '２０２６-01-01',
    '',
  ])('%j is none', (text) => {
    expect(isLocalDate(text)).toBe(false)
  })
})

describe('the date in a village', () => {
  it.each([
    ['Asia/Shanghai', '2026-06-14T15:59:59.999Z', '2026-06-14'],
    ['Asia/Shanghai', '2026-06-14T16:00:00.000Z', '2026-06-15'],
    ['Asia/Urumqi', '2026-06-14T17:59:59.999Z', '2026-06-14'],
    ['Asia/Urumqi', '2026-06-14T18:00:00.000Z', '2026-06-15'],
    ['UTC', '2025-12-31T23:59:59.999Z', '2025-12-31'],
    ['UTC', '2026-01-01T00:00:00.000Z', '2026-01-01'],
    ['America/New_York', '2026-03-08T04:59:59.999Z', '2026-03-07'],
    ['America/New_York', '2026-11-01T04:00:00.000Z', '2026-11-01'],
    ['Pacific/Kiritimati', '2026-06-14T10:00:00.000Z', '2026-06-15'],
    ['Asia/Kathmandu', '2026-06-14T18:15:00.000Z', '2026-06-15'],
  ])('%s at %s is %s', (timezone, instant, date) => {
    expect(localDateAt(Date.parse(instant), timezone)).toBe(date)
  })

  it('does not depend on the zone of the server', () => {
    const seen = ['UTC', 'America/Los_Angeles', 'Pacific/Kiritimati'].map((zone) => {
      vi.stubEnv('TZ', zone)
      return localDateAt(Date.parse('2026-06-14T16:00:00Z'), 'Asia/Shanghai')
    })
    expect(seen).toEqual(['2026-06-15', '2026-06-15', '2026-06-15'])
  })

  it.each([
    ['Asia/Shanghai', true],
    ['Asia/Jinshan', false],
    ['', false],
  ])('time zone %j is known: %s', (name, known) => {
    expect(isTimezone(name)).toBe(known)
  })
})

describe('the period around a date', () => {
  it.each([
    ['day', '2026-06-15', '2026-06-15', '2026-06-15'],
    ['week', '2026-06-15', '2026-06-15', '2026-06-21'],
    ['week', '2026-06-21', '2026-06-15', '2026-06-21'],
    ['week', '2026-01-01', '2025-12-29', '2026-01-04'],
    ['week', '2024-02-29', '2024-02-26', '2024-03-03'],
    ['month', '2026-02-10', '2026-02-01', '2026-02-28'],
    ['month', '2024-02-10', '2024-02-01', '2024-02-29'],
    ['month', '2100-02-10', '2100-02-01', '2100-02-28'],
    ['month', '2026-12-31', '2026-12-01', '2026-12-31'],
    ['month', '2026-04-01', '2026-04-01', '2026-04-30'],
    ['quarter', '2026-03-31', '2026-01-01', '2026-03-31'],
    ['quarter', '2026-04-01', '2026-04-01', '2026-06-30'],
    ['quarter', '2026-09-30', '2026-07-01', '2026-09-30'],
    ['quarter', '2026-10-01', '2026-10-01', '2026-12-31'],
    ['year', '2026-06-15', '2026-01-01', '2026-12-31'],
    ['season', '2026-06-15', '2025-07-01', '2026-06-30'],
  ] as const)('%s of %s runs from %s to %s', (period, date, from, to) => {
    expect(periodAround(date, period, season)).toEqual({ from, to })
  })

  it('holds the date, begins where the one before ends, and is the same for all its days', () => {
    const calendarPeriods = fc.constantFrom(
      ...periods.filter((period) => period !== 'season' && period !== 'ever'),
    )
    fc.assert(
      fc.property(dates, calendarPeriods, (date, period) => {
        const { from, to } = periodAround(date, period, season)
        expect(from <= date && date <= to).toBe(true)
        expect(periodAround(to, period, season)).toEqual({ from, to })
        expect(periodAround(addDays(to, 1), period, season).from).toBe(addDays(to, 1))
        expect(periodAround(addDays(from, -1), period, season).to).toBe(addDays(from, -1))
      }),
    )
  })

  it.each(['UTC', 'America/Los_Angeles', 'Pacific/Kiritimati'])('is the same on a server in %s', (zone) => {
    vi.stubEnv('TZ', zone)
    expect(periodAround('2026-06-21', 'week', season)).toEqual({ from: '2026-06-15', to: '2026-06-21' })
    expect(periodAround('2026-02-10', 'month', season).to).toBe('2026-02-28')
  })
})

describe('counting days', () => {
  it.each([
    ['2026-12-31', 1, '2027-01-01'],
    ['2024-02-28', 1, '2024-02-29'],
    ['2026-03-01', -1, '2026-02-28'],
    ['2026-03-08', 1, '2026-03-09'],
  ])('%s and %d days is %s', (date, days, moved) => {
    expect(addDays(date, days)).toBe(moved)
  })

  it('goes back the way it came', () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: -2000, max: 2000 }), (date, days) => {
        expect(addDays(addDays(date, days), -days)).toBe(date)
      }),
    )
  })

  it('finds the month of a date', () => {
    expect(monthOf('2026-06-15')).toBe('2026-06')
  })
})

describe('the instant a day begins', () => {
  it.each([
    ['2026-06-15', 'Asia/Shanghai', '2026-06-14T16:00:00.000Z'],
    ['2026-06-15', 'UTC', '2026-06-15T00:00:00.000Z'],
    ['2026-06-15', 'Pacific/Kiritimati', '2026-06-14T10:00:00.000Z'],
    ['2026-06-15', 'Pacific/Pago_Pago', '2026-06-15T11:00:00.000Z'],
    // Clocks go from 24:00 to 01:00 there.
    ['2026-09-06', 'America/Santiago', '2026-09-06T04:00:00.000Z'],
  ])('%s in %s is %s', (date, timezone, instant) => {
    expect(localMidnight(date, timezone)).toBe(instant)
  })
})

describe('the months of a range', () => {
  it('are all that it touches, and whole ones are known', () => {
    const range = { from: '2025-11-15', to: '2026-02-28' }
    expect(monthsOf(range)).toEqual(['2025-11', '2025-12', '2026-01', '2026-02'])
    expect(monthsOf(range).map((month) => isWholeMonth(month, range))).toEqual([false, true, true, true])
  })
})
