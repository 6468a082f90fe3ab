/** Results of the last verification of each ledger; the server is not ready while one fails. */
import type { Logger } from 'pino'
import { keepProven } from '../../db/ledger/proof/provenHeads.ts'
import { unverified, type Verification } from '../../db/ledger/proof/verify.ts'
import type { VillageRow } from '../../db/store/schema.ts'
import { isDamage } from '../../db/store/sqlite/connect.ts'
import type { Store } from '../../db/store/store.ts'
import { listVillages, villageById } from '../../db/villages/findVillages.ts'
import { fault } from '../domain/answers/fault.ts'
import { Semaphore } from '../http/limits/semaphore.ts'
import { faultSentence } from '../words/verification/verification.ts'
import type { VerifyScope } from '../workers/jobs.ts'
import type { SharedFindings } from './sharedFindings.ts'

/** What a verification found, and when (UTC). */
export type Verified = Omit<Verification, 'proven'> & { at: string }

/** Verifies the ledger of a village, and tells the share done, 0 to 1. */
export type Verifier = (
  village: VillageRow,
  scope: VerifyScope,
  onProgress: (share: number) => void,
) => Promise<Verification>

/** 0 to 1 while a village is verified, null when it is done. */
type OnProgress = (village: number, share: number | null) => void

/** Of results that processes share, by the village's id. */
const topic = 'ledger'
/** Interval of progress reports, ms. */
const tellEveryMs = 200

export class Readiness {
  readonly #store: Store
  readonly #verifier: Verifier
  readonly #log: Logger
  readonly #shared: SharedFindings
  readonly #results = new Map<number, Verified>()
  readonly #running = new Map<number, { share: number; done: Promise<Verified | null> }>()
  readonly #listeners = new Set<OnProgress>()
  /** One verification at a time. */
  readonly #turn = new Semaphore(1)
  #closed = false

  /** @param verifier verifies one village, in another thread */
  constructor(store: Store, log: Logger, shared: SharedFindings, verifier: Verifier) {
    this.#store = store
    this.#verifier = verifier
    this.#log = log
    this.#shared = shared
    shared.onFound(topic, (village, found) => this.#hear(Number(village), found as Verified))
  }

  /** The last result of each village by its id. */
  get results(): ReadonlyMap<number, Verified> {
    return this.#results
  }

  /** Villages whose ledger did not hold. */
  get failed(): readonly Verified[] {
    return [...this.#results.values()].filter(({ holds }) => !holds)
  }

  /** Progress of the village's verification, 0 to 1; null when none runs. */
  progress(village: number): number | null {
    return this.#running.get(village)?.share ?? null
  }

  onProgress(listener: OnProgress): void {
    this.#listeners.add(listener)
  }

  /** Verifies every village in turn. Errors are logged. */
  async verifyAll(scope: VerifyScope = 'whole'): Promise<void> {
    const villages = await listVillages(this.#store)
    const known = new Set(villages.map(({ id }) => id))
    for (const id of [...this.#results.keys()]) if (!known.has(id)) this.#results.delete(id)
    for (const village of villages)
      try {
        await this.verify(village, scope)
      } catch (error) {
        this.#log.error({ err: error, village: village.slug }, 'the ledger could not be verified')
      }
  }

  /**
   * Verifies one village, after the villages queued before. A second call joins the first.
   * Includes the postings written before the call.
   *
   * @returns null when the server closed or the village was removed
   */
  verify(village: VillageRow, scope: VerifyScope = 'whole'): Promise<Verified | null> {
    const running = this.#running.get(village.id)
    if (running) return running.done
    const state = { share: 0, done: Promise.resolve<Verified | null>(null) }
    this.#running.set(village.id, state)
    state.done = this.#verify(village, scope, state).finally(() => {
      this.#running.delete(village.id)
      this.#tell(village.id, null)
    })
    return state.done
  }

  async #verify(village: VillageRow, scope: VerifyScope, state: { share: number }): Promise<Verified | null> {
    const release = await this.#turn.acquire(1)
    try {
      return await this.#verifyInTurn(village, scope, state)
    } catch (error) {
      if (this.#closed) return null
      if (!isDamage(error)) throw error
      const faults = [fault('database-damaged', { detail: error.message })]
      return this.#take(village.id, unverified(village, faults))
    } finally {
      release()
    }
  }

  async #verifyInTurn(
    village: VillageRow,
    scope: VerifyScope,
    state: { share: number },
  ): Promise<Verified | null> {
    if (this.#closed) return null
    let told = 0
    const verification = await this.#verifier(village, scope, (share) => {
      state.share = share
      if (Date.now() - told < tellEveryMs) return
      told = Date.now()
      this.#tell(village.id, share)
    })
    if (!(await villageById(this.#store, village.id))) return null
    return this.#take(village.id, verification)
  }

  /** Replaces the results by those of a proof of a copy. */
  async take(verifications: readonly Verification[]): Promise<void> {
    const ids = new Map((await listVillages(this.#store)).map(({ id, slug }) => [slug, id]))
    this.#results.clear()
    for (const verification of verifications) {
      const id = ids.get(verification.village)
      if (id !== undefined) await this.#take(id, verification)
    }
  }

  async #take(village: number, { proven, ...found }: Verification): Promise<Verified> {
    const verified = { ...found, at: new Date().toISOString() }
    if (proven) await keepProven(this.#store, village, proven)
    this.#results.set(village, verified)
    await this.#shared.tell(topic, String(village), verified)
    if (!verified.holds)
      this.#log.error(
        { village: verified.village, faults: verified.faults.map((found) => faultSentence('en', found)) },
        'the ledger does not hold',
      )
    return verified
  }

  /** Takes what another process found later than this one. */
  async #hear(village: number, found: Verified): Promise<void> {
    if ((this.#results.get(village)?.at ?? '') >= found.at) return
    if (await villageById(this.#store, village)) this.#results.set(village, found)
  }

  #tell(village: number, share: number | null): void {
    for (const listener of this.#listeners) listener(village, share)
  }

  close(): void {
    this.#closed = true
  }
}
