import type { Pool } from 'pg'
import { type RateLimiterAbstract, RateLimiterPostgres } from 'rate-limiter-flexible'

/** Tries counted by key, for all processes. */
export type CountedTries = Pick<RateLimiterAbstract, 'points' | 'get' | 'consume' | 'reward'>

/**
 * @param name of what is tried
 * @param most tries of one key within the time
 * @param seconds for how long a try counts
 */
export function countedTries(pool: Pool, name: string, most: number, seconds: number): CountedTries {
  return new RateLimiterPostgres({
    storeClient: pool,
    tableName: 'counted_tries',
    tableCreated: true,
    keyPrefix: name,
    points: most,
    duration: seconds,
  })
}
