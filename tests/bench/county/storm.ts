/** All screens of a county come back at once while the staff goes on working. */
import { paceWhile } from '../calls/paced.ts'
import { longest, median, quantile, type Row, within } from '../measure.ts'
import type { Boards, Screens } from './screens.ts'

/** One call of the staff each, ms. */
const staffEveryMs = 50

/**
 * @param place what came back, for the rows
 * @param call one of the staff, by its number
 * @param verified tells how many ledgers are verified by now
 */
export async function measureStorm(
  place: string,
  screens: Screens,
  call: (index: number) => Promise<unknown>,
  verified: () => Promise<string>,
): Promise<Row[]> {
  let boards: Boards = { times: [], retried: 0 }
  let ledgers = ''
  const comeBack = async () => {
    boards = await screens.connect()
    ledgers = await verified()
  }
  const staffTimes = await paceWhile(comeBack, staffEveryMs, call)
  const count = boards.times.length
  const note = `half of them after ${Math.round(median(boards.times))} ms, ${boards.retried} connections retried, ${ledgers} ledgers verified by then`
  const staff = `staff calls while ${count} screens come back`
  return [
    { ...within(`${place}, the last of ${count} boards`, 'ms', [longest(boards.times)], 10_000), note },
    within(`${staff}, p99`, 'ms', [quantile(staffTimes, 0.99)], 300),
    {
      ...within(`${staff}, longest`, 'ms', [longest(staffTimes)], 1_000),
      note: `p50 ${median(staffTimes).toFixed(1)} ms`,
    },
  ]
}
