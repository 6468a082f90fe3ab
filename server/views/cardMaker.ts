import {
  cardHolders,
  storeSecrets,
  makeSecrets,
  secretsMadeBefore,
} from '../../db/residents/householdCards.ts'
import type { Scope } from '../../db/store/scope.ts'
import { sha256 } from '../../db/store/sha256.ts'
import type { Store } from '../../db/store/store.ts'
import type { CardView } from '../contract/residents/cards.ts'
import { Refused } from '../domain/answers/refused.ts'
import { hashPassword } from '../identity/passwords.ts'

/** How long new cards can be fetched again by their id, ms. */
const rememberedMs = 10 * 60_000

interface Batch {
  digest: string
  cards: Promise<CardView[]>
}

/**
 * Makes cards (积分卡). Secrets are stored hashed; plain ones stay in memory for a
 * while, so that a lost answer can be fetched again by its id.
 */
export class CardMaker {
  readonly #store: Store
  readonly #batches = new Map<string, Batch>()

  constructor(store: Store) {
    this.#store = store
  }

  /**
   * Makes new cards for these doors; the old ones stop working.
   *
   * @param id made by the client
   * @throws Refused for unknown doors, an id of other doors, or one whose cards are not remembered any more
   */
  async make(scope: Scope, id: string, doors: readonly string[]): Promise<CardView[]> {
    const key = `${scope.village}/${id}`
    const digest = sha256(JSON.stringify(doors))
    const earlier = this.#batches.get(key)
    if (earlier && earlier.digest !== digest) throw new Refused('unprocessable', 'id-used-before')
    if (earlier) return earlier.cards
    if (await secretsMadeBefore(this.#store, scope.village, id)) throw new Refused('conflict', 'cards-told')
    const cards = this.#makeNew(scope, id, doors)
    this.#batches.set(key, { digest, cards })
    const forget = () => this.#batches.delete(key)
    cards.then(() => setTimeout(forget, rememberedMs).unref(), forget)
    return cards
  }

  async #makeNew(scope: Scope, id: string, doors: readonly string[]): Promise<CardView[]> {
    const made = await Promise.all(
      (await cardHolders(this.#store, scope, doors)).map(async (holder) => {
        const secrets = makeSecrets()
        return { ...holder, ...secrets, codeHash: await hashPassword(secrets.code) }
      }),
    )
    await storeSecrets(this.#store, scope, id, made)
    return made.map(({ door, group, token, card, code }) => ({ door, group, token, card, code }))
  }
}
