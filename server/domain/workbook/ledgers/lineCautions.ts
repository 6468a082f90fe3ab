import { inPoints } from '../../points/unit.ts'
import { agreesWithEffect, agreesWithScale, type CapTally } from '../cautions.ts'
import type { Findings } from '../findings.ts'
import type { CautionCode, OfficeLine } from '../office.ts'
import { writeTerms } from '../rules/writtenTerms.ts'
import type { LineReading } from './ledgerLine.ts'

/** Remembers a line that comes in, to be looked at with all others. @param cell its points */
export type LookAtLine = (line: OfficeLine, cell: string | null, reading: LineReading) => void

export interface Looks {
  look: LookAtLine
  /** Notes what a person should look at in the lines that are not taken out again. */
  finish(isOut: (line: OfficeLine) => boolean): void
}

/** @param caps what they allow counts for the lines that stay */
export function createLooks(caps: CapTally, findings: Findings): Looks {
  const lines: { line: OfficeLine; cell: string | null; reading: LineReading }[] = []

  function lookAt(line: OfficeLine, cell: string | null, { household, rule, points }: LineReading): void {
    if (!rule) return
    const { terms } = rule
    const value = inPoints(points, findings.unit)
    const unlike = (code: CautionCode) =>
      findings.caution(line, cell, code, value, writeTerms(terms, findings.unit).points)
    if (!agreesWithEffect(terms.effect, points)) return unlike('sign-unlike-rule')
    if (!agreesWithScale(terms.scale, points)) unlike('points-unlike-rule')
    if (caps.exceeds(household.number, terms.caps, line.occurredOn, points))
      findings.caution(line, cell, 'over-cap', value)
  }

  return {
    look: (line, cell, reading) => lines.push({ line, cell, reading }),
    finish(isOut) {
      for (const { line, cell, reading } of lines) if (!isOut(line)) lookAt(line, cell, reading)
    },
  }
}
