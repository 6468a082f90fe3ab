import type { OfficeWorkbook, Place } from '../../domain/workbook/office.ts'
import { type Language, sentence } from '../../words/index.ts'

/** A line of a household list that brings no household, and is no problem line. */
export interface LeftHousehold extends Place {
  head: string
  /** With the line that counts; null for a line without a door. */
  again: { door: string; first: Place } | null
}

/** Lines of one household again, and of households without a door, in the order of the sheets. */
export function leftHouseholds({
  duplicateDoors,
  rowsWithoutDoor,
  problems,
}: Pick<OfficeWorkbook, 'duplicateDoors' | 'rowsWithoutDoor' | 'problems'>): LeftHousehold[] {
  const told = new Set(problems.map(keyOf))
  return [
    ...duplicateDoors
      .filter((line) => !told.has(keyOf(line)))
      .map(({ sheet, row, head, door, first }) => ({ sheet, row, head, again: { door, first } })),
    ...rowsWithoutDoor.map(({ sheet, row, head }) => ({ sheet, row, head, again: null })),
  ]
}

/** Says in a sentence which line it is and what to do. */
export function leftHouseholdSentence(
  language: Language,
  { sheet, row, head, again }: LeftHousehold,
): string {
  if (!again) return sentence(language, 'import-row-without-door', { sheet, row, head })
  const { door, first } = again
  const params = { sheet, row, door, other: first.sheet, first: first.row }
  return sentence(language, 'import-door-again', params)
}

const keyOf = ({ sheet, row }: Place) => `${row} ${sheet}`
