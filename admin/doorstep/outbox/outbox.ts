/** Sends what waits on the phone: in order, until the server has it, never twice. */
import { type Failure } from '../../shell/api/failure.ts'
import { type Item } from './item.ts'
import { type Keep } from './doorstepStore.ts'

/** What is acknowledged stays on the phone this long: a server restored from a backup is offered it again. */
const keptDays = 14
const dayMs = 24 * 3_600_000

/** How items reach the server. */
export interface Post {
  /** @throws Failure */
  photo: (item: Item, photo: string) => Promise<void>
  /** @returns the points that the server gave; @throws Failure */
  item: (item: Item) => Promise<number>
}

/** Whose items an outbox sends. */
export interface Owner {
  user: string
  /** Slug. */
  village: string
  /** Whether somebody else has signed in meanwhile, in this window or another. */
  isOthers: () => boolean
}

/** How a round of sending ended. */
export type Outcome = 'empty' | 'unreachable' | 'signed-out'

export class Outbox {
  readonly #keep: Keep
  readonly #post: Post
  readonly #owner: Owner

  constructor(keep: Keep, post: Post, owner: Owner) {
    this.#keep = keep
    this.#post = post
    this.#owner = owner
  }

  /** This person's items in this village, in order. */
  async #items(): Promise<Item[]> {
    const all = await this.#keep.items()
    return all.filter(({ user, village }) => user === this.#owner.user && village === this.#owner.village)
  }

  /**
   * Sends everything that waits, the oldest first. A refusal is written beside
   * its item and lets the next one through; without an answer it stops.
   *
   * @param epoch of the server, as it was known before: what is acknowledged now is so under this one
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
      const { kind, code, message } = error as Failure
      if (kind === 'signed-out') return 'signed-out'
      if (kind !== 'refused') return 'unreachable'
      const isAgain = code === 'unknown-photo' && item.photosSent.length > 0
      // Photos that waited too long for their visit are thrown away by the server: they are sent again, once.
      if (isAgain) await this.#keep.put({ ...item, photosSent: [] })
      else await this.#keep.put({ ...item, state: 'refused', reason: message })
      return 'settled'
    }
  }

  async #deliver(item: Item, epoch: string): Promise<void> {
    for (const photo of item.body.photos ?? []) {
      if (item.photosSent.includes(photo)) continue
      await this.#post.photo(item, photo)
      item = { ...item, photosSent: [...item.photosSent, photo] }
      await this.#keep.put(item)
    }
    const points = await this.#post.item(item)
    await this.#keep.put({ ...item, state: 'sent', reason: '', points, sentAt: Date.now(), epoch })
  }

  /** Offers what was acknowledged under another epoch again: the server may have been restored without it. */
  async offerAgain(epoch: string): Promise<void> {
    for (const item of await this.#items())
      if (item.state === 'sent' && item.epoch !== epoch)
        await this.#keep.put({ ...item, state: 'waiting', photosSent: [] })
  }

  /** Lets go of what the server has had long enough. */
  async tidy(now: number): Promise<void> {
    for (const item of await this.#items())
      if (item.state === 'sent' && (item.sentAt ?? 0) < now - keptDays * dayMs) await this.#keep.remove(item)
  }
}
