import { onScopeDispose, type Ref, ref, type ShallowRef, shallowRef } from 'vue'
import { operations } from '../../server/contract/operations/operations.ts'
import { type ScreenList } from '../../server/contract/villages/screens.ts'
import { call } from '../shell/api/call.ts'
import { asFailure, type Failure } from '../shell/api/failure.ts'
import { useVillage } from '../villages/village.ts'

export interface Screens {
  /** Null until the server answered. */
  list: Readonly<ShallowRef<ScreenList | null>>
  failure: Readonly<ShallowRef<Failure | null>>
  /** The time, renewed each second, for how long ago a screen was heard; ms since 1970. */
  now: Readonly<Ref<number>>
  load: () => Promise<void>
}

/** The village's screens as they are now; ends with its scope. */
export function useScreens(): Screens {
  const { slug, feed } = useVillage()
  const list = shallowRef<ScreenList | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const now = ref(Date.now())

  async function load(): Promise<void> {
    failure.value = null
    try {
      list.value = await call(operations.listScreens, { params: { v: slug } })
    } catch (error) {
      failure.value = asFailure(error)
    }
  }

  feed.onScreens((told) => (list.value = told))
  feed.onReturn(() => void load())
  const timer = setInterval(() => (now.value = Date.now()), 1_000)
  onScopeDispose(() => clearInterval(timer))
  void load()
  return { list, failure, now, load }
}
