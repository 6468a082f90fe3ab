/** Limits on failed tries: of passwords, codes and whatever else can be guessed. */
import { createHash } from 'node:crypto'
import type { Response } from 'express'
import { type RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible'
import type { Cluster } from '../../../db/store/cluster.ts'
import { HttpRefused } from '../problem.ts'
import { BoundedMemory } from './boundedMemory.ts'

/** A failed try counts for this long, s. */
const windowSeconds = 10 * 60

/** Counts tries by key: in memory, or in a database that several processes share. */
export type TryLimit = Pick<RateLimiterAbstract, 'points' | 'get' | 'consume' | 'reward'>

/** One key of a limit: what it consists of, in any length. */
export interface LimitedKey {
  limit: TryLimit
  key: readonly string[]
}

/**
 * @param name of what is tried
 * @param most failed tries of one key within ten minutes
 */
export function tryLimit(cluster: Cluster, name: string, most: number): TryLimit {
  return (
    cluster.countedTries(name, most, windowSeconds) ??
    new BoundedMemory({ points: most, duration: windowSeconds })
  )
}

/**
 * Counts one try under each key, before the work that it asks for. All limits
 * are checked first: a refused try is not counted.
 *
 * @returns takes the try back, for one that succeeded
 * @throws HttpRefused 429 when one of the keys has used up its tries
 */
export async function takeTry(response: Response, keys: readonly LimitedKey[]): Promise<() => Promise<void>> {
  const hashed = keys.map(({ limit, key }) => ({ limit, key: fixedLength(key) }))
  const states = await Promise.all(hashed.map(({ limit, key }) => limit.get(key)))
  states.forEach((state, index) => {
    const most = hashed[index]?.limit.points ?? 0
    if (state && state.consumedPoints >= most) refuse(response, state)
  })
  const taken = await Promise.allSettled(hashed.map(({ limit, key }) => limit.consume(key)))
  const giveBack = async () => {
    await Promise.all(hashed.map(({ limit, key }) => limit.reward(key)))
  }
  for (const one of taken) {
    if (one.status === 'fulfilled') continue
    await giveBack()
    if (one.reason instanceof RateLimiterRes) refuse(response, one.reason)
    throw one.reason
  }
  return giveBack
}

function refuse(response: Response, { msBeforeNext }: RateLimiterRes): never {
  const seconds = Math.max(1, Math.ceil(msBeforeNext / 1000))
  response.set('retry-after', String(seconds))
  throw new HttpRefused(429, 'too-many', { seconds })
}

/** Keys have a fixed length, whatever strangers send. */
function fixedLength(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22)
}
