import type { Problem } from '../../../server/contract/fields/problem.ts'

/**
 * Why a call failed: `unreachable`, no answer; `refused`, the server refused it and wrote nothing; `signed-out`, the
 * session has ended; `broken`, the server failed or its answer is invalid.
 */
export type FailureKind = 'unreachable' | 'refused' | 'signed-out' | 'broken'

/** A call that did not succeed; `message` is a sentence for the person at the screen. */
export class Failure extends Error {
  readonly kind: FailureKind
  /** Stable code of the refusal, null when no problem document came. */
  readonly code: string | null
  /** One entry for each line or field that was refused. */
  readonly lines: NonNullable<Problem['errors']>

  constructor(kind: FailureKind, sentence: string, problem?: Problem) {
    super(sentence)
    this.name = 'Failure'
    this.kind = kind
    this.code = problem?.code ?? null
    this.lines = problem?.errors ?? []
  }

  /** Whether a write was certainly not made by this call, so that its content may be changed and sent again. */
  get isDecided(): boolean {
    return this.kind === 'refused'
  }
}

/** The failure that was thrown; anything else is rethrown. */
export function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error
  throw error
}
