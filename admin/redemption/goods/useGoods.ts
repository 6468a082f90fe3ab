import { operations } from '../../../server/contract/operations/operations.ts'
import { isRedemption } from '../../../server/domain/points/posting.ts'
import { useItems } from '../../fields/loading/useLoaded.ts'
import { call } from '../../shell/api/call.ts'
import { useVillage } from '../../villages/village.ts'

/** The village's goods with what is left of each, kept up with what is handed out. */
export function useGoods() {
  const { slug, feed } = useVillage()
  const { items: goods, failure, load } = useItems(() => call(operations.listGoods, { params: { v: slug } }))

  feed.onPostings((postings) => {
    if (postings.some(({ kind }) => isRedemption(kind))) void load()
  })
  feed.onReturn(() => void load())

  return { goods, failure, load }
}
