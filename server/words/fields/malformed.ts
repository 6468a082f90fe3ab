import type { z } from 'zod'
import type { PointUnit } from '../../domain/points/unit.ts'
import { type Language, sentence } from '../index.ts'
import { fieldFaults, type FieldFault } from './fields.ts'

/** How many wrong fields a refusal lists, and how many of them its sentence names. */
const mostFaults = 20
const mostFaultsSaid = 3

/** Data that does not fit the contract. */
export class Malformed extends Error {
  readonly #issues: readonly z.core.$ZodIssue[]
  readonly #operation: string

  /**
   * @param issues of a parse with `reportInput: true`
   * @param operation name of the operation, empty outside the API
   */
  constructor(issues: readonly z.core.$ZodIssue[], operation = '') {
    super('malformed')
    this.#issues = issues
    this.#operation = operation
  }

  /** One field refused by a rule that no schema can check alone. */
  static field(field: string, code: string, operation = ''): Malformed {
    return new Malformed([{ code: 'custom', path: [field], message: code, input: null }], operation)
  }

  /** What is wrong, field by field. @param unit of the village whose points were sent */
  faults(language: Language, unit: PointUnit = 1): FieldFault[] {
    return fieldFaults(language, this.#issues, this.#operation, unit).slice(0, mostFaults)
  }

  /** What is wrong, in one sentence. */
  sentence(language: Language, unit: PointUnit = 1): string {
    const what = this.faults(language, unit).slice(0, mostFaultsSaid)
    const separator = sentence(language, 'fault-separator')
    return sentence(language, 'malformed', { what: what.map(({ detail }) => detail).join(separator) })
  }
}
