/** What a household is about to take, and what of it they can afford. */
import { v7 as newId } from 'uuid'
import { computed, type Ref, ref, shallowRef } from 'vue'
import { operations } from '../../../server/contract/operations/operations.ts'
import type { GoodsView, RedemptionView } from '../../../server/contract/redemption/redemption.ts'
import { call } from '../../shell/api/call.ts'
import { asFailure, type Failure } from '../../shell/api/failure.ts'

/** How the desk made sure who asks. */
export type DeskCheckProof = { code: string } | { otherwise: string }

/** A basket for one household after another; `balance` is what the present one can spend. */
export function useBasket(
  village: string,
  goods: Readonly<Ref<readonly GoodsView[]>>,
  balance: () => number,
) {
  const amounts = ref<Record<number, number>>({})
  const isSending = ref(false)
  const failure = shallowRef<Failure | null>(null)
  /** One id per basket: a retry is idempotent. */
  let id = newId()

  const lines = computed(() =>
    goods.value
      .map((one) => ({ goods: one, amount: amounts.value[one.id] ?? 0 }))
      .filter(({ amount }) => amount > 0),
  )
  const total = computed(() =>
    lines.value.reduce((sum, { goods: one, amount }) => sum + one.points * amount, 0),
  )
  const rest = computed(() => balance() - total.value)

  /** Whether one more fits: points, stock and the household's share. */
  function fits(one: GoodsView): boolean {
    const amount = (amounts.value[one.id] ?? 0) + 1
    return (
      one.points <= rest.value &&
      (one.left === null || amount <= one.left) &&
      (one.householdLimit === null || amount <= one.householdLimit)
    )
  }

  function change(one: GoodsView, by: number): void {
    if (isSending.value || (by > 0 && !fits(one))) return
    amounts.value = { ...amounts.value, [one.id]: Math.max(0, (amounts.value[one.id] ?? 0) + by) }
    id = newId()
    failure.value = null
  }

  function clear(): void {
    amounts.value = {}
    failure.value = null
    id = newId()
  }

  /** Hands the basket out; a second try after a lost answer is the same redemption. */
  async function send(door: string, check?: DeskCheckProof): Promise<RedemptionView | null> {
    if (isSending.value || lines.value.length === 0) return null
    isSending.value = true
    failure.value = null
    try {
      const body = {
        id,
        door,
        lines: lines.value.map(({ goods: one, amount }) => ({ goods: one.id, amount })),
        total: total.value,
        ...(check && { check }),
      }
      const redemption = await call(operations.redeem, { params: { v: village }, body })
      clear()
      return redemption
    } catch (error) {
      failure.value = asFailure(error)
      return null
    } finally {
      isSending.value = false
    }
  }

  return { amounts, lines, total, rest, isSending, failure, fits, change, clear, send }
}
