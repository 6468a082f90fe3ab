import { inPoints } from '../../points/unit.ts'
import { agreesWithEffect, agreesWithScale, type CapTally } from '../cautions.ts'
import type { Findings } from '../findings.ts'
import type { CautionCode, Place } from '../office.ts'
import type { LineReading } from './ledgerLine.ts'

/** Notes what a person should look at in a line that comes in all the same. @param cell its points */
export type LookAtLine = (place: Place, cell: string | null, reading: LineReading) => void

export function createLookAtLine(caps: CapTally, findings: Findings): LookAtLine {
  return (place, cell, { household, rule, occurredOn, points }) => {
    if (!rule || occurredOn === null) return
    const note = (code: CautionCode) => findings.caution(place, cell, code, inPoints(points, findings.unit))
    const { effect, scale, caps: limits } = rule.terms
    if (!agreesWithEffect(effect, points)) return note('sign-unlike-rule')
    if (!agreesWithScale(scale, points)) note('points-unlike-rule')
    if (caps.exceeds(household.number, limits, occurredOn, points)) note('over-cap')
  }
}
