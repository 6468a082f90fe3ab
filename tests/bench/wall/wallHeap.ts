/** What a wall's browser holds after 10,000 postings and 200 page turns, beside after warming up. */
import { liveThrough, mostGrowth } from '../../faults/wallLife.ts'
import { atMost, type Row } from '../measure.ts'

export async function benchWallHeap(): Promise<Row> {
  const { before, after } = await liveThrough((line) => process.stderr.write(`${line}\n`), false)
  const most = (before.heapBytes + mostGrowth.heapBytes) / before.heapBytes
  return atMost(
    'heap of the wall after 10,000 postings and 200 turns',
    'bytes',
    [{ ours: after.heapBytes, floor: before.heapBytes }],
    Number(most.toFixed(3)),
  )
}
