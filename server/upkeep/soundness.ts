/** Results of the last full check and the last nightly run, for the work page, readiness and metrics. */
import type { DatabaseCheck } from '../../db/store/sqlite/soundness/check.ts'
import type { Fault } from '../domain/answers/fault.ts'
import { type Proof, type Unproven, unproven } from './prove.ts'

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

export class Soundness {
  /** Null before the first check since the start. */
  database: CheckedDatabase | null = null
  /** Null before the first night since the start. */
  night: Night | null = null
  /** When all data was last proven without a fault, UTC; null before that. */
  provenAt: string | null = null

  /** Takes a proof of the live data. @returns whether it holds */
  take(proof: Proof): boolean {
    const at = this.takeCheck(proof)
    const holds = unproven(proof) === null
    if (holds) this.provenAt = at
    return holds
  }

  /** Takes a check of the live database without its ledgers. @returns its time, UTC */
  takeCheck({ damage, changedRows }: DatabaseCheck): string {
    const at = new Date().toISOString()
    this.database = { at, faults: [...damage, ...changedRows] }
    return at
  }

  endNight(failure: NightFailure | null): void {
    this.night = { at: new Date().toISOString(), failure }
  }

  /** Faults of the database. */
  get faults(): readonly Fault[] {
    return this.database?.faults ?? []
  }
}
