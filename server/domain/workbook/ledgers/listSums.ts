/** What a list says that households have, held against what the workbook brings for them besides. */
import { formatPoints, type PointUnit } from '../../points/unit.ts'
import { recordText } from '../../text/recordText.ts'
import { columnName } from '../cells/cells.ts'
import { columnChoice, headerName } from '../headers/chosenColumns.ts'
import type { Header } from '../headers/header.ts'
import type { OfficeWorkbook } from '../office.ts'
import type { Choice, Questions } from '../questions/questions.ts'

/** What the workbook brings for a household, in smallest units. */
export interface Brought {
  given: number
  /** Below zero. */
  taken: number
  /** From before the ledger. */
  opening: number
}

/** By door. */
export function sumsOf({ lines, openings }: OfficeWorkbook): Map<string, Brought> {
  const sums = new Map<string, Brought>()
  const of = (door: string) => {
    const own = sums.get(door) ?? { given: 0, taken: 0, opening: 0 }
    sums.set(door, own)
    return own
  }
  const add = (own: Brought, points: number) => {
    if (points < 0) own.taken += points
    else own.given += points
  }
  for (const { door, points } of lines) add(of(door), points)
  // A ledger may give the day of its 上年结转.
  for (const { door, points, text } of openings)
    if (text === recordText('opening')) of(door).opening += points
    else add(of(door), points)
  return sums
}

const netOf = ({ given, taken, opening }: Brought): number => given + taken + opening

/** What the workbook brings for a household of the kind that the column tells. */
export function broughtFor({ isOpening }: Pick<ListColumn, 'isOpening'>, own: Brought | undefined): number {
  return own === undefined ? 0 : isOpening ? own.opening : netOf(own)
}

/** A column with figures of households. */
export interface ListColumn {
  column: number
  /** Whether they are from before the ledger. */
  isOpening: boolean
  /** By door, in smallest units. */
  figures: ReadonlyMap<string, number>
}

/** How the figures of a column stand to what the workbook brings. */
export type Standing = 'alone' | 'same' | 'differs'

/**
 * @param openings columns of the same list with points from before the ledger: sums may have them in
 * @returns `alone` where the workbook brings nothing of the kind, `same` where each figure is the sum
 */
export function standingOf(
  { isOpening, figures }: ListColumn,
  brought: ReadonlyMap<string, Brought>,
  openings: readonly ListColumn[],
): Standing {
  const nothing: Brought = { given: 0, taken: 0, opening: 0 }
  const before = (door: string) => openings.reduce((sum, one) => sum + (one.figures.get(door) ?? 0), 0)
  const sums: ((own: Brought, door: string) => number)[] = isOpening
    ? [({ opening }) => opening]
    : [
        netOf,
        ({ given, taken }) => given + taken,
        (own, door) => netOf(own) + before(door),
        ({ given }) => given,
        ({ taken }) => -taken,
      ]
  const listed = [...figures].map(([door, figure]) => ({ door, figure, own: brought.get(door) ?? nothing }))
  const isNothing = ({ own: { given, taken, opening } }: (typeof listed)[number]) =>
    opening === 0 && (isOpening || (given === 0 && taken === 0))
  if (listed.every(isNothing)) return 'alone'
  const isSame = sums.some((sum) => listed.every(({ door, figure, own }) => sum(own, door) === figure))
  return isSame ? 'same' : 'differs'
}

/** What somebody chose of a list's columns: a column, or two; their figures, or what these have more. */
export interface ListChoice {
  columns: number[]
  isOpening: boolean
  isDifference: boolean
}

/**
 * Asks what counts of columns whose figures are others than what the workbook brings: what they have more, all
 * beside it, or nothing.
 */
export function askAboutDifferences(
  { sheet, header, unit }: { sheet: string; header: Header; unit: PointUnit },
  columns: readonly ListColumn[],
  brought: ReadonlyMap<string, Brought>,
  questions: Questions,
): ListChoice | null {
  const differences = columns.map((column) => differencesOf(column, brought))
  const [first] = differences
  const example = first?.[0]
  if (!first || !example) return null
  const letters = columns.map(({ column }) => columnName(column))
  const answer = questions.ask({
    id: `list-sums-differ ${sheet} ${headerName(header)}`,
    code: 'list-sums-differ',
    sheet,
    row: header.row,
    params: {
      columns: wordsOf(header, columns),
      count: first.length,
      door: example.door,
      listed: formatPoints(example.listed, unit),
      brought: formatPoints(example.brought, unit),
    },
    choices: [
      ...columns.map(({ column }, place): Choice => {
        const sum = (differences[place] ?? []).reduce((sum, one) => sum + one.listed - one.brought, 0)
        const params = { ...columnChoice(header, column).params, sum: formatPoints(sum, unit) }
        return { value: `difference ${letters[place]}`, code: 'difference', params }
      }),
      { value: 'leave', code: 'leave' },
      ...columns.map(({ column }): Choice => ({ ...columnChoice(header, column), code: 'column-besides' })),
    ],
    preset: null,
  })
  const place = letters.findIndex((letter) => answer === letter || answer === `difference ${letter}`)
  const chosen = columns[place]
  if (!chosen) return null
  const { column, isOpening } = chosen
  return { columns: [column], isOpening, isDifference: answer !== letters[place] }
}

function differencesOf(column: ListColumn, brought: ReadonlyMap<string, Brought>) {
  return [...column.figures].flatMap(([door, listed]) => {
    const sum = broughtFor(column, brought.get(door))
    return sum === listed ? [] : [{ door, listed, brought: sum }]
  })
}

/** Tells that columns are sums of what the workbook brings, and are not read. */
export function tellSums(
  sheet: string,
  header: Header,
  columns: readonly ListColumn[],
  questions: Questions,
): void {
  questions.ask({
    id: `list-sums-same ${sheet} ${headerName(header)}`,
    code: 'list-sums-same',
    sheet,
    row: header.row,
    params: { columns: wordsOf(header, columns), count: columns[0]?.figures.size ?? 0 },
    choices: [{ value: 'leave', code: 'leave' }],
    preset: 'leave',
  })
}

export function wordsOf({ labels }: Header, columns: readonly ListColumn[]): string {
  return columns.map(({ column }) => labels[column]).join(recordText('comma'))
}
