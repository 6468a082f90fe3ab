/** Open data as CSV: UTF-8 with a byte order mark, which Excel needs, and lines that end as RFC 4180 says. */
import type { Response } from 'express'
import type { OpenLine } from '../../../db/board/openData.ts'
import type { VillageRow } from '../../../db/store/schema.ts'
import type { OpenBoard } from '../../contract/connections/openData.ts'
import { inPoints, type PointUnit } from '../../domain/points/unit.ts'
import { type Language, sentence } from '../../words/index.ts'

type Cell = string | number | null

/** Rows of cells, the header first. */
export type Table = readonly (readonly Cell[])[]

export function boardTable({ dimensions, items, unit }: OpenBoard, language: Language): Table {
  const titles = ['rank', 'door', 'head', 'group', 'score', 'of-month'].map((title) =>
    sentence(language, `column-${title}`),
  )
  return [
    [...titles, ...dimensions],
    ...items.map(({ place, door, name, group, score, month, byDimension }) => [
      place,
      door,
      name,
      group,
      ...[score, month, ...byDimension].map((points) => inPoints(points, unit)),
    ]),
  ]
}

const ledgerTitles = [
  ...['seq', 'hash', 'kind', 'occurred-on', 'door', 'head', 'group', 'dimension', 'text', 'points'],
  'reverses',
]

export function ledgerTable(lines: readonly OpenLine[], unit: PointUnit, language: Language): Table {
  return [
    ledgerTitles.map((title) => sentence(language, `column-${title}`)),
    ...lines.map((line) => [
      line.seq,
      line.head,
      sentence(language, `kind-${line.kind}`),
      line.occurredOn,
      line.door,
      line.name,
      line.group,
      line.dimension,
      line.text,
      inPoints(line.points, unit),
      line.reverses,
    ]),
  ]
}

/** What a spreadsheet takes for the beginning of a formula, in its usual and its wide form. */
const formula = /^[=+\-@\t\r＝＋－＠]/u

/** One cell of CSV; a text that would be a formula begins with an apostrophe. */
export function csvCell(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const text = formula.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** @param list as in the words of `file-…` */
export function sendTable(
  response: Response,
  { name }: VillageRow,
  list: string,
  language: Language,
  table: Table,
): void {
  const text = table.map((row) => row.map(csvCell).join(',')).join('\r\n')
  response
    .vary('accept-language')
    .attachment(`${name}-${sentence(language, `file-${list}`)}.csv`)
    .type('text/csv; charset=utf-8')
    .send(`\ufeff${text}\r\n`)
}
