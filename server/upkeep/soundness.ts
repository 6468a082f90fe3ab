/** Results of the last full check and the last nightly run, for the work page, readiness and metrics. */
import type { DatabaseCheck } from '../../db/store/sqlite/soundness/check.ts'
import type { Fault } from '../domain/answers/fault.ts'
import { type Proof, type Unproven, unproven } from './prove.ts'
import type { SharedFindings } from './sharedFindings.ts'

/** The last full check of the database beside its ledgers. */
export interface CheckedDatabase {
  /** UTC. */
  at: string
  faults: Fault[]
}

/** What the backup found, `unwritten` when none could be made, `photos` when only their sweep failed. */
export type NightFailure = Unproven['reason'] | 'unwritten' | 'photos'

/** How the last nightly run ended. */
export interface Night {
  /** UTC. */
  at: string
  /** What failed; null when all was done. */
  failure: NightFailure | null
}

/** Of what processes share. */
const topic = 'data'

export class Soundness {
  readonly #shared: SharedFindings
  /** Null before the first check since the start. */
  database: CheckedDatabase | null = null
  /** Null before the first night since the start. */
  night: Night | null = null
  /** When all data was last proven without a fault, UTC; null before that. */
  provenAt: string | null = null

  constructor(shared: SharedFindings) {
    this.#shared = shared
    shared.onFound(topic, (name, found) => this.#hear(name, found))
  }

  /** Takes a proof of the live data. @returns whether it holds */
  async take(proof: Proof): Promise<boolean> {
    const at = await this.takeCheck(proof)
    const holds = unproven(proof) === null
    if (holds) {
      this.provenAt = at
      await this.#shared.tell(topic, 'proven', { at })
    }
    return holds
  }

  /** Takes a check of the live database without its ledgers. @returns its time, UTC */
  async takeCheck({ damage, changedRows }: DatabaseCheck): Promise<string> {
    const at = new Date().toISOString()
    this.database = { at, faults: [...damage, ...changedRows] }
    await this.#shared.tell(topic, 'database', this.database)
    return at
  }

  async endNight(failure: NightFailure | null): Promise<void> {
    this.night = { at: new Date().toISOString(), failure }
    await this.#shared.tell(topic, 'night', this.night)
  }

  /** Takes what another process found later than this one. */
  #hear(name: string, found: unknown): void {
    const { at } = found as { at: string }
    const isNewer = (known: string | undefined | null) => (known ?? '') < at
    if (name === 'proven' && isNewer(this.provenAt)) this.provenAt = at
    if (name === 'database' && isNewer(this.database?.at)) this.database = found as CheckedDatabase
    if (name === 'night' && isNewer(this.night?.at)) this.night = found as Night
  }

  /** Faults of the database. */
  get faults(): readonly Fault[] {
    return this.database?.faults ?? []
  }
}
