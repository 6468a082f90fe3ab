import { everyMovement, type Goods, listGoods } from '../../../db/redemption/goods.ts'
import {
  type HandedOut,
  listHandedOut,
  type RedemptionReport,
  reportRedemptions,
} from '../../../db/redemption/redemptionReport.ts'
import { byId, shownRows } from '../../workbook/writing/shownRows.ts'
import { type Column, sheet } from '../../workbook/writing/table.ts'
import type { HeavyTable } from '../heavy.ts'

/** Goods, their stock, and what was handed out, as workbooks. */
export const redemptionAnswers: HeavyTable = {
  exportRedemptions: async ({ village, query }, { store }) => {
    const { from, to } = query
    const part = `${from}-${to}`
    const lines = shownRows(await listHandedOut(store, village.id, from, to), query, ({ seq }) => seq)
    // The sums are of all days, not of some lines.
    if (query.ids !== undefined)
      return { village, list: 'redemptions', part, sheets: [sheet('sheet-redemptions', lineColumns, lines)] }
    const { goods, byHousehold } = await reportRedemptions(store, village.id, from, to)
    return {
      village,
      list: 'redemptions',
      part,
      sheets: [
        sheet('sheet-redemptions', lineColumns, lines),
        sheet('sheet-goods', goodsColumns, goods),
        sheet('sheet-households', householdColumns, byHousehold),
      ],
    }
  },

  exportGoods: async ({ village, query }, { store }) => ({
    village,
    list: 'goods',
    sheets: [
      sheet('column-goods', stockColumns, shownRows(await listGoods(store, village.id), query, byId)),
      sheet('sheet-movements', movementColumns, await everyMovement(store, village.id)),
    ],
  }),
}

/** Money is kept in cents. */
const inYuan = (cents: number | null) => (cents === null ? null : cents / 100)

const lineColumns: Column<HandedOut>[] = [
  { title: 'column-occurred-on', as: 'day', width: 12, cell: ({ on }) => on },
  { title: 'column-group', width: 10, cell: ({ group }) => group },
  { title: 'column-door', width: 10, cell: ({ door }) => door },
  { title: 'column-head', width: 12, cell: ({ head }) => head },
  { title: 'column-goods', width: 20, cell: ({ name }) => name },
  { title: 'column-amount', width: 8, cell: ({ amount }) => amount },
  { title: 'column-points', width: 8, points: true, cell: ({ points }) => points },
  { title: 'column-value', width: 12, cell: ({ valueCents }) => inYuan(valueCents) },
  { title: 'column-recorded-by', width: 12, cell: ({ recordedBy }) => recordedBy },
  { title: 'column-recorded-at', as: 'moment', width: 18, cell: ({ recordedAt }) => recordedAt },
  { title: 'column-seq', width: 8, cell: ({ seq }) => seq },
  { title: 'column-returned', width: 12, cell: ({ returnSeq }) => returnSeq },
]

const goodsColumns: Column<RedemptionReport['goods'][number]>[] = [
  { title: 'column-goods', width: 20, cell: ({ name }) => name },
  { title: 'column-amount', width: 8, cell: ({ amount }) => amount },
  { title: 'column-households', width: 8, cell: ({ households }) => households },
  { title: 'column-points', width: 10, points: true, cell: ({ points }) => points },
  { title: 'column-value', width: 12, cell: ({ valueCents }) => inYuan(valueCents) },
]

const householdColumns: Column<RedemptionReport['byHousehold'][number]>[] = [
  { title: 'column-group', width: 10, cell: ({ group }) => group },
  { title: 'column-door', width: 10, cell: ({ door }) => door },
  { title: 'column-head', width: 12, cell: ({ head }) => head },
  { title: 'column-times', width: 8, cell: ({ redemptions }) => redemptions },
  { title: 'column-amount', width: 8, cell: ({ amount }) => amount },
  { title: 'column-points', width: 10, points: true, cell: ({ points }) => points },
  { title: 'column-value', width: 12, cell: ({ valueCents }) => inYuan(valueCents) },
]

const stockColumns: Column<Goods>[] = [
  { title: 'column-goods', width: 20, cell: ({ name }) => name },
  { title: 'column-price', width: 10, points: true, cell: ({ points }) => points },
  { title: 'column-left', width: 10, cell: ({ left }, say) => left ?? say('stock-not-kept') },
  { title: 'column-limit', width: 12, cell: ({ householdLimit }) => householdLimit },
  { title: 'column-value', width: 12, cell: ({ valueCents }) => inYuan(valueCents) },
  { title: 'column-retired', width: 8, cell: ({ retired }, say) => (retired ? say('cell-yes') : '') },
]

const movementColumns: Column<Awaited<ReturnType<typeof everyMovement>>[number]>[] = [
  { title: 'column-goods', width: 20, cell: ({ goods }) => goods },
  { title: 'column-kind', width: 8, cell: ({ kind }, say) => say(`movement-${kind}`) },
  { title: 'column-change', width: 8, cell: ({ amount }) => amount },
  { title: 'column-left', width: 10, cell: ({ left }) => left },
  { title: 'column-note', width: 24, cell: ({ note }) => note },
  { title: 'column-recorded-by', width: 12, cell: ({ recordedBy }) => recordedBy },
  { title: 'column-recorded-at', as: 'moment', width: 18, cell: ({ recordedAt }) => recordedAt },
]
