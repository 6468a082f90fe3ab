import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { operations } from '../../server/contract/operations/operations.ts'
import { type Answer, call } from '../shell/api/call.ts'
import { asFailure, type Failure } from '../shell/api/failure.ts'
import { useSession } from '../shell/session/session.ts'

/** The villages that the person may see. */
export const useVillageList = defineStore('villages', () => {
  const items = shallowRef<Answer<typeof operations.listVillages>['items']>([])
  const isLoaded = shallowRef(false)
  const failure = shallowRef<Failure | null>(null)
  const session = useSession()

  async function load(): Promise<void> {
    failure.value = null
    try {
      const all = (await call(operations.listVillages)).items
      items.value = all.filter(({ slug }) => session.powersIn(slug).has('read'))
      isLoaded.value = true
    } catch (error) {
      failure.value = asFailure(error)
    }
  }

  /** The village of somebody who sees no other; null for all others, and while it is the sample village alone. */
  async function onlyOne(): Promise<string | null> {
    if (!isLoaded.value) await load()
    const [first, ...others] = items.value
    return first && others.length === 0 && !first.sample ? first.slug : null
  }

  return { items, isLoaded, failure, load, onlyOne }
})
