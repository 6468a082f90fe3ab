import { type Fault, fault } from '../../../server/domain/answers/fault.ts'
import { opposite } from '../../../server/domain/points/posting.ts'
import type { PostingRow } from '../../store/schema.ts'

interface Deduction {
  household: number
  season: number
  points: number
  restored: number
}

/** Checks, posting by posting, that restores never exceed their deduction. */
export class RestoreAudit {
  readonly #onFault: (found: Fault) => void
  /** By seq. */
  readonly #deductions = new Map<number, Deduction>()
  readonly #restores = new Map<number, { deduction: Deduction; points: number }>()

  constructor(onFault: (found: Fault) => void) {
    this.#onFault = onFault
  }

  /** Adds the next posting, in order of seq. */
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
    if (!deduction || restores === null) {
      this.#onFault(fault('restore-without-deduction', { seq }))
      return
    }
    if (deduction.household !== household_id || deduction.season !== season_id)
      this.#onFault(fault('restore-elsewhere', { seq, deduction: restores }))
    deduction.restored += points
    this.#restores.set(seq, { deduction, points })
    if (deduction.restored > deduction.points)
      this.#onFault(fault('restore-too-large', { seq, deduction: restores }))
  }

  #takeReversal(seq: number, reverses: number): void {
    const restore = this.#restores.get(reverses)
    if (restore) restore.deduction.restored -= restore.points
    const deduction = this.#deductions.get(reverses)
    if (!deduction) return
    if (deduction.restored > 0) this.#onFault(fault('restored-reversed', { seq, deduction: reverses }))
    // A deduction that was reversed has nothing left to give back.
    deduction.points = 0
  }
}
