import { contentId } from '../ledger/contentId.ts'
import { createGoods, moveStock } from '../redemption/goods.ts'
import type { Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'

/** What villages hand out most: a price in points, the value in cents, and how many lie there. */
const shelf = [
  { name: '食盐 5 袋', points: 40, valueCents: 500, stock: 60 },
  { name: '毛巾', points: 60, valueCents: 800, stock: 80 },
  { name: '牙膏两支', points: 80, valueCents: 1_000, stock: 50 },
  { name: '洗洁精 1 kg', points: 90, valueCents: 1_190, stock: 45 },
  { name: '抽纸一提', points: 100, valueCents: 1_290, stock: 36 },
  { name: '洗衣液 2 kg', points: 150, valueCents: 1_990, stock: 40 },
  { name: '雨伞', points: 180, valueCents: 2_490, stock: 20 },
  { name: '食用油 1.8 L', points: 240, valueCents: 2_990, stock: 24 },
  { name: '保温杯', points: 260, valueCents: 3_290, stock: 15 },
  { name: '大米 5 kg', points: 300, valueCents: 3_590, stock: 30 },
]

/** Puts goods on the sample village's shelf: its desk can hand out from the first start. */
export async function addSampleGoods(store: Store, scope: Scope): Promise<void> {
  for (const { name, points, valueCents, stock } of shelf) {
    const id = contentId(`sample goods ${name}`)
    const goods = { id, name, points, valueCents, householdLimit: null, isCounted: true, picture: null }
    await moveStock(store, scope, (await createGoods(store, scope, goods)).goods.id, {
      id: contentId(`sample stock ${name}`),
      kind: 'purchase',
      amount: stock,
      note: null,
    })
  }
}
