/** Sends the items that wait on the phone, in order, each until the server has answered. */
import { Failure } from '../../shell/api/failure.ts'
import type { DoorstepStore } from './doorstepStore.ts'
import type { Item } from './item.ts'

/** Sent items stay on the phone this long: a server restored from a backup is sent them again. */
const sentDays = 14
const dayMs = 24 * 3_600_000

/** How items reach the server. */
export interface Post {
  /** @throws Failure */
  photo: (item: Item, photo: string) => Promise<void>
  /** @returns the points that the server gave, null for none; @throws Failure */
  item: (item: Item) => Promise<number | null>
}

/** Whose items an outbox sends. */
export interface Owner {
  user: string
  /** Slug. */
  village: string
  /** Whether somebody else has signed in meanwhile, in this window or another. */
  isOthers: () => boolean
}

/** How sending ended. */
export type Outcome = 'empty' | 'unreachable' | 'signed-out'

export class Outbox {
  readonly #store: DoorstepStore
  readonly #post: Post
  readonly #owner: Owner

  constructor(store: DoorstepStore, post: Post, owner: Owner) {
    this.#store = store
    this.#post = post
    this.#owner = owner
  }

  /** This person's items in this village, in order. */
  async #items(): Promise<Item[]> {
    const all = await this.#store.items()
    return all.filter(({ user, village }) => user === this.#owner.user && village === this.#owner.village)
  }

  /**
   * Sends everything that waits, the oldest first. A refused item gets its reason and the next one is sent; without
   * an answer sending stops.
   *
   * @param epoch of the server as last read; sent items get it
   * @param onChange called after each item
   */
  async send(epoch: string, onChange: () => Promise<void> | void): Promise<Outcome> {
    for (;;) {
      if (this.#owner.isOthers()) return 'signed-out'
      const next = (await this.#items()).find(({ state }) => state === 'waiting')
      if (!next) return 'empty'
      const outcome = await this.#sendOne(next, epoch)
      await onChange()
      if (outcome !== 'settled') return outcome
    }
  }

  async #sendOne(item: Item, epoch: string): Promise<'settled' | 'unreachable' | 'signed-out'> {
    try {
      await this.#deliver(item, epoch)
      return 'settled'
    } catch (error) {
      if (!(error instanceof Failure)) return 'unreachable'
      const { kind, code, message } = error
      if (kind === 'signed-out') return 'signed-out'
      if (kind !== 'refused') return 'unreachable'
      const isAgain = code === 'unknown-photo' && item.photosSent.length > 0
      // The server deletes photos whose visit does not come in time: they are sent again, once.
      if (isAgain) await this.#store.put({ ...item, photosSent: [] })
      else await this.#store.put({ ...item, state: 'refused', reason: message })
      return 'settled'
    }
  }

  async #deliver(item: Item, epoch: string): Promise<void> {
    for (const photo of item.body.photos ?? []) {
      if (item.photosSent.includes(photo)) continue
      await this.#post.photo(item, photo)
      item = { ...item, photosSent: [...item.photosSent, photo] }
      await this.#store.put(item)
    }
    const points = await this.#post.item(item)
    await this.#store.put({ ...item, state: 'sent', reason: '', points, sentAt: Date.now(), epoch })
  }

  /** Lets items that were sent under another epoch wait again: the server may have been restored without them. */
  async offerAgain(epoch: string): Promise<void> {
    for (const item of await this.#items())
      if (item.state === 'sent' && item.epoch !== epoch)
        await this.#store.put({ ...item, state: 'waiting', photosSent: [] })
  }

  /** Removes items that were sent long ago. */
  async removeOld(now: number): Promise<void> {
    for (const item of await this.#items())
      if (item.state === 'sent' && (item.sentAt ?? 0) < now - sentDays * dayMs) await this.#store.remove(item)
  }
}
