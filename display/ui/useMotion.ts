import { computed, inject, type InjectionKey, provide, readonly, type Ref, ref } from 'vue'

const key: InjectionKey<Readonly<Ref<boolean>>> = Symbol('motion')

/**
 * Says for everything below whether things may move.
 *
 * @param calm the screen is set to be calm
 */
export function provideMotion(calm: () => boolean): Readonly<Ref<boolean>> {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches
  const motion = computed(() => !still && !calm())
  provide(key, motion)
  return motion
}

/** Whether things may move here. */
export function useMotion(): Readonly<Ref<boolean>> {
  return inject(key, () => readonly(ref(true)), true)
}
