/** The place of a household and the first twenty after a score, beside Redis's sorted set. */
import { randomUUID } from 'node:crypto'
import { enterScores } from '../../../db/scores/enterScores.ts'
import { ownerScope } from '../../../db/store/scope.ts'
import { PlacedBoard } from '../../../server/domain/board/placedBoard.ts'
import { day, makeVillage, ruleId, signedIn, startTestServer } from '../../support/server.ts'
import { timed } from '../calls/calls.ts'
import { atMost, median, type Pair, type Row } from '../measure.ts'
import { doorAt, makeBoard, nextPosting } from './boards.ts'
import { type Fsync, hasRedis, type Redis, startRedis } from './redis.ts'

const first = 20
const points = 10
/** Redis is given so many households in one command. */
const chunk = 1_000

export interface RankingSizes {
  /** Households of the boards. */
  boards: number[]
  /** Households of the village with durable scores. */
  households: number
  rounds: number
  scoresARound: number
}

const usual: RankingSizes = { boards: [800, 100_000], households: 800, rounds: 7, scoresARound: 200 }

export async function benchRanking(sizes: RankingSizes = usual): Promise<Row[]> {
  const works = sizes.boards.flatMap((households) =>
    (['everysec', 'always'] as const).map((fsync) => ({
      work: rankWork(households, fsync),
      households,
      fsync,
    })),
  )
  const durable = `durable score with place and top ${first}, beside Redis (appendfsync always)`
  if (!hasRedis())
    return [...works.map(({ work }) => work), durable].map((work) => ({ work, skipped: 'no redis-server' }))
  const rows: Row[] = []
  for (const { work, households, fsync } of works)
    rows.push(
      atMost(work, 'ms', await withRedis(fsync, (redis) => compareRanks(redis, households, sizes)), 1),
    )
  const pairs = await withRedis('always', (redis) => compareScores(redis, sizes))
  return [...rows, atMost(durable, 'ms', pairs, 1.3)]
}

function rankWork(households: number, fsync: Fsync): string {
  return `place + top ${first} after a score, ${households} households, beside Redis (appendfsync ${fsync})`
}

async function withRedis(fsync: Fsync, work: (redis: Redis) => Promise<Pair[]>): Promise<Pair[]> {
  const redis = await startRedis(fsync)
  try {
    return await work(redis)
  } finally {
    await redis.close()
  }
}

/** A board in this process, into which each posting is folded, beside one round trip. */
async function compareRanks(redis: Redis, households: number, sizes: RankingSizes): Promise<Pair[]> {
  const placed = new PlacedBoard(makeBoard(households))
  const all = placed.board.households.map(({ score, door }) => [score, door])
  await fillSet(redis, all)
  const score = (index: number) => {
    const door = doorAt((index * 7_919) % households)
    return {
      ours: () => {
        placed.fold(nextPosting(placed.frame, door))
        return [placed.standingOf(door), placed.places.slice(0, first)]
      },
      floor: () => redis.send(standings(door)),
    }
  }
  return compare(score, sizes)
}

/** A score through the whole product but HTTP, beside one round trip that also keeps the line and its id. */
async function compareScores(redis: Redis, sizes: RankingSizes): Promise<Pair[]> {
  const server = await startTestServer()
  try {
    await makeVillage(server, 'one', sizes.households)
    const { store, hub } = server.services
    const rule = await ruleId(await signedIn(server, 'clerk', 'one'), 'one', '应急值守')
    await hub.board(1)
    await fillSet(
      redis,
      Array.from({ length: sizes.households }, (_, index) => [0, doorAt(index)]),
    )
    const score = (index: number) => {
      const [id, door] = [randomUUID(), doorAt((index * 7_919) % sizes.households)]
      return {
        ours: async () => {
          await enterScores(store, ownerScope(1), [{ id, door, rule, occurredOn: day }])
          await hub.rankOf(1, door)
          return hub.standings(1, first)
        },
        floor: () =>
          redis.send([
            ['SET', id, door, 'NX'],
            ['XADD', 'lines', '*', 'id', id, 'door', door, 'rule', rule, 'points', points, 'on', day],
            ...standings(door),
          ]),
      }
    }
    return await compare(score, sizes)
  } finally {
    await server.close()
  }
}

function standings(door: string): (string | number)[][] {
  return [
    ['ZINCRBY', 'board', points, door],
    ['ZREVRANK', 'board', door],
    ['ZREVRANGE', 'board', 0, first - 1, 'WITHSCORES'],
  ]
}

async function fillSet(redis: Redis, all: (string | number)[][]): Promise<void> {
  for (let from = 0; from < all.length; from += chunk)
    await redis.send([['ZADD', 'board', ...all.slice(from, from + chunk).flat()]])
}

/** Medians of both, round by round; the first round is warming up. */
async function compare(
  score: (index: number) => { ours: () => unknown; floor: () => unknown },
  { rounds, scoresARound }: RankingSizes,
): Promise<Pair[]> {
  const pairs: Pair[] = []
  let index = 0
  for (let round = 0; round <= rounds; round += 1) {
    const works = Array.from({ length: scoresARound }, () => score((index += 1)))
    const floor = await medianOf(works.map((work) => work.floor))
    const ours = await medianOf(works.map((work) => work.ours))
    if (round > 0) pairs.push({ ours, floor })
  }
  return pairs
}

async function medianOf(works: (() => unknown)[]): Promise<number> {
  const times: number[] = []
  for (const work of works) times.push(await timed(work))
  return median(times)
}
