import { usePreferredReducedMotion } from '@vueuse/core'
import { computed, inject, type InjectionKey, provide, type Ref, ref } from 'vue'

const key: InjectionKey<Readonly<Ref<boolean>>> = Symbol('motion')

/**
 * Decides for all components below whether things may move.
 *
 * @param calm the screen is set to be calm
 */
export function provideMotion(calm: () => boolean): void {
  const preference = usePreferredReducedMotion()
  provide(
    key,
    computed(() => preference.value !== 'reduce' && !calm()),
  )
}

/** Whether things may move here. */
export function useMotion(): Readonly<Ref<boolean>> {
  return inject(key, () => ref(true), true)
}
