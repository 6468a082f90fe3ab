/** The cost of one score over HTTP as a village's households grow, and as the villages of a server grow. */
import { freePort, startProcess } from '../../support/process.ts'
import { administrator, Entry, signIn, timed } from '../calls/calls.ts'
import { cleaningUp, type Later } from '../calls/cleanUp.ts'
import { settle } from '../calls/settle.ts'
import { copyOf, keepCounty } from '../county/fill.ts'
import { doorOf, slugOf } from '../county/names.ts'
import { type CountyShape, entryRule } from '../county/shape.ts'
import { atMost, median, type Pair, type Row } from '../measure.ts'

export interface GrowthOptions {
  /** Folder in which counties are kept. */
  data: string
  /** The county with many villages. */
  shape: CountyShape
  /** Households of one village; the first is what the others are compared with. */
  households?: number[]
  rounds?: number
  scoresARound?: number
}

export async function benchGrowth(options: GrowthOptions): Promise<Row[]> {
  const { shape, households: [few = 100, ...many] = [100, 3_000, 50_000] } = options
  const village = (households: number) => ({ ...shape, villages: 1, households })
  const rows: Row[] = []
  for (const households of many) {
    const pairs = await compare(village(few), village(households), options)
    rows.push(atMost(`one score, ${households} households beside ${few}`, 'ms', pairs, 1.5))
  }
  const pairs = await compare(village(shape.households), shape, options)
  return [...rows, atMost(`one score, ${shape.villages} villages beside 1`, 'ms', pairs, 1.1)]
}

/** Medians of one score, round by round; the first round is warming up. */
function compare(
  small: CountyShape,
  large: CountyShape,
  { data, rounds = 7, scoresARound = 200 }: GrowthOptions,
): Promise<Pair[]> {
  return cleaningUp(async (later) => {
    const floor = await open(data, small, later)
    const ours = await open(data, large, later)
    const pairs: Pair[] = []
    for (let round = 0; round <= rounds; round += 1) {
      const pair = { floor: await medianOf(floor, scoresARound), ours: await medianOf(ours, scoresARound) }
      if (round > 0) pairs.push(pair)
    }
    return pairs
  })
}

async function medianOf(score: () => Promise<void>, count: number): Promise<number> {
  const times: number[] = []
  for (let index = 0; index < count; index += 1) times.push(await timed(score))
  return median(times)
}

/** Starts a server of such a county. @returns enters one score in its first village */
async function open(data: string, shape: CountyShape, later: Later): Promise<() => Promise<void>> {
  const { dataDir, remove } = copyOf(await keepCounty(data, shape))
  later(remove)
  const server = await startProcess(dataDir, await freePort(), administrator)
  later(server.stop)
  const calls = await signIn(server)
  later(calls.close)
  await settle(calls, shape.villages)
  const village = slugOf(0)
  const entry = await Entry.open(calls, village, entryRule)
  // From now on the server folds each posting into it.
  await calls.get(`/api/villages/${village}/board`)
  let next = 0
  return () => entry.post(doorOf((next += 1) % shape.households))
}
