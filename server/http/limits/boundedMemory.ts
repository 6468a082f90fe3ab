import { type IRateLimiterOptions, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

/** Keys that one limiter remembers; with their counts and timers some 10 MB. */
export const mostKeys = 20_000

/**
 * A limiter in memory that remembers a bounded number of keys. Of too many, the
 * key with the fewest tries is forgotten, of these the oldest.
 *
 * Nobody is locked out by a full memory, since forgetting only allows more. And
 * nobody gains tries by filling it: a key with n tries is forgotten only after
 * `mostKeys` others have n tries each within the window, so that every try won
 * back costs one made elsewhere.
 */
export class BoundedMemory extends RateLimiterMemory {
  readonly #most: number
  /** By number of tries: keys and when they got there, oldest first. */
  readonly #levels: Map<string, number>[] = []
  readonly #levelOf = new Map<string, number>()

  constructor(options: IRateLimiterOptions, most = mostKeys) {
    super(options)
    this.#most = most
  }

  /** How many keys are remembered. */
  get size(): number {
    return this.#levelOf.size
  }

  override async consume(key: string, points = 1): Promise<RateLimiterRes> {
    if (!this.#levelOf.has(key)) this.#makeRoom()
    try {
      return this.#note(key, await super.consume(key, points))
    } catch (refused) {
      if (refused instanceof RateLimiterRes) this.#note(key, refused)
      throw refused
    }
  }

  override async reward(key: string, points = 1): Promise<RateLimiterRes> {
    // An evicted key has nothing to give back.
    if (!this.#levelOf.has(key)) return new RateLimiterRes(this.points, 0, 0, true)
    const rewarded = await super.reward(key, points)
    if (rewarded.consumedPoints > 0) return this.#note(key, rewarded)
    await this.delete(key)
    return rewarded
  }

  override delete(key: string): Promise<boolean> {
    this.#forget(key)
    return super.delete(key)
  }

  #note(key: string, result: RateLimiterRes): RateLimiterRes {
    this.#forget(key)
    const level = Math.min(result.consumedPoints, this.points + 1)
    this.#levelOf.set(key, level)
    ;(this.#levels[level] ??= new Map()).set(key, Date.now())
    return result
  }

  #forget(key: string): void {
    this.#levels[this.#levelOf.get(key) ?? 0]?.delete(key)
    this.#levelOf.delete(key)
  }

  /** Forgets what has expired; where that is not enough, one key more. */
  #makeRoom(): void {
    if (this.#levelOf.size < this.#most) return
    const before = Date.now() - this.msDuration
    for (const level of this.#levels)
      for (const [key, at] of level ?? []) {
        if (at > before) break
        void this.delete(key)
      }
    if (this.#levelOf.size < this.#most) return
    for (const level of this.#levels)
      for (const key of level?.keys() ?? []) {
        void this.delete(key)
        return
      }
  }
}
