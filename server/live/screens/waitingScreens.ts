/**
 * Unconfirmed screens. Anybody can open a wall under any name, so they are kept in
 * memory only, bounded, and expire after a day.
 */
import { randomUUID } from 'node:crypto'

const forgetAfterMs = 24 * 60 * 60_000
/** Most waiting screens of one village, and of one address in it; closed ones are dropped before open ones, those not seen for longest first. */
const mostWaiting = 40
const mostOfAddress = 10

export interface WaitingScreen {
  readonly id: string
  readonly key: string
  /** Hash of the device's secret; null for a wall that has none. */
  readonly device: string | null
  readonly address: string
  /** ms since 1970. */
  readonly since: number
  seenAt: number
  /** Device pixels; 0 until it said so. */
  width: number
  height: number
  /** Refused ones are not listed again. */
  isRefused: boolean
}

export class WaitingScreens {
  /** By village, oldest first. */
  readonly #villages = new Map<number, WaitingScreen[]>()

  /**
   * Registers a device under a name, or updates it.
   *
   * @param open those whose walls are open now
   */
  meet(
    village: number,
    seen: Pick<WaitingScreen, 'key' | 'device' | 'address'>,
    now: number,
    open: ReadonlySet<WaitingScreen | null> = new Set(),
  ): WaitingScreen {
    const all = this.#current(village, now)
    const known = all.find(({ key, device }) => key === seen.key && device === seen.device)
    if (known) {
      known.seenAt = now
      return known
    }
    const made = { ...seen, id: randomUUID(), since: now, seenAt: now, width: 0, height: 0, isRefused: false }
    const ofAddress = all.filter(({ address }) => address === seen.address)
    const crowd = ofAddress.length >= mostOfAddress ? ofAddress : all.length >= mostWaiting ? all : []
    const [leaves] = [...crowd].sort(
      (a, b) => Number(open.has(a)) - Number(open.has(b)) || a.seenAt - b.seenAt,
    )
    this.#villages.set(village, [...all.filter((one) => one !== leaves), made])
    return made
  }

  /** Those that wait for an answer, oldest first. */
  list(village: number, now: number): WaitingScreen[] {
    return this.#current(village, now).filter(({ isRefused }) => !isRefused)
  }

  /** Removes a confirmed screen. */
  remove(village: number, id: string, now: number): void {
    this.#villages.set(
      village,
      this.#current(village, now).filter((one) => one.id !== id),
    )
  }

  #current(village: number, now: number): WaitingScreen[] {
    const kept = (this.#villages.get(village) ?? []).filter(({ seenAt }) => now - seenAt < forgetAfterMs)
    if (kept.length > 0) this.#villages.set(village, kept)
    else this.#villages.delete(village)
    return kept
  }
}
