import { opposite } from '../../server/domain/points/posting.ts'
import type { PostingRow } from '../store/schema.ts'

interface Deduction {
  household: number
  season: number
  points: number
  restored: number
}

/** Follows a ledger from its first posting: what was given back never exceeds what was taken. */
export class RestoreAudit {
  readonly #fault: (sentence: string) => void
  /** By seq. */
  readonly #deductions = new Map<number, Deduction>()
  readonly #restores = new Map<number, { deduction: Deduction; points: number }>()

  /** @param fault hears of what does not hold, a sentence each */
  constructor(fault: (sentence: string) => void) {
    this.#fault = fault
  }

  /** Takes the next posting in. */
  take(posting: PostingRow): void {
    if (posting.kind === 'deduct')
      this.#deductions.set(posting.seq, {
        household: posting.household_id,
        season: posting.season_id,
        points: opposite(posting.points),
        restored: 0,
      })
    else if (posting.kind === 'restore') this.#takeRestore(posting)
    else if (posting.reverses !== null) this.#takeReversal(posting.seq, posting.reverses)
  }

  #takeRestore({ seq, restores, points, household_id, season_id }: PostingRow): void {
    const deduction = restores === null ? undefined : this.#deductions.get(restores)
    if (!deduction) {
      this.#fault(`posting ${seq} gives points back, but names no deduction before it`)
      return
    }
    if (deduction.household !== household_id || deduction.season !== season_id)
      this.#fault(`posting ${seq} gives points back of posting ${restores}, of another household or season`)
    deduction.restored += points
    this.#restores.set(seq, { deduction, points })
    if (deduction.restored > deduction.points)
      this.#fault(`posting ${seq} gives back more than posting ${restores} took`)
  }

  #takeReversal(seq: number, reverses: number): void {
    const restore = this.#restores.get(reverses)
    if (restore) restore.deduction.restored -= restore.points
    const deduction = this.#deductions.get(reverses)
    if (!deduction) return
    if (deduction.restored > 0)
      this.#fault(`posting ${seq} reverses posting ${reverses}, of which points were given back`)
    // A deduction that was reversed has nothing left to give back.
    deduction.points = 0
  }
}
