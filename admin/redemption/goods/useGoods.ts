import { shallowRef } from 'vue'
import { operations } from '../../../server/contract/operations/operations.ts'
import { type GoodsView } from '../../../server/contract/redemption/redemption.ts'
import { isRedemption } from '../../../server/domain/points/posting.ts'
import { call } from '../../shell/api/call.ts'
import { asFailure, type Failure } from '../../shell/api/failure.ts'
import { useVillage } from '../../villages/village.ts'

/** The village's goods with what is left of each, kept up with what is handed out. */
export function useGoods() {
  const { slug, feed } = useVillage()
  const goods = shallowRef<GoodsView[]>([])
  const isLoading = shallowRef(true)
  const failure = shallowRef<Failure | null>(null)

  async function load(): Promise<void> {
    failure.value = null
    try {
      goods.value = (await call(operations.listGoods, { params: { v: slug } })).items
    } catch (error) {
      failure.value = asFailure(error)
    } finally {
      isLoading.value = false
    }
  }

  feed.onPostings((postings) => {
    if (postings.some(({ kind }) => isRedemption(kind))) void load()
  })
  feed.onReturn(() => void load())
  void load()

  return { goods, isLoading, failure, load }
}
