/** Counts what comes from one address. Remembers an address while it is connected, and a minute longer. */
import { addressKey, isLoopbackAddress } from '../http/callerAddress.ts'
import type { LiveLimits } from './limits.ts'
import { Quota } from './quota.ts'

/** Most addresses in memory; further ones are refused until some expire. */
const mostAddresses = 20_000

export interface Address {
  open: number
  readonly boards: Quota
}

export class Addresses {
  readonly #limits: LiveLimits
  readonly #known = new Map<string, Address>()

  constructor(limits: LiveLimits) {
    this.#limits = limits
  }

  /** Whether an address may open one more connection. */
  accepts(ip: string): boolean {
    const known = this.#known.get(addressKey(ip))
    if (!known) return this.#known.size < mostAddresses
    return isLoopbackAddress(ip) || known.open < this.#limits.connectionsPerAddress
  }

  /** Counts a connection that was opened. */
  open(ip: string): Address {
    const key = addressKey(ip)
    const boards = isLoopbackAddress(ip) ? Infinity : this.#limits.boardsPerAddress
    const address = this.#known.get(key) ?? { open: 0, boards: new Quota(boards) }
    this.#known.set(key, address)
    address.open += 1
    return address
  }

  /** Forgets addresses without connections, a minute after their last board. */
  sweep(now: number): void {
    for (const [key, { open, boards }] of this.#known)
      if (open === 0 && boards.isIdle(now)) this.#known.delete(key)
  }
}
