import { listObjections, type Objection } from '../../../db/publicity/objections.ts'
import {
  listPublications,
  mustFindPublication,
  type Publication,
  readSheet,
} from '../../../db/publicity/publications.ts'
import type { SheetRow } from '../../../db/publicity/sheet.ts'
import { byId, shownRows } from '../../workbook/writing/shownRows.ts'
import { type Column, sheet, villageList } from '../../workbook/writing/table.ts'
import type { HeavyTable } from '../heavy.ts'

/** Publications as workbooks: the frozen list with the names that it shows, the objections, and its proof. */
export const publicityAnswers: HeavyTable = {
  exportPublications: async ({ village, query }, { store }) => {
    const publications = shownRows(await listPublications(store, village.id), query, byId)
    return villageList(village, 'publications', proofColumns, publications)
  },

  exportPublication: async ({ village, scope, query }, { store }) => {
    const publication = await mustFindPublication(store, village.id, query.publication)
    const { dimensions, rows } = await readSheet(store, village.id, publication.id)
    const objections = await listObjections(store, scope, publication.id)
    return {
      village,
      list: 'publication',
      part: publication.opensOn,
      sheets: [
        sheet('sheet-publication', sheetColumns(dimensions), rows),
        sheet('sheet-objections', objectionColumns, objections),
        sheet('sheet-proof', proofColumns, [publication]),
      ],
    }
  },
}

function sheetColumns(dimensions: readonly string[]): Column<SheetRow>[] {
  return [
    { title: 'column-group', width: 10, cell: ({ group }) => group },
    { title: 'column-door', width: 10, cell: ({ door }) => door },
    { title: 'column-head', width: 12, cell: ({ name }) => name },
    ...dimensions.map((words, slot): Column<SheetRow> => {
      return { title: { words }, width: 12, points: true, cell: ({ byDimension }) => byDimension[slot] ?? 0 }
    }),
    { title: 'column-of-period', width: 10, points: true, cell: ({ points }) => points },
    { title: 'column-score', width: 10, points: true, cell: ({ score }) => score },
    { title: 'column-rank', width: 6, cell: ({ rank }) => rank },
  ]
}

const objectionColumns: Column<Objection>[] = [
  { title: 'column-seq', width: 8, cell: ({ seq }) => seq },
  { title: 'column-occurred-on', as: 'day', width: 12, cell: ({ occurredOn }) => occurredOn },
  { title: 'column-door', width: 10, cell: ({ door }) => door },
  { title: 'column-head', width: 12, cell: ({ head }) => head },
  { title: 'column-text', width: 24, cell: ({ text }) => text },
  { title: 'column-points', width: 8, points: true, cell: ({ points }) => points },
  { title: 'column-recorded-by', width: 12, cell: ({ recordedBy }) => recordedBy },
  { title: 'column-objector', width: 12, field: 'objection', cell: ({ objector }) => objector },
  { title: 'column-objection', width: 40, field: 'objection', cell: ({ objection }) => objection },
  { title: 'column-objected-at', as: 'moment', width: 18, cell: ({ createdAt }) => createdAt },
  { title: 'column-state', width: 10, cell: ({ state }, say) => say(`objection-${state}`) },
  { title: 'column-new-points', width: 8, points: true, cell: ({ newPoints }) => newPoints },
  { title: 'column-answer', width: 40, field: 'objection', cell: ({ reason }) => reason },
  { title: 'column-answered-by', width: 12, cell: ({ answeredBy }) => answeredBy },
  { title: 'column-answered-at', as: 'moment', width: 18, cell: ({ answeredAt }) => answeredAt },
]

const proofColumns: Column<Publication>[] = [
  { title: 'column-number', width: 14, cell: ({ number }) => number },
  { title: 'column-from', as: 'day', width: 12, cell: ({ startsOn }) => startsOn },
  { title: 'column-to', as: 'day', width: 12, cell: ({ endsOn }) => endsOn },
  { title: 'column-opens-on', as: 'day', width: 12, cell: ({ opensOn }) => opensOn },
  { title: 'column-closes-on', as: 'day', width: 12, cell: ({ closesOn }) => closesOn },
  { title: 'column-lines', width: 8, cell: ({ lines }) => lines },
  { title: 'column-from-seq', width: 10, cell: ({ fromSeq }) => fromSeq },
  { title: 'column-to-seq', width: 10, cell: ({ toSeq }) => toSeq },
  { title: 'column-hash', width: 66, cell: ({ head }) => head },
]
