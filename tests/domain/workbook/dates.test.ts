import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Cell } from '../../../server/domain/workbook/cells/cells.ts'
import { readDate } from '../../../server/domain/workbook/cells/dates.ts'

const year = 2026

const readable: [Cell, string][] = [
  ['2026-03-05', '2026-03-05'],
  ['2026.3.5', '2026-03-05'],
  ['2026.03.05', '2026-03-05'],
  ['2026/3/5', '2026-03-05'],
  ['2026年3月5日', '2026-03-05'],
  ['2026年3月5号', '2026-03-05'],
  ['2026 年 3 月 5 日', '2026-03-05'],
  ['2026年3月5日(星期四)', '2026-03-05'],
  ['２０２６年３月５日', '2026-03-05'],
  ['２０２６．３．５', '2026-03-05'],
  ['2026－3－5', '2026-03-05'],
  ['2026—3—5', '2026-03-05'],
  ['20260305', '2026-03-05'],
  [20260305, '2026-03-05'],
  ['26.3.5', '2026-03-05'],
  ['26年3月5日', '2026-03-05'],
  ['3月5日', '2026-03-05'],
  ['3月5号上午', '2026-03-05'],
  ['3.5', '2026-03-05'],
  ['3/5', '2026-03-05'],
  ['03-05', '2026-03-05'],
  ['3.10', '2026-03-10'],
  [3.5, '2026-03-05'],
  [12.25, '2026-12-25'],
  ['2026-3-5 8:30', '2026-03-05'],
  ['2026-03-05T08:30:00', '2026-03-05'],
  [46086, '2026-03-05'],
  [46086.354, '2026-03-05'],
  ['46086', '2026-03-05'],
  [new Date('2026-03-05T00:00:00Z'), '2026-03-05'],
  [new Date('2026-03-04T23:59:59.999Z'), '2026-03-05'],
  ['2026-01-01', '2026-01-01'],
  ['2026-12-31', '2026-12-31'],
]

const unreadable: [Cell, string][] = [
  [null, 'no-date'],
  ['  ', 'no-date'],
  ['2026年2月30日', 'bad-date'],
  ['2026-13-01', 'bad-date'],
  ['2026年3月', 'bad-date'],
  ['3.1-3.5', 'bad-date'],
  ['上周五', 'bad-date'],
  [true, 'bad-date'],
  [5, 'bad-date'],
  [Number.NaN, 'bad-date'],
  [new Date(Number.NaN), 'bad-date'],
  [3.1, 'ambiguous-date'],
  [11.2, 'ambiguous-date'],
  ['2025-12-31', 'date-outside-year'],
  ['2027.1.1', 'date-outside-year'],
  [new Date('2025-12-31T00:00:00Z'), 'date-outside-year'],
  [45658, 'date-outside-year'],
]

describe('a date in a workbook', () => {
  it.each(readable)('%j is %s', (cell, date) => {
    expect(readDate(cell, year)).toEqual({ date })
  })

  it.each(unreadable)('%j is refused as %s', (cell, problem) => {
    expect(readDate(cell, year)).toEqual({ problem })
  })

  it('comes back from every way of writing it', () => {
    const day = fc.integer({ min: 0, max: 364 }).map((days) => new Date(Date.UTC(year, 0, 1 + days)))
    fc.assert(
      fc.property(day, (date) => {
        const iso = date.toISOString().slice(0, 10)
        const [month, number] = [date.getUTCMonth() + 1, date.getUTCDate()]
        const writings: Cell[] = [
          date,
          iso,
          iso.replaceAll('-', ''),
          `${year}.${month}.${number}`,
          `${year}/${month}/${number}`,
          `${year}年${month}月${number}日`,
          `${month}月${number}日`,
          `${month}.${number}`,
          (date.getTime() - Date.UTC(1899, 11, 30)) / 86_400_000,
        ]
        for (const writing of writings) expect(readDate(writing, year)).toEqual({ date: iso })
      }),
    )
  })

  it('is never made up: whatever stands in the cell, an answer is a day of the year', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.double(), fc.date({ noInvalidDate: false })), (cell) => {
        const reading = readDate(cell, year)
        if ('date' in reading) expect(reading.date).toMatch(/^2026-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)
      }),
    )
  })
})
